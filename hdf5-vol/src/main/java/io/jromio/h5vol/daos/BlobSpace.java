package io.jromio.h5vol.daos;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.StoreException;
import io.jromio.h5vol.convert.BlobStore;
import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The variable-length parts of elements in the store. An element holds its length in base elements
 * and the number of its bytes' dkey, 8 bytes each, little-endian; zeros if it is empty. Numbers
 * come from the store, so no two ranks use the same. What is overwritten stays, as in files.
 *
 * <p>A number below zero is one of the fill value's parts, and is never stored.
 */
final class BlobSpace implements BlobStore {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long MAX_BLOB = 1L << 30;
  private static final long PIECE = ChunkBatch.FULL_BYTES;
  private static final int MOST = 4096;

  private final OpenContainer container;
  private final Blobs fill;
  private final List<Long> numbers = new ArrayList<>();
  private final List<MemorySegment> pending = new ArrayList<>();
  private long pendingBytes;
  private final Map<Long, MemorySegment> fetched = new HashMap<>();
  private long requests;

  /**
   * @param fill parts of the fill value
   */
  BlobSpace(OpenContainer container, Blobs fill) {
    this.container = container;
    this.fill = fill;
  }

  /** Calls of the store so far. */
  long requests() {
    return requests;
  }

  /** A fill value in the form of stored elements, its parts below zero. */
  static byte[] pattern(Elements value) throws H5Exception {
    H5Type type = value.type();
    byte[] pattern = value.bytes().toArray(ValueLayout.JAVA_BYTE);
    if (type.hasVlen()) {
      MemorySegment source = MemorySegment.ofArray(pattern.clone());
      TypeConversion.between(type, type)
          .convert(
              new TypeConversion.Place(source, 0),
              new TypeConversion.Place(MemorySegment.ofArray(pattern), 0),
              1,
              new MemoryBlobs(value.blobs()),
              new FillBlobs(value.blobs()));
    }
    return pattern;
  }

  /** Puts the parts of a fill value behind those that it has, and counts down from -1. */
  private record FillBlobs(Blobs blobs) implements BlobStore {
    @Override
    public void put(long length, MemorySegment bytes, MemorySegment element, long offset) {
      element.set(LONG, offset, length);
      element.set(LONG, offset + 8, length == 0 ? 0 : -1 - blobs.add(bytes));
    }

    @Override
    public long length(MemorySegment element, long offset) {
      throw new IllegalStateException("written only");
    }

    @Override
    public MemorySegment get(MemorySegment element, long offset, long bytes) {
      throw new IllegalStateException("written only");
    }
  }

