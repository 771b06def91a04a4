package io.jromio.bench.h5;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Compares elements of two files: numbers by value, whatever their size and byte order; strings and
 * opaque elements byte by byte; enums by name; references by the names of what they lead to; arrays
 * and structs part by part.
 *
 * @source h5diff 1.10.8 (behaviour)
 */
final class Comparison {
  /**
   * When numbers differ.
   *
   * @param delta by more than this, if not negative
   * @param relative by more than this part of the first, if not negative
   */
  record Tolerance(double delta, double relative) {
    static final Tolerance NONE = new Tolerance(-1, -1);

    boolean isExceeded(double first, double second) {
      double difference = Math.abs(first - second);
      if (delta >= 0) {
        return !(difference <= delta);
      }
      if (relative >= 0) {
        return !(difference <= relative * Math.abs(first));
      }
      return true;
    }
  }

  /** Takes what differs: both values and how much, as text. */
  interface Sink {
    void differ(String first, String second, String difference);
  }

  /** Elements in memory, with the names of what references lead to. */
  record Side(MemorySegment bytes, Blobs blobs, ObjectTable table) {}

  private final Side first;
  private final Side second;
  private final Tolerance tolerance;
  private final Sink sink;
  private long differences;

  Comparison(Side first, Side second, Tolerance tolerance, Sink sink) {
    this.first = first;
    this.second = second;
    this.tolerance = tolerance;
    this.sink = sink;
  }

  long differences() {
    return differences;
  }

  /** Why elements of two types cannot be compared; empty if they can. */
  static String obstacle(H5Type a, H5Type b) {
    if (!className(a).equals(className(b))) {
      return "is of class %s and is of class %s".formatted(className(a), className(b));
    }
    return switch (a) {
      case IntegerType one when one.signed() != ((IntegerType) b).signed() ->
          "has sign %s and has sign %s".formatted(sign(one), sign((IntegerType) b));
      case OpaqueType one when one.size() != b.size() ->
          "has %d bytes and has %d bytes".formatted(one.size(), b.size());
      case ArrayType one when !Arrays.equals(one.shape(), ((ArrayType) b).shape()) ->
          "has arrays %s and has arrays %s"
              .formatted(Arrays.toString(one.shape()), Arrays.toString(((ArrayType) b).shape()));
      case ArrayType one -> obstacle(one.base(), ((ArrayType) b).base());
      case VlenType one -> obstacle(one.base(), ((VlenType) b).base());
      case CompoundType one -> members(one, (CompoundType) b);
      case ReferenceType one when one.kind() != ((ReferenceType) b).kind() ->
          "has %s references and has %s references"
              .formatted(one.kind(), ((ReferenceType) b).kind());
      default -> "";
    };
  }

  private static String members(CompoundType a, CompoundType b) {
    if (a.members().size() != b.members().size()) {
      return "has %d members and has %d members".formatted(a.members().size(), b.members().size());
    }
    for (int i = 0; i < a.members().size(); i++) {
      CompoundType.Member one = a.members().get(i);
      CompoundType.Member other = b.members().get(i);
      if (!one.name().equals(other.name())) {
        return "has member %s and has member %s".formatted(one.name(), other.name());
      }
      String obstacle = obstacle(one.type(), other.type());
      if (!obstacle.isEmpty()) {
        return "in member %s: %s".formatted(one.name(), obstacle);
      }
    }
    return "";
  }

  private static String sign(IntegerType type) {
    return type.signed() ? "H5T_SGN_2" : "H5T_SGN_NONE";
  }

  private static String className(H5Type type) {
    return switch (type) {
      case IntegerType integer -> "H5T_INTEGER";
      case FloatType real -> "H5T_FLOAT";
      case BitfieldType bits -> "H5T_BITFIELD";
      case StringType string -> "H5T_STRING";
      case VlenStringType string -> "H5T_STRING";
      case OpaqueType opaque -> "H5T_OPAQUE";
      case CompoundType compound -> "H5T_COMPOUND";
      case EnumType symbols -> "H5T_ENUM";
      case ArrayType array -> "H5T_ARRAY";
      case VlenType vlen -> "H5T_VLEN";
      case ReferenceType reference -> "H5T_REFERENCE";
    };
  }

  /** Compares one element; the types go together. */
  void compare(H5Type a, long atA, H5Type b, long atB) {
    switch (a) {
      case IntegerType one -> integers(one, atA, (IntegerType) b, atB);
      case FloatType one ->
          reals(
              Scalars.real(one, first.bytes, atA), Scalars.real((FloatType) b, second.bytes, atB));
      case StringType one -> strings(string(a, first, atA), string(b, second, atB));
      case VlenStringType one -> strings(string(a, first, atA), string(b, second, atB));
      case CompoundType one -> {
        CompoundType other = (CompoundType) b;
        for (int i = 0; i < one.members().size(); i++) {
          CompoundType.Member left = one.members().get(i);
          CompoundType.Member right = other.members().get(i);
          compare(left.type(), atA + left.offset(), right.type(), atB + right.offset());
        }
      }
      case ArrayType one -> {
        H5Type base = ((ArrayType) b).base();
        for (int i = 0; i < one.length(); i++) {
          long left = atA + (long) i * one.base().size();
          compare(one.base(), left, base, atB + (long) i * base.size());
        }
      }
      case VlenType one -> sequences(one, atA, (VlenType) b, atB);
      case EnumType one ->
          texts(symbol(one, first.bytes, atA), symbol((EnumType) b, second.bytes, atB));
      case ReferenceType one when one.kind() == ReferenceType.Kind.OBJECT ->
          texts(name(first, atA), name(second, atB));
      case ReferenceType one -> bytes(one.size(), atA, b.size(), atB);
      case BitfieldType one -> bytes(one.size(), atA, b.size(), atB);
      case OpaqueType one -> bytes(one.size(), atA, b.size(), atB);
    }
  }

