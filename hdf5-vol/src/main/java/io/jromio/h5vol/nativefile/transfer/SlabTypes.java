package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.datatype.Datatype;
import io.jromio.h5vol.model.Runs;
import io.jromio.h5vol.model.Slab;
import java.util.Optional;

/**
 * Selections as MPI datatypes of a few numbers: strided types within strided types, as deep as the
 * array has dimensions.
 *
 * @source HDF5 1.14, H5Smpio.c, H5S__mpio_reg_hyper_type
 */
final class SlabTypes {
  /** Strips that a datatype may come to; more are better moved in rounds. */
  private static final long MOST_STRIPS = 1 << 18;

  private SlabTypes() {}

  /** An element of which a part is moved. */
  static Datatype element(int from, int length, int size) {
    return length == size
        ? Datatype.contiguous(size, Datatype.BYTE)
        : Datatype.resized(
            Datatype.hindexed(new long[] {length}, new long[] {from}, Datatype.BYTE), 0, size);
  }

  /** The elements of a slab that has some. */
  static Datatype of(Slab slab, long[] shape, Datatype element) {
    long[] start = slab.start();
    long[] stride = slab.stride();
    long[] count = slab.count();
    long[] block = slab.block();
    Datatype type = element;
    long inner = element.extent();
    for (int d = shape.length - 1; d >= 0; d--) {
      Datatype rows =
          count[d] == 1
              ? Datatype.contiguous(block[d], type)
              : Datatype.hvector(count[d], block[d], Math.multiplyExact(stride[d], inner), type);
      long first = Math.multiplyExact(start[d], inner);
      inner = Math.multiplyExact(inner, shape[d]);
      Datatype placed = Datatype.hindexed(new long[] {1}, new long[] {first}, rows);
      type = Datatype.resized(placed, 0, inner);
    }
    return type;
  }

  /** Whether the type of a slab is small, whatever the elements. */
  static boolean isSmall(Slab slab, long... shape) {
    long[] stride = slab.stride();
    long[] count = slab.count();
    long[] block = slab.block();
    int last = shape.length - 1;
    while (last > 0 && count[last] * block[last] == shape[last]) {
      last--;
    }
    long strips = 1;
    for (int d = 0; d < last; d++) {
      boolean oneStrip =
          d == last - 1
              && (count[last] == 1 || stride[last] == block[last])
              && (count[d] == 1 || block[d] == 1 || stride[d] == block[d]);
      if (!oneStrip) {
        long rows = count[d] * block[d];
        if (strips > MOST_STRIPS / Math.max(1, rows)) {
          return false;
        }
        strips *= rows;
      }
    }
    return true;
  }

  /** The elements of a selection that is not regular; empty if it has too many runs. */
  static Optional<Datatype> of(Runs runs, Datatype element) {
    Extents list = new Extents();
    while (runs.next()) {
      if (list.size() == MOST_STRIPS) {
        return Optional.empty();
      }
      list.append(Math.multiplyExact(runs.start(), element.extent()), 0, runs.length());
    }
    return Optional.of(Datatype.hindexed(list.lengths(), list.keysFrom(0), element));
  }
}
