package io.jromio.adio.datatype;

import java.util.ArrayList;
import java.util.List;

/**
 * The oracle: a datatype spelled out as MPI defines it, entry by entry, with its markers. Written
 * from the definitions in MPI 4.1 section 5.1 and from nothing else in this package.
 */
public final class TypeMap {
  private record Entry(long displacement, int size) {}

  private TypeMap() {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Long> lowerMarks = new ArrayList<>();
  private final List<Long> upperMarks = new ArrayList<>();

  public static TypeMap basic(int size) {
    TypeMap map = new TypeMap();
    map.entries.add(new Entry(0, size));
    return map;
  }

  public TypeMap contiguous(long count) {
    return hindexed(new long[] {count}, new long[] {0});
  }

  public TypeMap hvector(long count, long blocklength, long stride) {
    TypeMap map = new TypeMap();
    for (long i = 0; i < count; i++) {
      map.addBlock(this, blocklength, i * stride);
    }
    return map;
  }

  public TypeMap hindexed(long[] blocklengths, long[] displacements) {
    TypeMap map = new TypeMap();
    for (int i = 0; i < blocklengths.length; i++) {
      map.addBlock(this, blocklengths[i], displacements[i]);
    }
    return map;
  }

  public static TypeMap struct(long[] blocklengths, long[] displacements, TypeMap... types) {
    TypeMap map = new TypeMap();
    for (int i = 0; i < types.length; i++) {
      map.addBlock(types[i], blocklengths[i], displacements[i]);
    }
    return map;
  }

  public TypeMap resized(long lowerBound, long extent) {
    TypeMap map = new TypeMap();
    map.entries.addAll(entries);
    map.lowerMarks.add(lowerBound);
    map.upperMarks.add(lowerBound + extent);
    return map;
  }

  /** Goes through all elements of the array in storage order and takes those in the box. */
  public TypeMap subarray(long[] sizes, long[] subsizes, long[] starts, Order order) {
    return array(
        sizes,
        order,
        (dimension, index) ->
            index >= starts[dimension] && index < starts[dimension] + subsizes[dimension]);
  }

  /** Goes through all elements of the array in storage order and takes those that rank owns. */
  public TypeMap darray(
      int rank, long[] gsizes, Distribution[] how, long[] dargs, int[] psizes, Order order) {
    int n = gsizes.length;
    int[] place = new int[n];
    int grid = 1;
    for (int psize : psizes) {
      grid *= psize;
    }
    int rest = rank;
    for (int i = 0; i < n; i++) {
      grid /= psizes[i];
      place[i] = rest / grid;
      rest %= grid;
    }
    return array(
        gsizes,
        order,
        (d, index) -> {
          if (how[d] == Distribution.NONE) {
            return true;
          }
          long block = dargs[d];
          if (block == Distribution.DEFAULT_ARGUMENT) {
            block = how[d] == Distribution.CYCLIC ? 1 : (gsizes[d] + psizes[d] - 1) / psizes[d];
          }
          return index / block % psizes[d] == place[d];
        });
  }

  private interface Owned {
    boolean test(int dimension, long index);
  }

  private TypeMap array(long[] sizes, Order order, Owned owned) {
    long elements = 1;
    for (long size : sizes) {
      elements *= size;
    }
    TypeMap map = new TypeMap();
    for (long element = 0; element < elements; element++) {
      long rest = element;
      boolean mine = true;
      for (int k = 0; k < sizes.length; k++) {
        int dimension = order == Order.C ? sizes.length - 1 - k : k;
        mine &= owned.test(dimension, rest % sizes[dimension]);
        rest /= sizes[dimension];
      }
      if (mine) {
        for (Entry entry : entries) {
          map.entries.add(new Entry(entry.displacement + element * extent(), entry.size));
        }
      }
    }
    map.lowerMarks.add(0L);
    map.upperMarks.add(elements * extent());
    return map;
  }

  private void addBlock(TypeMap type, long count, long displacement) {
    for (long i = 0; i < count; i++) {
      long at = displacement + i * type.extent();
      for (Entry entry : type.entries) {
        entries.add(new Entry(at + entry.displacement, entry.size));
      }
      for (long mark : type.lowerMarks) {
        lowerMarks.add(at + mark);
      }
      for (long mark : type.upperMarks) {
        upperMarks.add(at + mark);
      }
    }
  }

  public long size() {
    long size = 0;
    for (Entry entry : entries) {
      size += entry.size;
    }
    return size;
  }

  public long trueLower() {
    return entries.stream().mapToLong(e -> e.displacement).min().orElse(0);
  }

  public long trueUpper() {
    return entries.stream().mapToLong(e -> e.displacement + e.size).max().orElse(0);
  }

  public long lower() {
    return lowerMarks.stream().mapToLong(m -> m).min().orElse(trueLower());
  }

  public long upper() {
    if (!upperMarks.isEmpty()) {
      return upperMarks.stream().mapToLong(m -> m).max().orElseThrow();
    }
    int alignment = entries.stream().mapToInt(e -> e.size).max().orElse(1);
    long upper = trueUpper();
    while ((upper - lower()) % alignment != 0) {
      upper++;
    }
    return upper;
  }

  public long extent() {
    return upper() - lower();
  }

  /** Where each byte of data lies, in type-map order. */
  public long[] bytes() {
    long[] bytes = new long[Math.toIntExact(size())];
    int n = 0;
    for (Entry entry : entries) {
      for (int i = 0; i < entry.size; i++) {
        bytes[n++] = entry.displacement + i;
      }
    }
    return bytes;
  }
}