  @Override
  public void put(long length, MemorySegment bytes, MemorySegment element, long offset)
      throws H5Exception {
    element.set(LONG, offset, length);
    element.set(LONG, offset + 8, 0);
    if (length == 0) {
      return;
    }
    if (bytes.byteSize() > MAX_BLOB) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "element too long: bytes=%d limit=%d".formatted(bytes.byteSize(), MAX_BLOB));
    }
    try {
      long number = container.newId();
      element.set(LONG, offset + 8, number);
      numbers.add(number);
      pending.add(bytes);
      pendingBytes += bytes.byteSize();
      if (pendingBytes >= PIECE || pending.size() == MOST) {
        flush();
      }
    } catch (IOException e) {
      throw StoreErrors.of(e, "store variable-length element");
    }
  }

  /** Stores what was put, before elements that lead to it. */
  void flush() throws StoreException {
    List<DkeyUpdate> updates = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      MemorySegment bytes = pending.get(i);
      long at = 0;
      while (bytes.byteSize() - at > PIECE) {
        update(List.of(update(numbers.get(i), at, bytes.asSlice(at, PIECE))));
        at += PIECE;
      }
      updates.add(update(numbers.get(i), at, bytes.asSlice(at)));
    }
    if (!updates.isEmpty()) {
      update(updates);
    }
    numbers.clear();
    pending.clear();
    pendingBytes = 0;
  }

  private void update(List<DkeyUpdate> updates) throws StoreException {
    container.store().update(container.layout().blobs(), updates);
    requests++;
  }

  private static DkeyUpdate update(long number, long offset, MemorySegment bytes) {
    return DkeyUpdate.of(
        Key.of(number),
        Condition.NONE,
        new AkeyUpdate.Write(FileLayout.BLOB, Condition.NONE, ByteRanges.of(offset, bytes)));
  }

  @Override
  public long length(MemorySegment element, long offset) {
    return element.get(LONG, offset);
  }

  @Override
  public MemorySegment get(MemorySegment element, long offset, long bytes) throws H5Exception {
    long number = element.get(LONG, offset + 8);
    if (bytes == 0) {
      return MemorySegment.ofArray(new byte[0]);
    }
    if (number < 0) {
      return fill.get(-1 - number).asSlice(0, bytes);
    }
    MemorySegment known = fetched.get(number);
    if (known == null) {
      fetch(List.of(new Wanted(number, checked(number, bytes))));
      known = fetched.get(number);
    }
    if (known == null || known.byteSize() < bytes) {
      throw missing(number, bytes);
    }
    return known.asSlice(0, bytes);
  }

  private record Wanted(long number, long bytes) {}

  private static long checked(long number, long bytes) throws H5Exception {
    if (number == 0 || bytes < 0 || bytes > MAX_BLOB) {
      throw missing(number, bytes);
    }
    return bytes;
  }

  private static H5Exception missing(long number, long bytes) {
    return new H5Exception(
        H5Error.BAD_FILE,
        "no such variable-length element: blob=%d bytes=%d".formatted(number, bytes));
  }

  private void fetch(List<Wanted> wanted) throws H5Exception {
    List<DkeyFetch> fetches = new ArrayList<>();
    List<Wanted> open = new ArrayList<>();
    long bytes = 0;
    for (Wanted one : wanted) {
      MemorySegment target = MemorySegment.ofArray(new byte[(int) one.bytes()]);
      fetched.put(one.number(), target);
      for (long at = 0; at < one.bytes(); at += PIECE) {
        MemorySegment piece = target.asSlice(at, Math.min(PIECE, one.bytes() - at));
        fetches.add(
            DkeyFetch.of(
                Key.of(one.number()),
                Condition.NONE,
                new AkeyFetch.Read(FileLayout.BLOB, ByteRanges.of(at, piece))));
        open.add(one);
        bytes += piece.byteSize();
        if (bytes >= PIECE || open.size() == MOST) {
          fetch(fetches, open);
          bytes = 0;
        }
      }
    }
    fetch(fetches, open);
  }

  private void fetch(List<DkeyFetch> fetches, List<Wanted> open) throws H5Exception {
    if (fetches.isEmpty()) {
      return;
    }
    try {
      List<Fetched> found = container.store().fetch(container.layout().blobs(), fetches);
      requests++;
      for (int i = 0; i < open.size(); i++) {
        Fetched.Array array = (Fetched.Array) found.get(i).akeys().getFirst();
        if (array.holes().length > 0) {
          throw missing(open.get(i).number(), open.get(i).bytes());
        }
      }
    } catch (StoreException e) {
      throw StoreErrors.of(e, "fetch variable-length elements");
    }
    fetches.clear();
    open.clear();
  }

  /** Forgets what was fetched, and fetches what these elements need with few calls. */
  void prefetch(H5Type type, MemorySegment elements, long count) throws H5Exception {
    fetched.clear();
    List<Slot> slots = new ArrayList<>();
    collect(type, 0, slots);
    List<Wanted> wanted = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      for (Slot slot : slots) {
        long at = i * type.size() + slot.offset();
        long length = elements.get(LONG, at);
        long number = elements.get(LONG, at + 8);
        if (length != 0 && number >= 0 && !fetched.containsKey(number)) {
          if (length < 0 || length > MAX_BLOB) {
            throw missing(number, length);
          }
          wanted.add(new Wanted(number, checked(number, length * slot.baseSize())));
        }
      }
    }
    fetch(wanted);
  }

  /** Where in an element a variable-length part is. */
  private record Slot(int offset, int baseSize) {}

  private static void collect(H5Type type, int offset, List<Slot> slots) {
    switch (type) {
      case VlenStringType _ -> slots.add(new Slot(offset, 1));
      case VlenType sequence -> slots.add(new Slot(offset, sequence.base().size()));
      case CompoundType compound -> {
        for (CompoundType.Member member : compound.members()) {
          collect(member.type(), offset + member.offset(), slots);
        }
      }
      case ArrayType array -> {
        if (array.hasVlen()) {
          for (int i = 0; i < array.length(); i++) {
            collect(array.base(), offset + i * array.base().size(), slots);
          }
        }
      }
      default -> {
        // Nothing of variable length.
      }
    }
  }
}
