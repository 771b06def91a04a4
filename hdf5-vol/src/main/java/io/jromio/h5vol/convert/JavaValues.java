package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;

/**
 * Java's values as elements, and back. A {@code MemorySegment} is taken as it is, in the type that
 * is expected, and so are {@link Elements}; both may be of any size, all else up to 2 GiB. Arrays
 * of primitives are used in place, in the machine's byte order. All else is copied:
 *
 * <table>
 * <caption>Java and HDF5</caption>
 * <tr><th>Java<th>elements
 * <tr><td>{@code byte[]} ... {@code double[]}, {@code char[]}<td>numbers; integers that are
 *     expected unsigned, of as many bytes, are taken as unsigned. Values of enums, bitfields and
 *     references where those are expected. {@code byte[]} also strings, opaque, compounds
 * <tr><td>{@code boolean[]}<td>{@link H5Type#BOOL}
 * <tr><td>{@code String}, {@code String[]}<td>{@link H5Type#STRING}; names of symbols where an enum
 *     is expected
 * <tr><td>boxed values and arrays of them<td>as arrays of primitives
 * <tr><td>arrays of arrays<td>sequences where {@link VlenType} is expected, one for each row; else
 *     all rows one after the other, which must be of equal length
 * <tr><td>{@code Map} and arrays of it<td>compounds, by names of members
 * </table>
 */
public final class JavaValues {
  private JavaValues() {}

  /**
   * The elements of {@code value}, in the type that is natural to it.
   *
   * @param hint the type of the dataset or attribute
   * @throws IllegalArgumentException if such a value has no type
   */
  public static Elements elements(Object value, H5Type hint) {
    return value instanceof Elements elements ? elements : new FromJava().elements(value, hint);
  }

  /**
   * A place to read into, with as many elements as {@code target} has: the array itself if it is
   * one of primitives, or a MemorySegment or Elements; else new memory, from which {@link #fill}
   * takes them.
   *
   * @param hint the type of the dataset or attribute
   * @throws IllegalArgumentException if it cannot be read into
   */
  public static Elements room(Object target, H5Type hint) {
    if (target instanceof Elements elements) {
      return elements;
    }
    if (target instanceof MemorySegment segment) {
      return new Elements(hint, segment, new Blobs());
    }
    if (!target.getClass().isArray()) {
      throw new IllegalArgumentException(
          "nothing to read into: class=" + target.getClass().getName());
    }
    if (Natives.isNumbers(target)) {
      return elements(target, hint);
    }
    boolean rows = isRows(hint) && target instanceof Object[];
    long count = rows ? Array.getLength(target) : Flat.length(target);
    H5Type type = rows ? hint : wanted(target, hint);
    return new Elements(type, Natives.room(count, type), new Blobs());
  }

  /** Whether an element of the type is an array in Java. */
  private static boolean isRows(H5Type type) {
    return type instanceof VlenType || type instanceof ArrayType || type instanceof OpaqueType;
  }

  /** The type in which elements go into an array. */
  private static H5Type wanted(Object target, H5Type source) {
    Class<?> leaf = leaf(target);
    if (leaf == boolean.class) {
      return H5Type.BOOL;
    }
    return Natives.isNumber(leaf) ? Natives.of(leaf, source) : source;
  }

  /**
   * Fills {@code target}, an array, from what was read into elements; they are converted to what
   * the array holds. Rows of sequences are replaced. {@code Object[]} takes what {@link #value}
   * makes of each.
   *
   * @throws IllegalArgumentException if they cannot be converted, or the numbers of elements differ
   */
  public static void fill(Object target, Elements source) {
    if (target.equals(source.bytes()) || target instanceof Elements) {
      return;
    }
    if (target instanceof MemorySegment segment) {
      segment.copyFrom(source.bytes());
      return;
    }
    if (!target.getClass().isArray()) {
      throw new IllegalArgumentException(
          "nothing to read into: class=" + target.getClass().getName());
    }
    if (target instanceof Object[] rows && isRows(source.type())) {
      requireCount(rows.length, source);
      fillRows(rows, source);
      return;
    }
    int length = Flat.length(target);
    requireCount(length, source);
    if (Natives.isNumbers(target)) {
      numbers(target, source);
      return;
    }
    Flat.scatter(flat(target, length, source), target, 0);
  }

  /** What goes into the rows of an array, or where it is not one of primitives. */
  private static Object flat(Object target, int length, Elements source) {
    if (!Natives.isNumber(leaf(target))) {
      return ToJava.array(Natives.converted(source, wanted(target, source.type())));
    }
    Object numbers = Array.newInstance(leaf(target), length);
    numbers(numbers, source);
    return numbers;
  }

  private static Class<?> leaf(Object array) {
    Class<?> leaf = array.getClass();
    while (leaf.isArray()) {
      leaf = leaf.getComponentType();
    }
    return leaf;
  }

  private static void numbers(Object target, Elements source) {
    MemorySegment place = Natives.segment(target);
    if (source.bytes().heapBase().filter(base -> base == target).isPresent()) {
      return;
    }
    H5Type type = Natives.of(target.getClass().getComponentType(), source.type());
    Natives.convert(source, type, new TypeConversion.Place(place, 0), source.blobs());
  }

  private static void requireCount(int length, Elements source) {
    if (length != source.count()) {
      throw new IllegalArgumentException(
          "array of another length: array=%d elements=%d".formatted(length, source.count()));
    }
  }

  private static void fillRows(Object[] rows, Elements source) {
    Class<?> leaf = leaf(rows);
    H5Type type = source.type();
    if (Natives.isNumber(leaf) && type instanceof VlenType sequence) {
      type = new VlenType(Natives.of(leaf, sequence.base()));
    } else if (Natives.isNumber(leaf) && type instanceof ArrayType array) {
      type = new ArrayType(Natives.of(leaf, array.base()), array.shape());
    }
    Object values = ToJava.array(Natives.converted(source, type));
    for (int i = 0; i < rows.length; i++) {
      Object row = Array.get(values, i);
      if (!rows.getClass().getComponentType().isInstance(row)) {
        throw new IllegalArgumentException(
            "array of another class: row=%s element=%s"
                .formatted(rows.getClass().getComponentType().getName(), row.getClass().getName()));
      }
      rows[i] = row;
    }
  }

  /**
   * What is natural for Java, an array with one entry for each element.
   *
   * <table>
   * <caption>HDF5 and Java</caption>
   * <tr><th>elements<th>Java
   * <tr><td>signed integers<td>{@code byte[]}, {@code short[]}, {@code int[]}, {@code long[]}
   * <tr><td>unsigned integers, bitfields<td>{@code int[]} up to 31 bits, else {@code long[]}; those
   *     of 64 bits are unsigned longs
   * <tr><td>floating-point numbers<td>{@code float[]} up to 4 bytes, else {@code double[]}
   * <tr><td>{@link H5Type#BOOL}<td>{@code boolean[]}
   * <tr><td>other enums<td>{@code String[]}: names, the number where there is no name
   * <tr><td>strings<td>{@code String[]}, without padding
   * <tr><td>opaque, references to regions<td>{@code byte[][]}
   * <tr><td>references to objects<td>{@code long[]}: tokens
   * <tr><td>arrays, sequences<td>an array for each, such as {@code double[][]}; those of several
   *     dimensions in row-major order
   * <tr><td>compounds<td>{@code Object[]} of {@code Map<String, Object>}, in order of members
   * </table>
   */
  public static Object value(Elements elements) {
    return ToJava.array(elements);
  }
}
