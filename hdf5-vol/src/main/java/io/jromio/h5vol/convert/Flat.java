package io.jromio.h5vol.convert;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Java's arrays of arrays as one array, in row-major order. */
final class Flat {
  private Flat() {}

  /** Elements of a rectangular array of any depth. */
  static int length(Object array) {
    long length = 1;
    Object level = array;
    while (level instanceof Object[] rows && isArrays(rows)) {
      length *= rows.length;
      if (length == 0) {
        return 0;
      }
      level = requireRow(rows[0]);
    }
    length *= Array.getLength(level);
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "too large for Java's arrays, use a MemorySegment: elements=" + length);
    }
    return (int) length;
  }

  private static Object requireRow(@Nullable Object row) {
    if (row == null) {
      throw new IllegalArgumentException("row missing: row=null");
    }
    return row;
  }

  private static boolean isArrays(Object[] rows) {
    return rows.getClass().getComponentType().isArray()
        || (rows.length > 0 && rows[0] != null && rows[0].getClass().isArray());
  }

  /** One array with all elements; unboxed where all are boxed alike. */
  static Object of(Object[] array) {
    Object level = array;
    while (level instanceof Object[] rows && isArrays(rows)) {
      if (rows.length == 0) {
        Class<?> leaf = rows.getClass();
        while (leaf.isArray()) {
          leaf = leaf.getComponentType();
        }
        return Array.newInstance(leaf, 0);
      }
      level = requireRow(rows[0]);
    }
    Object flat = Array.newInstance(leaf(level), length(array));
    long end = gather(array, flat, 0);
    if (end != Array.getLength(flat)) {
      throw new IllegalArgumentException(
          "rows of several lengths: elements=%d expected=%d".formatted(end, Array.getLength(flat)));
    }
    return flat;
  }

  private static Class<?> leaf(Object row) {
    Class<?> component = row.getClass().getComponentType();
    if (component.isPrimitive() || component == String.class) {
      return component;
    }
    Object first = Array.getLength(row) == 0 ? null : Array.get(row, 0);
    return switch (first) {
      case Byte _ -> byte.class;
      case Short _ -> short.class;
      case Character _ -> char.class;
      case Integer _ -> int.class;
      case Long _ -> long.class;
      case Float _ -> float.class;
      case Double _ -> double.class;
      case Boolean _ -> boolean.class;
      case String _ -> String.class;
      case null, default ->
          throw new IllegalArgumentException("no elements: class=" + component.getName());
    };
  }

  private static int gather(Object array, Object flat, int at) {
    if (array instanceof Object[] rows && isArrays(rows)) {
      int next = at;
      int length = -1;
      for (Object row : rows) {
        int end = gather(requireRow(row), flat, next);
        if (length >= 0 && end - next != length) {
          throw new IllegalArgumentException(
              "rows of several lengths: %d and %d".formatted(length, end - next));
        }
        length = end - next;
        next = end;
      }
      return next;
    }
    int length = Array.getLength(array);
    if (length > Array.getLength(flat) - at) {
      throw new IllegalArgumentException(
          "rows of several lengths: elements=%d left=%d"
              .formatted(length, Array.getLength(flat) - at));
    }
    if (array.getClass().getComponentType() == flat.getClass().getComponentType()) {
      System.arraycopy(array, 0, flat, at, length);
    } else {
      for (int i = 0; i < length; i++) {
        Array.set(flat, at + i, Array.get(array, i));
      }
    }
    return at + length;
  }

  /** The other way: puts the elements of {@code flat} into the rows. */
  static int scatter(Object flat, Object array, int at) {
    if (array instanceof Object[] rows && isArrays(rows)) {
      int next = at;
      for (Object row : rows) {
        next = scatter(flat, requireRow(row), next);
      }
      return next;
    }
    int length = Array.getLength(array);
    if (array.getClass() == flat.getClass()) {
      System.arraycopy(flat, at, array, 0, length);
    } else if (array instanceof Object[] objects) {
      for (int i = 0; i < length; i++) {
        objects[i] = boxed(Array.get(flat, at + i), objects.getClass().getComponentType());
      }
    } else {
      throw mismatch(flat, array.getClass());
    }
    return at + length;
  }

  private static Object boxed(Object value, Class<?> wanted) {
    if (!wanted.isInstance(value)) {
      throw mismatch(value, wanted);
    }
    return value;
  }

  private static IllegalArgumentException mismatch(Object values, Class<?> wanted) {
    return new IllegalArgumentException(
        "array of another class: array=%s elements=%s"
            .formatted(wanted.getName(), values.getClass().getName()));
  }
}
