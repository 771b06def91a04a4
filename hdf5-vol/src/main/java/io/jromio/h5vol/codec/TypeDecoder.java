package io.jromio.h5vol.codec;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FloatLayout;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads one datatype message; types within types up to a depth that no program needs. */
final class TypeDecoder {
  private static final int MAX_DEPTH = 64;

  private final ByteReader in;
  private int depth;

  TypeDecoder(ByteReader in) {
    this.in = in;
  }

  H5Type decode() throws H5Exception {
    if (++depth > MAX_DEPTH) {
      throw in.bad("has types within types: limit=" + MAX_DEPTH);
    }
    int head = in.u1();
    int version = head >> 4;
    if (version < 1 || version > 4) {
      if (version == 5) {
        throw unsupported("datatype version 5 of HDF5 2");
      }
      throw in.bad("has a datatype of an unknown version: version=" + version);
    }
    int bits = (int) in.uint(3);
    long size = in.u4();
    if (size > Integer.MAX_VALUE) {
      throw in.bad("has a datatype that is too large: size=" + size);
    }
    try {
      H5Type type = body(head & 15, version, bits, (int) size);
      depth--;
      return type;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw in.bad("has no datatype: " + e.getMessage());
    }
  }

  private H5Type body(int typeClass, int version, int bits, int size) throws H5Exception {
    return switch (typeClass) {
      case TypeCodec.FIXED_POINT ->
          new IntegerType(size, (bits & 8) != 0, order(bits), in.u2(), in.u2());
      case TypeCodec.FLOATING_POINT -> floatingPoint(bits, size);
      case TypeCodec.TIME -> throw unsupported("datatype class 2 (time)");
      case TypeCodec.STRING -> new StringType(size, padding(bits & 15), charset(bits >> 4 & 15));
      case TypeCodec.BITFIELD -> new BitfieldType(size, order(bits), in.u2(), in.u2());
      case TypeCodec.OPAQUE -> new OpaqueType(size, tag(bits & 0xff));
      case TypeCodec.COMPOUND -> compound(version, bits & 0xffff, size);
      case TypeCodec.REFERENCE -> reference(bits & 15, size);
      case TypeCodec.ENUMERATION -> enumeration(version, bits & 0xffff, size);
      case TypeCodec.VARIABLE_LENGTH -> variableLength(bits, size);
      case TypeCodec.ARRAY -> array(version, size);
      case 11 -> throw unsupported("datatype class 11 (complex)");
      default -> throw in.bad("has a datatype of an unknown class: class=" + typeClass);
    };
  }

  private static H5Exception unsupported(String what) {
    return new H5Exception(H5Error.UNSUPPORTED, what + " cannot be read");
  }

