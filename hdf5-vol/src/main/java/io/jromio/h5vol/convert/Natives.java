package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/** The types of what lies in Java's arrays of primitives. */
final class Natives {
  private Natives() {}

  /** Of {@code array}, a Java array of primitives without booleans; shares its memory. */
  static MemorySegment segment(Object array) {
    return switch (array) {
      case byte[] bytes -> MemorySegment.ofArray(bytes);
      case short[] shorts -> MemorySegment.ofArray(shorts);
      case char[] chars -> MemorySegment.ofArray(chars);
      case int[] ints -> MemorySegment.ofArray(ints);
      case long[] longs -> MemorySegment.ofArray(longs);
      case float[] floats -> MemorySegment.ofArray(floats);
      case double[] doubles -> MemorySegment.ofArray(doubles);
      default ->
          throw new IllegalArgumentException(
              "no array of numbers: class=" + array.getClass().getName());
    };
  }

  static boolean isNumbers(Object value) {
    return value.getClass().isArray() && isNumber(value.getClass().getComponentType());
  }

  static boolean isNumber(Class<?> component) {
    return component.isPrimitive() && component != boolean.class;
  }

  /** In the machine's byte order. */
  static H5Type of(Class<?> primitive) {
    H5Type type;
    if (primitive == byte.class) {
      type = H5Type.I8;
    } else if (primitive == short.class) {
      type = H5Type.I16;
    } else if (primitive == char.class) {
      type = H5Type.U16;
    } else if (primitive == int.class) {
      type = H5Type.I32;
    } else if (primitive == long.class) {
      type = H5Type.I64;
    } else if (primitive == float.class) {
      type = H5Type.F32;
    } else if (primitive == double.class) {
      type = H5Type.F64;
    } else {
      throw new IllegalArgumentException("no number: class=" + primitive.getName());
    }
    return type.order(ByteOrder.nativeOrder());
  }

  /**
   * What primitives mean where {@code hint} is expected: as they are for numbers, with the sign of
   * the hint if it has as many bytes; the values themselves of enums, bitfields and references; the
   * parts of arrays. Bytes may be anything that has no variable parts.
   */
  static H5Type of(Class<?> primitive, H5Type hint) {
    H5Type natural = of(primitive);
    boolean integer = natural instanceof IntegerType;
    boolean sameSize = integer && hint.size() == natural.size();
    return switch (hint) {
      case IntegerType type
          when sameSize && type.bitOffset() == 0 && type.precision() == 8 * type.size() ->
          type.order(ByteOrder.nativeOrder());
      case EnumType type when sameSize -> type.order(ByteOrder.nativeOrder());
      case BitfieldType type when sameSize -> type.order(ByteOrder.nativeOrder());
      case ReferenceType type when sameSize && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ->
          type;
      case ArrayType type when primitive != byte.class || isPlain(type.base()) ->
          new ArrayType(of(primitive, type.base()), type.shape());
      case StringType _, OpaqueType _, CompoundType _, ArrayType _, ReferenceType _
          when primitive == byte.class && !hint.hasVlen() ->
          hint;
      default -> natural;
    };
  }

  private static boolean isPlain(H5Type type) {
    return type instanceof IntegerType || type instanceof FloatType;
  }

  /** Whether it is what is made of booleans. */
  static boolean isBoolean(EnumType type) {
    return type.symbols().size() == 2
        && type.symbols().contains(new EnumType.Symbol("FALSE", 0))
        && type.symbols().contains(new EnumType.Symbol("TRUE", 1));
  }

  /** Room for elements, all zero. */
  static MemorySegment room(long count, H5Type type) {
    long bytes = Math.multiplyExact(count, type.size());
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "too large for Java's arrays, use a MemorySegment: elements=%d type=%s"
              .formatted(count, type));
    }
    return MemorySegment.ofArray(new byte[(int) bytes]);
  }

  /** The same elements in another type; themselves if it is theirs. */
  static Elements converted(Elements elements, H5Type type) {
    if (elements.type().equals(type)) {
      return elements;
    }
    MemorySegment target = room(elements.count(), type);
    Blobs blobs = new Blobs();
    convert(elements, type, new TypeConversion.Place(target, 0), blobs);
    return new Elements(type, target, blobs);
  }

  /** Puts elements of another type where there is room. */
  static void convert(Elements elements, H5Type type, TypeConversion.Place target, Blobs blobs) {
    try {
      TypeConversion.between(elements.type(), type)
          .convert(
              new TypeConversion.Place(elements.bytes(), 0),
              target,
              elements.count(),
              new MemoryBlobs(elements.blobs()),
              new MemoryBlobs(blobs));
    } catch (H5Exception e) {
      throw new IllegalArgumentException(e.detail(), e);
    }
  }
}
