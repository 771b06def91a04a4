package io.jromio.h5vol.codec;

import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A fill value as a fill value message: versions 1 to 3 and the old message read, 3 written. The
 * bytes of the value are as in the file: variable-length parts are global heap references.
 *
 * @source HDF5 file format specification v3.0, sections IV.A.2.e and f
 */
public final class FillCodec {
  private static final int UNDEFINED = 0x10;
  private static final int DEFINED = 0x20;

  private FillCodec() {}

  public static byte[] encode(FillSpec fill) {
    ByteWriter out = new ByteWriter();
    // Elements without a choice get their place late, as in the library.
    FillSpec.Allocation allocation =
        fill.allocation() == FillSpec.Allocation.DEFAULT
            ? FillSpec.Allocation.LATE
            : fill.allocation();
    int flags = allocation.ordinal() | fill.time().ordinal() << 2;
    if (fill.value().isEmpty()) {
      return out.u1(3).u1(flags).bytes();
    }
    byte[] value = fill.value().get().bytes().toArray(ValueLayout.JAVA_BYTE);
    return out.u1(3).u1(flags | DEFINED).u4(value.length).raw(value).bytes();
  }

  /**
   * @param type of the dataset
   */
  public static FillSpec decode(ByteReader reader, H5Type type) throws H5Exception {
    int version = reader.u1();
    if (version == 3) {
      int flags = reader.u1();
      boolean defined = (flags & DEFINED) != 0 && (flags & UNDEFINED) == 0;
      int time = (flags & UNDEFINED) != 0 ? FillSpec.Time.NEVER.ordinal() : flags >> 2 & 3;
      return spec(reader, flags & 3, time, defined ? value(reader, type) : Optional.empty());
    }
    if (version != 1 && version != 2) {
      throw reader.bad("has a fill value of an unknown version: version=" + version);
    }
    int allocation = reader.u1();
    int time = reader.u1();
    boolean present = reader.u1() != 0 || version == 1;
    return spec(reader, allocation, time, present ? value(reader, type) : Optional.empty());
  }

  /** The message that files had before version 1.6 of the library. */
  public static FillSpec decodeOld(ByteReader reader, H5Type type) throws H5Exception {
    return new FillSpec(value(reader, type), FillSpec.Time.IF_SET, FillSpec.Allocation.LATE);
  }

  private static FillSpec spec(
      ByteReader reader, int allocation, int time, Optional<Elements> value) throws H5Exception {
    if (allocation >= FillSpec.Allocation.values().length
        || time >= FillSpec.Time.values().length) {
      throw reader.bad("has no fill value: allocation=%d time=%d".formatted(allocation, time));
    }
    return new FillSpec(
        value, FillSpec.Time.values()[time], FillSpec.Allocation.values()[allocation]);
  }

  private static Optional<Elements> value(ByteReader reader, H5Type type) throws H5Exception {
    long size = reader.u4();
    // Undefined (all ones), or the default.
    if (size == 0 || size == 0xffff_ffffL) {
      return Optional.empty();
    }
    if (size != type.size()) {
      throw reader.bad("has a fill value of another size: size=%d type=%s".formatted(size, type));
    }
    return Optional.of(Elements.of(type, MemorySegment.ofArray(reader.raw(size))));
  }
}
