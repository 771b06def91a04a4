package io.jromio.adio.datatype;

import java.util.Objects;

/**
 * An MPI datatype: an ordered list of basic values at byte displacements, with a lower bound and an
 * extent that say where the next one goes when several stand in a row. Describes memory (any order,
 * negative displacements allowed) and, as the filetype of a view, the layout of a file.
 *
 * <p>Immutable and safe for any thread. All lengths, displacements and bounds are bytes, except
 * where a factory says that it counts in extents of the old type, as MPI does. An extent is rounded
 * up to the alignment of the widest basic type, unless {@link #resized}, {@link #subarray} or
 * {@link #darray} has set it.
 *
 * <p>Every factory throws {@link IllegalArgumentException} for negative counts, arrays of different
 * lengths, and for layouts that leave the range of a long.
 *
 * @source MPI 4.1 section 5.1
 */
public sealed interface Datatype permits BasicType, DerivedType {

  /** One byte (MPI_BYTE). */
  Datatype BYTE = BasicType.BYTE;

  /** A Java short, 2 bytes. */
  Datatype SHORT = BasicType.SHORT;

  /** A Java char, 2 bytes (not C's char, which is {@link #BYTE}). */
  Datatype CHAR = BasicType.CHAR;

  /** A Java int, 4 bytes. */
  Datatype INT = BasicType.INT;

  /** A Java long, 8 bytes. */
  Datatype LONG = BasicType.LONG;

  /** A Java float, 4 bytes. */
  Datatype FLOAT = BasicType.FLOAT;

  /** A Java double, 8 bytes. */
  Datatype DOUBLE = BasicType.DOUBLE;

  /** Bytes of data in one instance, without holes. */
  long size();

  /** Where one instance begins, holes included; may be negative. */
  long lowerBound();

  /** Distance from one instance to the next; {@link #upperBound} minus {@link #lowerBound}. */
  long extent();

  /** Where one instance ends, holes included. */
  long upperBound();

  /** The lowest byte that holds data, 0 if there is none. */
  long trueLowerBound();

  /** From the lowest byte that holds data to the end of the highest. */
  long trueExtent();

  /** The byte layout of one instance; computed once. */
  FlatType flatten();

  /** {@code count} instances, one extent apart. */
  static Datatype contiguous(long count, Datatype type) {
    return new ContiguousType(count, type);
  }

  /** {@code count} blocks of {@code blocklength} instances, {@code stride} extents apart. */
  static Datatype vector(long count, long blocklength, long stride, Datatype type) {
    return StridedType.ofExtents(count, blocklength, stride, type);
  }

  /** {@code count} blocks of {@code blocklength} instances, {@code strideBytes} apart. */
  static Datatype hvector(long count, long blocklength, long strideBytes, Datatype type) {
    return StridedType.ofBytes(count, blocklength, strideBytes, type);
  }

  /** Blocks of instances; displacements in extents of {@code type}. */
  static Datatype indexed(long[] blocklengths, long[] displacements, Datatype type) {
    return IndexedType.indexed(blocklengths, displacements, type);
  }

  /** As {@link #indexed(long[], long[], Datatype)}. */
  static Datatype indexed(int[] blocklengths, int[] displacements, Datatype type) {
    return indexed(Arguments.widen(blocklengths), Arguments.widen(displacements), type);
  }

  /** Blocks of instances; displacements in bytes. */
  static Datatype hindexed(long[] blocklengths, long[] displacements, Datatype type) {
    return IndexedType.hindexed(blocklengths, displacements, type);
  }

  /** Blocks of equal length; displacements in extents of {@code type}. */
  static Datatype indexedBlock(long blocklength, long[] displacements, Datatype type) {
    return IndexedType.indexedBlock(blocklength, displacements, type);
  }

  /** As {@link #indexedBlock(long, long[], Datatype)}. */
  static Datatype indexedBlock(long blocklength, int[] displacements, Datatype type) {
    return indexedBlock(blocklength, Arguments.widen(displacements), type);
  }

  /** Blocks of equal length; displacements in bytes. */
  static Datatype hindexedBlock(long blocklength, long[] displacements, Datatype type) {
    return IndexedType.hindexedBlock(blocklength, displacements, type);
  }

  /** Blocks of different types; displacements in bytes. */
  static Datatype struct(long[] blocklengths, long[] byteDisplacements, Datatype... types) {
    return new StructType(blocklengths, byteDisplacements, types);
  }

  /**
   * A box of a larger array; the extent is the whole array.
   *
   * @param sizes elements of the array in each dimension, at least 1
   * @param subsizes elements of the box; may be 0
   * @param starts where the box begins
   */
  static Datatype subarray(
      long[] sizes, long[] subsizes, long[] starts, Order order, Datatype type) {
    return new SubarrayType(sizes, subsizes, starts, order, type);
  }

  /** As {@link #subarray(long[], long[], long[], Order, Datatype)}. */
  static Datatype subarray(int[] sizes, int[] subsizes, int[] starts, Order order, Datatype type) {
    return subarray(
        Arguments.widen(sizes), Arguments.widen(subsizes), Arguments.widen(starts), order, type);
  }

  /**
   * What one process of a grid holds of a distributed array; the extent is the whole array.
   *
   * @param size processes in the grid, the product of {@code psizes}
   * @param rank the process; the grid is row-major for either order of the array
   * @param gsizes elements of the global array in each dimension
   * @param dargs block sizes, or {@link Distribution#DEFAULT_ARGUMENT}
   * @param psizes processes in each dimension
   */
  static Datatype darray(
      int size,
      int rank,
      long[] gsizes,
      Distribution[] distributions,
      long[] dargs,
      int[] psizes,
      Order order,
      Datatype type) {
    ProcessGrid grid = new ProcessGrid(size, rank, psizes);
    return new DarrayType(new DarrayType.Layout(grid, gsizes, distributions, dargs, order), type);
  }

  /** The same data with new bounds; the extent may be anything, as in MPI. */
  static Datatype resized(Datatype type, long lowerBound, long extent) {
    return new ResizedType(Objects.requireNonNull(type), lowerBound, extent);
  }
}