  private static ByteOrder order(int bits) {
    return (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private StringPadding padding(int code) throws H5Exception {
    if (code >= StringPadding.values().length) {
      throw in.bad("has a string with unknown padding: code=" + code);
    }
    return StringPadding.values()[code];
  }

  private StringCharset charset(int code) throws H5Exception {
    if (code >= StringCharset.values().length) {
      throw in.bad("has a string of an unknown character set: code=" + code);
    }
    return StringCharset.values()[code];
  }

  private H5Type floatingPoint(int bits, int size) throws H5Exception {
    if ((bits & 0x40) != 0) {
      throw unsupported("a float in VAX byte order");
    }
    int bitOffset = in.u2();
    int precision = in.u2();
    int exponentBit = in.u1();
    int exponentBits = in.u1();
    int mantissaBit = in.u1();
    int mantissaBits = in.u1();
    var exponent = new FloatLayout.Exponent(exponentBit, exponentBits, in.u4());
    var mantissa = new FloatLayout.Mantissa(mantissaBit, mantissaBits, bits >> 4 & 3);
    int signBit = bits >> 8 & 0xff;
    long end = 8L * size;
    if (signBit >= end
        || exponentBits < 1
        || exponentBit + exponentBits > end
        || mantissaBits < 1
        || mantissaBit + mantissaBits > end) {
      throw in.bad("has no float: %s %s size=%d".formatted(exponent, mantissa, size));
    }
    return new FloatType(
        size, order(bits), new FloatLayout(bitOffset, precision, signBit, exponent, mantissa));
  }

  private String tag(int length) throws H5Exception {
    byte[] bytes = in.raw(length);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** A name; before version 3 its place is a multiple of 8 bytes. */
  private String name(int version) throws H5Exception {
    int from = in.position();
    String name = in.zeroEnded();
    if (version < 3) {
      in.skip(-(in.position() - from) & 7);
    }
    return name;
  }

  private H5Type compound(int version, int count, int size) throws H5Exception {
    List<CompoundType.Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = name(version);
      long offset = in.uint(version < 3 ? 4 : TypeCodec.width(size));
      if (offset > size) {
        throw in.bad(
            "has a member outside its compound: member=%s offset=%d".formatted(name, offset));
      }
      int[] shape = version == 1 ? memberShape() : new int[0];
      H5Type type = decode();
      if (shape.length > 0) {
        type = new ArrayType(type, shape);
      }
      members.add(new CompoundType.Member(name, (int) offset, type));
    }
    return new CompoundType(size, members);
  }

  /** Version 1 had no array types: members were arrays themselves. */
  private int[] memberShape() throws H5Exception {
    int rank = in.u1();
    in.skip(3 + 4 + 4);
    int[] shape = new int[4];
    for (int d = 0; d < 4; d++) {
      shape[d] = (int) in.u4();
    }
    if (rank > 4) {
      throw in.bad("has a member of too many dimensions: rank=" + rank);
    }
    return Arrays.copyOf(shape, rank);
  }

  private H5Type reference(int kind, int size) throws H5Exception {
    if (kind > 1) {
      throw unsupported("a reference of HDF5 1.12 (type %d)".formatted(kind));
    }
    if (size != (kind == 0 ? 8 : 12)) {
      throw in.bad("has a reference of an unknown size: size=" + size);
    }
    return new ReferenceType(
        kind == 0 ? ReferenceType.Kind.OBJECT : ReferenceType.Kind.REGION, size);
  }

  private H5Type enumeration(int version, int count, int size) throws H5Exception {
    if (!(decode() instanceof IntegerType base) || base.size() != size) {
      throw in.bad("has an enum of another base: size=" + size);
    }
    if (size > 8) {
      throw unsupported("an enum of %d bytes".formatted(size));
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(name(version));
    }
    List<EnumType.Symbol> symbols = new ArrayList<>();
    for (String name : names) {
      symbols.add(new EnumType.Symbol(name, value(base)));
    }
    return new EnumType(base, symbols);
  }

  private long value(IntegerType base) throws H5Exception {
    byte[] bytes = in.raw(base.size());
    long value = 0;
    for (int i = 0; i < bytes.length; i++) {
      int at = base.order() == ByteOrder.BIG_ENDIAN ? i : bytes.length - 1 - i;
      value = value << 8 | (bytes[at] & 0xff);
    }
    int unused = 64 - 8 * bytes.length;
    return base.signed() ? value << unused >> unused : value;
  }

  private H5Type variableLength(int bits, int size) throws H5Exception {
    if (size != VlenType.SIZE) {
      throw in.bad("has a variable-length type of an unknown size: size=" + size);
    }
    H5Type base = decode();
    return switch (bits & 15) {
      case 0 -> new VlenType(base);
      case 1 -> new VlenStringType(padding(bits >> 4 & 15), charset(bits >> 8 & 15));
      default -> throw in.bad("has an unknown variable-length type: type=" + (bits & 15));
    };
  }

  private H5Type array(int version, int size) throws H5Exception {
    int rank = in.u1();
    if (rank < 1 || rank > Dataspace.MAX_RANK) {
      throw in.bad("has an array type of too many dimensions: rank=" + rank);
    }
    if (version < 3) {
      in.skip(3);
    }
    int[] shape = new int[rank];
    for (int d = 0; d < rank; d++) {
      shape[d] = (int) in.u4();
    }
    if (version < 3) {
      in.skip(4L * rank);
    }
    ArrayType type = new ArrayType(decode(), shape);
    if (type.size() != size) {
      throw in.bad("has an array type of another size: size=%d type=%s".formatted(size, type));
    }
    return type;
  }
}
