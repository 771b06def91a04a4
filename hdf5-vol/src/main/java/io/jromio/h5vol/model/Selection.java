package io.jromio.h5vol.model;

import java.util.Optional;

/**
 * Which elements of a dataspace a transfer touches, in which order: regions in row-major order,
 * points as they are listed. Values that know no extent; it is given when they are used.
 *
 * @source HDF5 user guide, dataspaces; H5Sselect_hyperslab, H5Sselect_elements
 */
public sealed interface Selection
    permits AllSelection, NoneSelection, Slab, PointSelection, CombinedSelection, SliceSelection {

  /** Every element. */
  static Selection all() {
    return AllSelection.ALL;
  }

  /** No element; the rank takes part all the same. */
  static Selection none() {
    return NoneSelection.NONE;
  }

  /**
   * A box.
   *
   * @param start the first element in each dimension
   * @param count elements in each dimension
   */
  static Selection slab(long[] start, long[] count) {
    return Slab.box(start, count);
  }

  /**
   * Blocks at regular distances.
   *
   * @param start the first element of the first block
   * @param stride from block to block, at least the block
   * @param count blocks in each dimension
   * @param block elements of a block in each dimension
   */
  static Selection slab(long[] start, long[] stride, long[] count, long[] block) {
    return new Slab(start, stride, count, block);
  }

  /**
   * A selection as numpy writes it: {@code "0:10:2, 5, :, 3:"}.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  static Selection slice(String text) {
    return SliceGrammar.parse(text);
  }

  /** Single elements, in this order; the same one twice is for reading only. */
  static Selection points(long[]... coordinates) {
    return new PointSelection(coordinates);
  }

  /** What is in either. */
  default Selection or(Selection other) {
    return new CombinedSelection(CombinedSelection.Operator.OR, this, other);
  }

  /** What is in both. */
  default Selection and(Selection other) {
    return new CombinedSelection(CombinedSelection.Operator.AND, this, other);
  }

  /** What is in this one only. */
  default Selection minus(Selection other) {
    return new CombinedSelection(CombinedSelection.Operator.MINUS, this, other);
  }

  /**
   * Elements selected.
   *
   * @throws IllegalArgumentException if it does not fit {@code space}: another rank, or outside
   */
  long elements(Dataspace space);

  /**
   * The runs, merged where one ends as the next begins.
   *
   * @throws IllegalArgumentException if it does not fit {@code space}
   */
  Runs runs(Dataspace space);

  /**
   * The same selection as one slab, if it is one: with it, regular selections of any size are
   * described by a few numbers. A scalar has none.
   */
  Optional<Slab> regular(Dataspace space);
}