  private void integers(IntegerType a, long atA, IntegerType b, long atB) {
    if (Scalars.isPlain(a) && Scalars.isPlain(b)) {
      if (Scalars.plain(a, first.bytes, atA) == Scalars.plain(b, second.bytes, atB)) {
        return;
      }
    }
    BigInteger one = Scalars.integer(a, first.bytes, atA);
    BigInteger other = Scalars.integer(b, second.bytes, atB);
    if (!one.equals(other) && tolerance.isExceeded(one.doubleValue(), other.doubleValue())) {
      found(one.toString(), other.toString(), one.subtract(other).abs().toString());
    }
  }

  private void reals(double one, double other) {
    boolean equal = one == other || (Double.isNaN(one) && Double.isNaN(other));
    if (!equal && tolerance.isExceeded(one, other)) {
      found(
          CNumbers.general(one), CNumbers.general(other), CNumbers.general(Math.abs(one - other)));
    }
  }

  private void found(String one, String other, String difference) {
    differences++;
    sink.differ(one, other, difference);
  }

  private void texts(String one, String other) {
    if (!one.equals(other)) {
      found(one, other, "");
    }
  }

  /** Counts the bytes that differ, as h5diff does. */
  private void strings(byte[] one, byte[] other) {
    int length = Math.max(one.length, other.length);
    long different = 0;
    for (int i = 0; i < length; i++) {
      if (i >= one.length || i >= other.length || one[i] != other[i]) {
        different++;
      }
    }
    if (different > 0) {
      found(new String(one, StandardCharsets.UTF_8), new String(other, StandardCharsets.UTF_8), "");
      differences += different - 1;
    }
  }

  private void bytes(int sizeA, long atA, int sizeB, long atB) {
    for (int i = 0; i < Math.max(sizeA, sizeB); i++) {
      int one = i < sizeA ? first.bytes.get(ValueLayout.JAVA_BYTE, atA + i) & 0xff : 0;
      int other = i < sizeB ? second.bytes.get(ValueLayout.JAVA_BYTE, atB + i) & 0xff : 0;
      if (one != other) {
        found(
            Integer.toString(one),
            Integer.toString(other),
            Integer.toString(Math.abs(one - other)));
      }
    }
  }

  private void sequences(VlenType a, long atA, VlenType b, long atB) {
    byte[] one = ElementText.sequence(first.bytes, atA, a.base().size(), first.blobs);
    byte[] other = ElementText.sequence(second.bytes, atB, b.base().size(), second.blobs);
    int lengthA = one.length / a.base().size();
    int lengthB = other.length / b.base().size();
    if (lengthA != lengthB) {
      found(lengthA + " elements", lengthB + " elements", "");
      return;
    }
    Comparison inner =
        new Comparison(
            new Side(MemorySegment.ofArray(one), first.blobs, first.table),
            new Side(MemorySegment.ofArray(other), second.blobs, second.table),
            tolerance,
            sink);
    for (int i = 0; i < lengthA; i++) {
      inner.compare(a.base(), (long) i * a.base().size(), b.base(), (long) i * b.base().size());
    }
    differences += inner.differences;
  }

  /** The bytes of a string without what only fills its place. */
  private static byte[] string(H5Type type, Side side, long at) {
    if (type instanceof VlenStringType) {
      byte[] content = ElementText.sequence(side.bytes, at, 1, side.blobs);
      return Arrays.copyOf(content, end(content, (byte) 0));
    }
    StringType fixed = (StringType) type;
    byte[] content = side.bytes.asSlice(at, fixed.size()).toArray(ValueLayout.JAVA_BYTE);
    if (fixed.padding() == StringPadding.SPACE_PADDED) {
      int length = content.length;
      while (length > 0 && content[length - 1] == ' ') {
        length--;
      }
      return Arrays.copyOf(content, length);
    }
    return Arrays.copyOf(content, end(content, (byte) 0));
  }

  private static int end(byte[] content, byte mark) {
    int length = 0;
    while (length < content.length && content[length] != mark) {
      length++;
    }
    return length;
  }

  private static String symbol(EnumType type, MemorySegment bytes, long at) {
    BigInteger value = Scalars.integer(type.base(), bytes, at);
    for (EnumType.Symbol symbol : type.symbols()) {
      if (symbol.value() == value.longValue()) {
        return symbol.name();
      }
    }
    return value.toString();
  }

  private static String name(Side side, long at) {
    long token = Scalars.word(side.bytes, at);
    if (token == 0) {
      return "NULL";
    }
    ObjectTable.Known known = side.table.known(new ObjectToken(token));
    return known == null ? "UNKNOWN" : ObjectTable.absolute(known.path());
  }
}
