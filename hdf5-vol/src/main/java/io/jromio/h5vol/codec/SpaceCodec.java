package io.jromio.h5vol.codec;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Exception;
import java.util.Arrays;

/**
 * A dataspace as a dataspace message: versions 1 and 2 read, 2 written.
 *
 * @source HDF5 file format specification v3.0, section IV.A.2.b
 */
public final class SpaceCodec {
  private static final int HAS_MAX = 1;

  private SpaceCodec() {}

  public static byte[] encode(Dataspace space) {
    ByteWriter out = new ByteWriter();
    out.u1(2).u1(space.rank()).u1(space.canGrow() ? HAS_MAX : 0);
    out.u1(
        switch (space.kind()) {
          case SCALAR -> 0;
          case SIMPLE -> 1;
          case NULL -> 2;
        });
    for (long length : space.shape()) {
      out.u8(length);
    }
    if (space.canGrow()) {
      for (long length : space.maxShape()) {
        out.u8(length);
      }
    }
    return out.bytes();
  }

  public static Dataspace decode(ByteReader reader) throws H5Exception {
    int version = reader.u1();
    int rank = reader.u1();
    int flags = reader.u1();
    int kind = reader.u1();
    if (version == 1) {
      reader.skip(4);
      kind = rank == 0 ? 0 : 1;
    } else if (version != 2) {
      throw reader.bad("has a dataspace of an unknown version: version=" + version);
    }
    if (rank > Dataspace.MAX_RANK || kind > 2 || (kind == 1) != (rank > 0)) {
      throw reader.bad("has no dataspace: rank=%d kind=%d".formatted(rank, kind));
    }
    if (kind == 2) {
      return Dataspace.nothing();
    }
    long[] shape = lengths(reader, rank);
    long[] maxShape = (flags & HAS_MAX) != 0 ? lengths(reader, rank) : shape;
    try {
      return Dataspace.of(shape, maxShape);
    } catch (IllegalArgumentException e) {
      throw reader.bad("has no dataspace: shape=%s".formatted(Arrays.toString(shape)));
    }
  }

  private static long[] lengths(ByteReader reader, int rank) throws H5Exception {
    long[] lengths = new long[rank];
    for (int d = 0; d < rank; d++) {
      lengths[d] = reader.u8();
    }
    return lengths;
  }
}
