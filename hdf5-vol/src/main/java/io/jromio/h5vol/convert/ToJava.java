package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Java's values from elements. */
final class ToJava {
  private ToJava() {}

  /** One array, with a Java value for each element. */
  static Object array(Elements elements) {
    return switch (elements.type()) {
      case IntegerType type -> numbers(elements, component(type));
      case FloatType type -> numbers(elements, component(type));
      case BitfieldType type -> bits(elements, type);
      case EnumType type ->
          Natives.isBoolean(type) ? booleans(elements, type) : names(elements, type);
      case StringType type -> texts(elements, type);
      case VlenStringType _ -> texts(elements);
      case OpaqueType _ -> rawBytes(elements);
      case ReferenceType type -> type.size() == Long.BYTES ? little(elements) : rawBytes(elements);
      case CompoundType type -> maps(elements, type);
      case ArrayType type -> arrays(elements, type);
      case VlenType type -> sequences(elements, type);
    };
  }

  /** The class of the array that {@link #array} makes of such elements. */
  private static Class<?> arrayClass(H5Type type) {
    return array(new Elements(type, MemorySegment.ofArray(new byte[0]), new Blobs())).getClass();
  }

  private static Class<?> component(IntegerType type) {
    int bits = type.precision() + (type.signed() ? 0 : 1);
    if (type.signed() && bits <= 8) {
      return byte.class;
    }
    if (type.signed() && bits <= 16) {
      return short.class;
    }
    return bits <= 32 ? int.class : long.class;
  }

  private static Class<?> component(FloatType type) {
    return type.size() <= Float.BYTES ? float.class : double.class;
  }

  private static Object numbers(Elements elements, Class<?> component) {
    Object array = Array.newInstance(component, count(elements));
    H5Type target =
        elements.type() instanceof IntegerType type && component == long.class && !type.signed()
            ? H5Type.U64.order(ByteOrder.nativeOrder())
            : Natives.of(component);
    MemorySegment place = Natives.segment(array);
    Natives.convert(elements, target, new TypeConversion.Place(place, 0), elements.blobs());
    return array;
  }

  private static int count(Elements elements) {
    if (elements.count() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "too large for Java's arrays, use a MemorySegment: elements=" + elements.count());
    }
    return (int) elements.count();
  }

  private static Object bits(Elements elements, BitfieldType type) {
    if (type.size() > Long.BYTES) {
      return rawBytes(elements);
    }
    IntegerType integer =
        new IntegerType(type.size(), false, type.order(), type.bitOffset(), type.precision());
    return array(new Elements(integer, elements.bytes(), elements.blobs()));
  }

  private static boolean[] booleans(Elements elements, EnumType type) {
    long[] values = values(elements, type);
    boolean[] booleans = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      booleans[i] = values[i] != 0;
    }
    return booleans;
  }

  /** Values of enums; large unsigned ones are negative. */
  private static long[] values(Elements elements, EnumType type) {
    long[] values = new long[count(elements)];
    H5Type target = type.base().signed() ? H5Type.I64 : H5Type.U64;
    Natives.convert(
        elements,
        target.order(ByteOrder.nativeOrder()),
        new TypeConversion.Place(MemorySegment.ofArray(values), 0),
        elements.blobs());
    return values;
  }

  private static String[] names(Elements elements, EnumType type) {
    Map<Long, String> known = new HashMap<>();
    for (EnumType.Symbol symbol : type.symbols()) {
      known.put(symbol.value(), symbol.name());
    }
    long[] values = values(elements, type);
    String[] names = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      names[i] = known.getOrDefault(values[i], number(values[i], type));
    }
    return names;
  }

  private static String number(long value, EnumType type) {
    return type.base().signed() ? Long.toString(value) : Long.toUnsignedString(value);
  }

  private static String[] texts(Elements elements, StringType type) {
    String[] texts = new String[count(elements)];
    for (int i = 0; i < texts.length; i++) {
      long at = (long) i * type.size();
      long length = Text.length(elements.bytes(), at, type.size(), type.padding());
      texts[i] = text(elements.bytes().asSlice(at, length));
    }
    return texts;
  }

  /** What is behind a zero byte was never meant: C stops there. */
  private static String[] texts(Elements elements) {
    MemoryBlobs store = new MemoryBlobs(elements.blobs());
    String[] texts = new String[count(elements)];
    for (int i = 0; i < texts.length; i++) {
      long at = (long) i * VlenType.SIZE;
      String text = text(store.get(elements.bytes(), at, store.length(elements.bytes(), at)));
      int end = text.indexOf('\0');
      texts[i] = end < 0 ? text : text.substring(0, end);
    }
    return texts;
  }

  private static String text(MemorySegment bytes) {
    return new String(bytes.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private static byte[][] rawBytes(Elements elements) {
    int size = elements.type().size();
    byte[][] rows = new byte[count(elements)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = elements.bytes().asSlice((long) i * size, size).toArray(ValueLayout.JAVA_BYTE);
    }
    return rows;
  }

  /** Object references: tokens. */
  private static long[] little(Elements elements) {
    return elements
        .bytes()
        .toArray(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
  }

  private static Object[] maps(Elements elements, CompoundType type) {
    Object[] maps = new Object[count(elements)];
    for (int i = 0; i < maps.length; i++) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (CompoundType.Member member : type.members()) {
        long at = (long) i * type.size() + member.offset();
        MemorySegment bytes = elements.bytes().asSlice(at, member.type().size());
        Object one = array(new Elements(member.type(), bytes, elements.blobs()));
        map.put(member.name(), Array.get(one, 0));
      }
      maps[i] = map;
    }
    return maps;
  }

  private static Object arrays(Elements elements, ArrayType type) {
    Object rows = Array.newInstance(arrayClass(type.base()), count(elements));
    for (int i = 0; i < Array.getLength(rows); i++) {
      MemorySegment bytes = elements.bytes().asSlice((long) i * type.size(), type.size());
      Array.set(rows, i, array(new Elements(type.base(), bytes, elements.blobs())));
    }
    return rows;
  }

  private static Object sequences(Elements elements, VlenType type) {
    MemoryBlobs store = new MemoryBlobs(elements.blobs());
    Object rows = Array.newInstance(arrayClass(type.base()), count(elements));
    for (int i = 0; i < Array.getLength(rows); i++) {
      long at = (long) i * VlenType.SIZE;
      long bytes = Math.multiplyExact(store.length(elements.bytes(), at), type.base().size());
      MemorySegment row = store.get(elements.bytes(), at, bytes);
      Array.set(rows, i, array(new Elements(type.base(), row, elements.blobs())));
    }
    return rows;
  }
}
