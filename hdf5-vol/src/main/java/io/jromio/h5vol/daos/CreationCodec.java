package io.jromio.h5vol.daos;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.StorageLayout;
import java.util.List;
import java.util.Optional;

/**
 * What a dataset is, as values of its object: type and space as messages of the file format, and
 * the creation property list as
 *
 * <pre>
 * 0  version 1                                    1
 * 1  0 contiguous, 1 chunked                      1
 * 2  when fill values are written, when placed    1 each
 * 4  rank                                         1
 * 5  elements of a chunk in each dimension        8 each
 * </pre>
 *
 * <p>A dataset that was made contiguous is kept in chunks too, of about {@link #TARGET} bytes,
 * unless it is smaller than about that.
 *
 * @source vol-daos 1.2, H5_daos_dset_fill_dcpl_cache, HDF5_DAOS_CHUNK_TARGET_SIZE
 */
final class CreationCodec {
  /** Bytes of a chunk where the user gives none. */
  static final long TARGET = 1 << 20;

  private static final int VERSION = 1;
  private static final double TOLERANCE = Math.sqrt(2);

  private CreationCodec() {}

  /** A dataset with the chunks that it is kept in. */
  record Stored(DatasetCreation creation, long... chunk) {}

  /** The chunks that a new dataset is kept in. */
  static long[] chunk(DatasetCreation creation) {
    return creation.layout() instanceof StorageLayout.Chunked chunked
        ? chunked.shape()
        : automatic(creation.space(), creation.type().size());
  }

  /** Slices along the slowest dimensions, so that a chunk is a run of neighbours. */
  private static long[] automatic(Dataspace space, long elementBytes) {
    long[] chunk = space.shape();
    for (int d = 0; d < chunk.length; d++) {
      chunk[d] = Math.max(1, chunk[d]);
    }
    if (space.elements() * (double) elementBytes <= TOLERANCE * TARGET) {
      return chunk;
    }
    for (int d = 0; d < chunk.length; d++) {
      double inner = elementBytes;
      for (int e = d + 1; e < chunk.length; e++) {
        inner *= chunk[e];
      }
      if (inner < TARGET) {
        chunk[d] = Math.clamp((long) (TARGET / inner), 1, chunk[d]);
        break;
      }
      chunk[d] = 1;
    }
    return chunk;
  }

  static byte[] properties(DatasetCreation creation, long... chunk) {
    ByteWriter out = new ByteWriter();
    FillSpec fill = creation.fill();
    out.u1(VERSION).u1(creation.layout() instanceof StorageLayout.Chunked ? 1 : 0);
    out.u1(fill.time().ordinal()).u1(fill.allocation().ordinal()).u1(chunk.length);
    for (long length : chunk) {
      out.u8(length);
    }
    return out.bytes();
  }

  /** A whole dataset as one message. */
  static byte[] message(byte[] type, byte[] space, byte[] properties, byte[] fill) {
    ByteWriter out = new ByteWriter();
    for (byte[] part : new byte[][] {type, space, properties, fill}) {
      out.u4(part.length).raw(part);
    }
    return out.bytes();
  }

  static Stored decode(ByteReader message) throws H5Exception {
    H5Type type = TypeCodec.decode(message.slice(message.u4()));
    Dataspace space = SpaceCodec.decode(message.slice(message.u4()));
    ByteReader properties = message.slice(message.u4());
    ByteReader fillValue = message.slice(message.u4());
    int version = properties.u1();
    int kind = properties.u1();
    int time = properties.u1();
    int allocation = properties.u1();
    int rank = properties.u1();
    if (version != VERSION
        || kind > 1
        || rank != space.rank()
        || time >= FillSpec.Time.values().length
        || allocation >= FillSpec.Allocation.values().length) {
      throw properties.bad(
          "has no creation properties: version=%d layout=%d rank=%d"
              .formatted(version, kind, rank));
    }
    long[] chunk = new long[rank];
    for (int d = 0; d < rank; d++) {
      chunk[d] = properties.u8();
      if (chunk[d] < 1) {
        throw properties.bad("has no chunks: length=" + chunk[d]);
      }
    }
    Optional<Elements> value =
        fillValue.left() == 0 ? Optional.empty() : Optional.of(Packed.decode(type, 1, fillValue));
    FillSpec fill =
        new FillSpec(value, FillSpec.Time.values()[time], FillSpec.Allocation.values()[allocation]);
    StorageLayout layout =
        kind == 1 ? new StorageLayout.Chunked(chunk) : new StorageLayout.Contiguous();
    return new Stored(new DatasetCreation(type, space, layout, List.of(), fill), chunk);
  }
}
