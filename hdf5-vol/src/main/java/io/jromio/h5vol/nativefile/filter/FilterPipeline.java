package io.jromio.h5vol.nativefile.filter;

import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a dataset, in order when writing, backwards when reading. Used by one thread at a
 * time; holds buffers that the next call uses again.
 */
public final class FilterPipeline implements AutoCloseable {

  /** Most filters of a pipeline; the mask of a chunk has a bit for each. */
  private static final int MAX_FILTERS = 32;

  private final List<FilterSpec> specs;
  private final ChunkFilter[] filters;
  private final Scratch one = new Scratch();
  private final Scratch other = new Scratch();

  /**
   * A chunk after filtering.
   *
   * @param bytes valid until the next call
   * @param mask bit i: filter i was passed over, because it failed and is optional
   */
  public record Filtered(MemorySegment bytes, int mask) {}

  /** Native memory that grows. */
  private static final class Scratch implements AutoCloseable {
    private @Nullable Arena arena;
    private MemorySegment memory = MemorySegment.NULL;

    MemorySegment take(long bytes) {
      if (memory.byteSize() < bytes) {
        close();
        Arena fresh = Arena.ofShared();
        arena = fresh;
        memory = fresh.allocate(bytes + bytes / 8, 64);
      }
      return memory.asSlice(0, bytes);
    }

    @Override
    public void close() {
      if (arena != null) {
        arena.close();
        arena = null;
        memory = MemorySegment.NULL;
      }
    }
  }

  /**
   * @throws H5Exception {@link H5Error#UNSUPPORTED} for a filter that is not here, naming it;
   *     {@link H5Error#BAD_FILE} for parameters that a filter cannot have
   */
  public FilterPipeline(List<FilterSpec> filters) throws H5Exception {
    this.specs = List.copyOf(filters);
    if (specs.size() > MAX_FILTERS) {
      throw ChunkFilter.bad("too many filters: filters=%d".formatted(specs.size()));
    }
    this.filters = new ChunkFilter[specs.size()];
    try {
      for (int i = 0; i < this.filters.length; i++) {
        this.filters[i] = of(specs.get(i));
      }
    } catch (H5Exception e) {
      close();
      throw e;
    }
  }

  private static ChunkFilter of(FilterSpec spec) throws H5Exception {
    int[] client = spec.client();
    return switch (spec.id()) {
      case FilterSpec.DEFLATE -> {
        if (client.length != 1 || client[0] < 0 || client[0] > 9) {
          throw ChunkFilter.bad("no deflate level: filter=" + spec);
        }
        yield new DeflateFilter(client[0]);
      }
      case FilterSpec.SHUFFLE -> {
        if (client.length != 1 || client[0] <= 0) {
          throw ChunkFilter.bad("no element size to shuffle by: filter=" + spec);
        }
        yield new ShuffleFilter(client[0]);
      }
      case FilterSpec.FLETCHER32 -> new Fletcher32Filter();
      case LzfFilter.ID -> new LzfFilter();
      default ->
          throw new H5Exception(
              H5Error.UNSUPPORTED,
              "filter %s is not here: id=%d".formatted(nameOf(spec), spec.id()));
    };
  }

  private static String nameOf(FilterSpec spec) {
    if (!spec.name().isEmpty()) {
      return spec.name().toLowerCase(Locale.ROOT);
    }
    return switch (spec.id()) {
      case 4 -> "szip";
      case 5 -> "nbit";
      case 6 -> "scaleoffset";
      case 307 -> "bzip2";
      case 32001 -> "blosc";
      case 32004 -> "lz4";
      case 32008 -> "bitshuffle";
      case 32013 -> "zfp";
      case 32015 -> "zstd";
      default -> "without name";
    };
  }

  private static boolean seenAsBytes(MemorySegment segment) {
    return segment.isNative() || segment.heapBase().orElse(null) instanceof byte[];
  }

  /** Not {@code taken}, so that a filter never works in place. */
  private Scratch not(@Nullable Scratch taken) {
    return taken == one ? other : one;
  }

  /**
   * @return the chunk itself if no filter worked
   * @throws H5Exception {@link H5Error#IO} if a filter fails that is not optional
   */
  public Filtered encode(MemorySegment chunk) throws H5Exception {
    MemorySegment current = chunk;
    Scratch holder = null;
    if (!seenAsBytes(chunk)) {
      holder = one;
      current = one.take(chunk.byteSize()).copyFrom(chunk);
    }
    int mask = 0;
    for (int i = 0; i < filters.length; i++) {
      Scratch next = not(holder);
      MemorySegment target = next.take(filters[i].bound(current.byteSize()));
      long made = filters[i].encode(current, target);
      if (made != ChunkFilter.FAILED) {
        current = target.asSlice(0, made);
        holder = next;
      } else if (specs.get(i).optional()) {
        mask |= 1 << i;
      } else {
        throw new H5Exception(
            H5Error.IO,
            "filter failed and is not optional: filter=%s chunkBytes=%d"
                .formatted(specs.get(i), chunk.byteSize()));
      }
    }
    return new Filtered(current, mask);
  }

  /**
   * Fills {@code chunk}.
   *
   * @throws H5Exception {@link H5Error#BAD_FILE} for a wrong checksum, and for data that are not a
   *     chunk of this size
   */
  public void decode(MemorySegment stored, int mask, MemorySegment chunk) throws H5Exception {
    long[] limits = new long[filters.length];
    int first = filters.length;
    long limit = chunk.byteSize();
    for (int i = 0; i < filters.length; i++) {
      limits[i] = limit;
      if ((mask >>> i & 1) == 0) {
        limit = filters[i].bound(limit);
        first = Math.min(first, i);
      }
    }
    MemorySegment current = stored;
    Scratch holder = null;
    if (first < filters.length && !seenAsBytes(stored)) {
      holder = one;
      current = one.take(stored.byteSize()).copyFrom(stored);
    }
    boolean direct = seenAsBytes(chunk);
    for (int i = filters.length - 1; i >= first; i--) {
      if ((mask >>> i & 1) == 0) {
        Scratch next = not(holder);
        MemorySegment target = i == first && direct ? chunk : next.take(limits[i]);
        current = target.asSlice(0, filters[i].decode(current, target));
        holder = next;
      }
    }
    if (current.byteSize() != chunk.byteSize()) {
      throw ChunkFilter.bad(
          "stored chunk has a wrong size: bytes=%d wanted=%d"
              .formatted(current.byteSize(), chunk.byteSize()));
    }
    if (first == filters.length || !direct) {
      chunk.copyFrom(current);
    }
  }

  @Override
  public void close() {
    for (ChunkFilter filter : filters) {
      if (filter != null) {
        filter.close();
      }
    }
    one.close();
    other.close();
  }
}
