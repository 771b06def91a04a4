package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.nativefile.filter.FilterPipeline;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.index.ChunkIndexes;
import io.jromio.h5vol.vol.FileProperties.Format;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a dataset can be made as it is wanted, and how its elements are stored then. Unfiltered
 * elements get their place at once, as then no rank has to tell another one; filtered chunks when
 * their size is known.
 */
final class DatasetPlan {
  /** Most bytes of a compact dataset: its message is less than 64 KiB. */
  private static final long MOST_COMPACT = 0xffff - 4;

  private static final long LARGEST_CHUNK = 0xffff_ffffL;

  private final DatasetCreation wanted;
  private final Format format;

  DatasetPlan(DatasetCreation wanted, Format format) {
    this.wanted = wanted;
    this.format = format;
  }

  /** Notes all that makes a dataset. */
  static void log(CallLog log, DatasetCreation creation) {
    log.add(TypeCodec.encode(creation.type())).add(SpaceCodec.encode(creation.space()));
    switch (creation.layout()) {
      case StorageLayout.Contiguous none -> log.add(1);
      case StorageLayout.Compact none -> log.add(2);
      case StorageLayout.Chunked chunked -> log.add(3).add(chunked.shape());
      case StorageLayout.Foreign none -> log.add(4);
    }
    for (FilterSpec filter : creation.filters()) {
      log.add(filter.id()).add(filter.optional() ? 1 : 0).add(filter.name());
      for (int value : filter.client()) {
        log.add(value);
      }
    }
    FillSpec fill = creation.fill();
    log.add(fill.time().ordinal()).add(fill.allocation().ordinal());
    if (fill.value().isPresent() && !fill.value().get().type().hasVlen()) {
      log.add(fill.value().get().bytes());
    }
  }

  /** What the dataset will be, as files say it. */
  DatasetCreation creation() throws H5Exception {
    check();
    return new DatasetCreation(
        wanted.type(), wanted.space(), wanted.layout(), wanted.filters(), fill());
  }

  private void check() throws H5Exception {
    Dataspace space = wanted.space();
    switch (wanted.layout()) {
      case StorageLayout.Contiguous none -> checkFixed();
      case StorageLayout.Compact none -> {
        checkFixed();
        if (bytes() > MOST_COMPACT) {
          throw bad(
              "compact dataset is too large: bytes=%d limit=%d".formatted(bytes(), MOST_COMPACT));
        }
      }
      case StorageLayout.Chunked chunked -> checkChunks(chunked);
      case StorageLayout.Foreign foreign ->
          throw new H5Exception(
              H5Error.UNSUPPORTED, "such storage cannot be made: layout=" + foreign.what());
    }
    if (space.elements() > Long.MAX_VALUE / 2 / wanted.type().size()) {
      throw bad("dataset is too large: space=%s type=%s".formatted(space, wanted.type()));
    }
    new FilterPipeline(wanted.filters()).close();
  }

  private void checkFixed() throws H5Exception {
    if (wanted.space().canGrow()) {
      throw bad("only chunked datasets can grow: space=%s".formatted(wanted.space()));
    }
  }

  private void checkChunks(StorageLayout.Chunked chunked) throws H5Exception {
    Dataspace space = wanted.space();
    if (format == Format.V18) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "chunked datasets need the format of HDF5 1.10, but the file is for 1.8: chunk="
              + chunked);
    }
    if (space.kind() != Dataspace.Kind.SIMPLE) {
      throw bad("chunks need dimensions: space=%s".formatted(space));
    }
    long[] chunk = chunked.shape();
    long[] most = space.maxShape();
    for (int d = 0; d < chunk.length; d++) {
      if (most[d] != Dataspace.UNLIMITED && chunk[d] > Math.max(1, most[d])) {
        throw bad(
            "chunk is larger than the dataset can be: chunk=%s space=%s".formatted(chunked, space));
      }
    }
    if (chunked.elements() > LARGEST_CHUNK / wanted.type().size()) {
      throw bad("chunk is 4 GiB or more: chunk=%s type=%s".formatted(chunked, wanted.type()));
    }
    boolean filtered = !wanted.filters().isEmpty();
    DataLayout.Index index = ChunkIndexes.choose(space, chunk, filtered, !filtered);
    if (index instanceof DataLayout.Index.FixedArray) {
      ChunkNumbers.checkPlaced("space=" + space, ChunkIndexes.grid(most, chunk));
    } else if (!filtered) {
      ChunkNumbers.checkPlaced("space=" + space, ChunkIndexes.grid(space.shape(), chunk));
    }
  }

  private static H5Exception bad(String text) {
    return new H5Exception(H5Error.ARG, text);
  }

  private FillSpec fill() throws H5Exception {
    FillSpec fill = wanted.fill();
    FillSpec.Allocation allocation =
        wanted.filters().isEmpty() ? FillSpec.Allocation.EARLY : FillSpec.Allocation.INCREMENTAL;
    Optional<Elements> value = Optional.empty();
    if (fill.value().isPresent()) {
      value = Optional.of(fillValue(fill.value().get()));
    }
    return new FillSpec(value, fill.time(), allocation);
  }

  /** The value as an element of the dataset. */
  private Elements fillValue(Elements given) throws H5Exception {
    if (wanted.type().hasVlen()) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "no fill values of variable length: the default is empty, type=" + wanted.type());
    }
    if (given.count() != 1) {
      throw bad("fill value is one element: count=%d".formatted(given.count()));
    }
    MemorySegment bytes = MemorySegment.ofArray(new byte[wanted.type().size()]);
    TypeConversion.between(given.type(), wanted.type())
        .convert(
            new TypeConversion.Place(given.bytes(), 0),
            new TypeConversion.Place(bytes, 0),
            1,
            new MemoryBlobs(given.blobs()),
            new MemoryBlobs(new Blobs()));
    return Elements.of(wanted.type(), bytes);
  }

  private long bytes() {
    return wanted.space().elements() * wanted.type().size();
  }

  /** The layout, without places: nothing is written yet. */
  DataLayout layout() {
    return switch (wanted.layout()) {
      case StorageLayout.Compact none -> new DataLayout.Compact(new byte[(int) bytes()]);
      case StorageLayout.Chunked chunked ->
          new DataLayout.Chunked(
              chunked.shape(),
              wanted.type().size(),
              true,
              ChunkIndexes.choose(
                  wanted.space(),
                  chunked.shape(),
                  !wanted.filters().isEmpty(),
                  wanted.filters().isEmpty()),
              MetadataSource.UNDEFINED);
      default -> new DataLayout.Contiguous(MetadataSource.UNDEFINED, bytes());
    };
  }

  /** Bytes of elements of a compact dataset in which only fill values are. */
  static byte[] filled(DatasetCreation creation) {
    int size = creation.type().size();
    byte[] bytes = new byte[Math.toIntExact(creation.space().elements() * size)];
    if (creation.fill().value().isPresent()) {
      byte[] value = creation.fill().value().get().bytes().toArray(ValueLayout.JAVA_BYTE);
      if (value.length == size && !Arrays.equals(value, new byte[size])) {
        for (int at = 0; at < bytes.length; at += size) {
          System.arraycopy(value, 0, bytes, at, size);
        }
      }
    }
    return bytes;
  }
}
