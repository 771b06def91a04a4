package io.jromio.h5vol.codec;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FloatLayout;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A type as a datatype message: classes 0 to 10, versions 1 to 4 read, 1 and 3 written, which every
 * library since 1.8 reads.
 *
 * @source HDF5 file format specification v3.0, section IV.A.2.d
 */
public final class TypeCodec {
  static final int FIXED_POINT = 0;
  static final int FLOATING_POINT = 1;
  static final int TIME = 2;
  static final int STRING = 3;
  static final int BITFIELD = 4;
  static final int OPAQUE = 5;
  static final int COMPOUND = 6;
  static final int REFERENCE = 7;
  static final int ENUMERATION = 8;
  static final int VARIABLE_LENGTH = 9;
  static final int ARRAY = 10;

  private TypeCodec() {}

  public static byte[] encode(H5Type type) {
    ByteWriter out = new ByteWriter();
    write(out, type);
    return out.bytes();
  }

  /**
   * @throws H5Exception {@link H5Error#BAD_FILE}; {@link H5Error#UNSUPPORTED} for times, VAX
   *     floats, references of HDF5 1.12 and classes of HDF5 2
   */
  public static H5Type decode(ByteReader reader) throws H5Exception {
    return new TypeDecoder(reader).decode();
  }

  /** Bytes that hold every number up to {@code limit}. */
  static int width(long limit) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, limit))) / 8 + 1;
  }

  private static void write(ByteWriter out, H5Type type) {
    switch (type) {
      case IntegerType t -> {
        begin(out, 1, FIXED_POINT, order(t.order()) | (t.signed() ? 8 : 0), t.size());
        out.u2(t.bitOffset()).u2(t.precision());
      }
      case FloatType t -> writeFloat(out, t);
      case BitfieldType t -> {
        begin(out, 1, BITFIELD, order(t.order()), t.size());
        out.u2(t.bitOffset()).u2(t.precision());
      }
      case StringType t ->
          begin(out, 1, STRING, t.padding().ordinal() | t.charset().ordinal() << 4, t.size());
      case VlenStringType t -> {
        int bits = 1 | t.padding().ordinal() << 4 | t.charset().ordinal() << 8;
        begin(out, 1, VARIABLE_LENGTH, bits, VlenType.SIZE);
        write(out, H5Type.U8);
      }
      case OpaqueType t -> writeOpaque(out, t);
      case CompoundType t -> writeCompound(out, t);
      case EnumType t -> writeEnum(out, t);
      case ArrayType t -> {
        int[] shape = t.shape();
        begin(out, 3, ARRAY, 0, t.size());
        out.u1(shape.length);
        for (int length : shape) {
          out.u4(length);
        }
        write(out, t.base());
      }
      case VlenType t -> {
        begin(out, 1, VARIABLE_LENGTH, 0, VlenType.SIZE);
        write(out, t.base());
      }
      case ReferenceType t ->
          begin(out, 1, REFERENCE, t.kind() == ReferenceType.Kind.OBJECT ? 0 : 1, t.size());
    }
  }

  private static void begin(ByteWriter out, int version, int typeClass, int bits, int size) {
    out.u1(version << 4 | typeClass).uint(bits, 3).u4(size);
  }

  private static int order(ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN ? 1 : 0;
  }

  private static void writeFloat(ByteWriter out, FloatType type) {
    FloatLayout layout = type.layout();
    int bits = order(type.order()) | layout.mantissa().normalization() << 4 | layout.signBit() << 8;
    begin(out, 1, FLOATING_POINT, bits, type.size());
    out.u2(layout.bitOffset()).u2(layout.precision());
    out.u1(layout.exponent().bit()).u1(layout.exponent().bits());
    out.u1(layout.mantissa().bit()).u1(layout.mantissa().bits());
    out.u4(layout.exponent().bias());
  }

  private static void writeOpaque(ByteWriter out, OpaqueType type) {
    byte[] tag = type.tag().getBytes(StandardCharsets.UTF_8);
    int length = tag.length > 248 ? tag.length : (tag.length + 7) / 8 * 8;
    begin(out, 1, OPAQUE, length, type.size());
    out.raw(tag).zeros(length - tag.length);
  }

  private static void writeCompound(ByteWriter out, CompoundType type) {
    begin(out, 3, COMPOUND, type.members().size(), type.size());
    int width = width(type.size());
    for (CompoundType.Member member : type.members()) {
      out.text(member.name()).u1(0).uint(member.offset(), width);
      write(out, member.type());
    }
  }

  private static void writeEnum(ByteWriter out, EnumType type) {
    begin(out, 3, ENUMERATION, type.symbols().size(), type.size());
    write(out, type.base());
    for (EnumType.Symbol symbol : type.symbols()) {
      out.text(symbol.name()).u1(0);
    }
    int size = type.size();
    for (EnumType.Symbol symbol : type.symbols()) {
      byte[] value = new byte[size];
      for (int i = 0; i < size; i++) {
        byte part = (byte) (symbol.value() >> Math.min(63, 8 * i));
        value[type.base().order() == ByteOrder.BIG_ENDIAN ? size - 1 - i : i] = part;
      }
      out.raw(value);
    }
  }
}
