package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Elements from Java's values; all variable parts go to the same blobs. */
final class FromJava {
  private static final ValueLayout.OfLong LITTLE_ENDIAN_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Blobs blobs = new Blobs();
  private final MemoryBlobs store = new MemoryBlobs(blobs);

  Elements elements(Object value, H5Type hint) {
    if (value instanceof MemorySegment segment) {
      return new Elements(hint, segment, blobs);
    }
    if (hint instanceof VlenType sequence) {
      return sequences(value, sequence);
    }
    if (hint instanceof ArrayType array) {
      Elements flat = elements(value, array.base());
      return new Elements(new ArrayType(flat.type(), array.shape()), flat.bytes(), blobs);
    }
    if (Natives.isNumbers(value)) {
      H5Type type = Natives.of(value.getClass().getComponentType(), hint);
      return new Elements(type, Natives.segment(value), blobs);
    }
    return switch (value) {
      case boolean[] booleans -> booleans(booleans);
      case String[] texts -> texts(texts, hint);
      case String text -> texts(new String[] {text}, hint);
      case Map<?, ?> members -> compounds(new Object[] {members}, hint);
      case Object[] parts -> parts(parts, hint);
      default -> elements(single(value), hint);
    };
  }

  /** An array with one boxed value. */
  private static Object single(Object value) {
    Object array =
        switch (value) {
          case Byte _ -> new byte[1];
          case Short _ -> new short[1];
          case Character _ -> new char[1];
          case Integer _ -> new int[1];
          case Long _ -> new long[1];
          case Float _ -> new float[1];
          case Double _ -> new double[1];
          case Boolean _ -> new boolean[1];
          default ->
              throw new IllegalArgumentException(
                  "no elements: class=" + value.getClass().getName());
        };
    Array.set(array, 0, value);
    return array;
  }

  private Elements booleans(boolean[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) (values[i] ? 1 : 0);
    }
    return new Elements(H5Type.BOOL, MemorySegment.ofArray(bytes), blobs);
  }

  /** Strings of variable length, or symbols of an enum. */
  private Elements texts(String[] texts, H5Type hint) {
    if (hint instanceof EnumType symbols) {
      return symbols(texts, symbols);
    }
    MemorySegment slots = Natives.room(texts.length, H5Type.STRING);
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] == null) {
        throw new IllegalArgumentException("no text: index=%d value=null".formatted(i));
      }
      byte[] bytes = texts[i].getBytes(StandardCharsets.UTF_8);
      store.put(bytes.length, MemorySegment.ofArray(bytes), slots, (long) i * VlenType.SIZE);
    }
    return new Elements(H5Type.STRING, slots, blobs);
  }

  private Elements symbols(String[] names, EnumType type) {
    long[] values = new long[names.length];
    for (int i = 0; i < names.length; i++) {
      values[i] = value(names[i], type);
    }
    EnumType wide = new EnumType(IntegerType.of(Long.BYTES, true), type.symbols());
    MemorySegment bytes = Natives.room(names.length, wide);
    for (int i = 0; i < names.length; i++) {
      bytes.set(LITTLE_ENDIAN_LONG, (long) i * Long.BYTES, values[i]);
    }
    return new Elements(wide, bytes, blobs);
  }

  private static long value(String name, EnumType type) {
    for (EnumType.Symbol symbol : type.symbols()) {
      if (symbol.name().equals(name)) {
        return symbol.value();
      }
    }
    throw new IllegalArgumentException("no such symbol: name=%s type=%s".formatted(name, type));
  }

  /** Each row is one element; a row alone is one element, too. */
  private Elements sequences(Object value, VlenType hint) {
    boolean several = value instanceof Object[] && !(value instanceof String[]);
    Object[] rows = several ? (Object[]) value : new Object[] {value};
    H5Type base = null;
    MemorySegment slots = Natives.room(rows.length, hint);
    for (int i = 0; i < rows.length; i++) {
      Elements row = elements(rows[i], hint.base());
      if (base != null && !base.equals(row.type())) {
        throw new IllegalArgumentException(
            "rows of several types: %s and %s at index=%d".formatted(base, row.type(), i));
      }
      base = row.type();
      store.put(row.count(), row.bytes(), slots, (long) i * VlenType.SIZE);
    }
    return new Elements(base == null ? hint : new VlenType(base), slots, blobs);
  }

  /** Boxed values, compounds, or the rows of an array of several dimensions. */
  private Elements parts(Object[] parts, H5Type hint) {
    if (parts.length == 0) {
      return new Elements(hint, Natives.room(0, hint), blobs);
    }
    if (parts[0] instanceof Map<?, ?>) {
      return compounds(parts, hint);
    }
    return elements(Flat.of(parts), hint);
  }

  /** Members by name; those that are missing are zero. */
  private Elements compounds(Object[] values, H5Type hint) {
    if (!(hint instanceof CompoundType type)) {
      throw new IllegalArgumentException("a map is a compound only: type=" + hint);
    }
    MemorySegment bytes = Natives.room(values.length, type);
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] instanceof Map<?, ?> members)) {
        throw new IllegalArgumentException(
            "no compound: index=%d class=%s".formatted(i, values[i].getClass().getName()));
      }
      for (var entry : members.entrySet()) {
        member(String.valueOf(entry.getKey()), entry.getValue(), type)
            .store(bytes, (long) i * type.size());
      }
    }
    return new Elements(type, bytes, blobs);
  }

  /** A member on its way into a compound. */
  private record Filled(CompoundType.Member member, Elements value, Blobs blobs) {
    void store(MemorySegment bytes, long offset) {
      TypeConversion.Place place = new TypeConversion.Place(bytes, offset + member.offset());
      Natives.convert(value, member.type(), place, blobs);
    }
  }

  private Filled member(String name, Object value, CompoundType type) {
    CompoundType.Member member =
        type.member(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no such member: name=%s type=%s".formatted(name, type)));
    Elements elements = elements(value, member.type());
    if (elements.count() != 1) {
      throw new IllegalArgumentException(
          "no single element: member=%s elements=%d".formatted(member, elements.count()));
    }
    return new Filled(member, elements, blobs);
  }
}
