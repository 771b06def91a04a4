package io.jromio.adio.datatype;

import java.util.Random;

/** A random datatype, and the same one spelled out. */
public record RandomType(Datatype type, TypeMap map) {
  private static final Datatype[] BASICS = {
    Datatype.BYTE,
    Datatype.SHORT,
    Datatype.CHAR,
    Datatype.INT,
    Datatype.LONG,
    Datatype.FLOAT,
    Datatype.DOUBLE
  };
  private static final int MOST_BYTES = 3000;

  /**
   * Makes one.
   *
   * @param ascending whether displacements ascend without overlap inside each constructor, as most
   *     filetypes do; resizing may still make instances interleave
   */
  public static RandomType next(Random random, boolean ascending) {
    while (true) {
      RandomType made = of(random, random.nextInt(4), ascending);
      if (made.map.size() <= MOST_BYTES) {
        return made;
      }
    }
  }

  private static RandomType of(Random random, int depth, boolean ascending) {
    if (depth == 0) {
      Datatype basic = BASICS[random.nextInt(BASICS.length)];
      return new RandomType(basic, TypeMap.basic((int) basic.size()));
    }
    RandomType inner = of(random, depth - 1, ascending);
    if (inner.map.size() > MOST_BYTES / 4) {
      return inner;
    }
    return switch (random.nextInt(9)) {
      case 0 -> {
        long count = random.nextInt(5);
        yield new RandomType(Datatype.contiguous(count, inner.type), inner.map.contiguous(count));
      }
      case 1, 2 -> strided(random, inner, ascending);
      case 3, 4 -> indexed(random, inner, ascending);
      case 5 -> struct(random, inner, of(random, random.nextInt(depth), ascending), ascending);
      case 6 -> subarray(random, inner);
      case 7 -> darray(random, inner);
      default -> resized(random, inner, ascending);
    };
  }

  private static RandomType strided(Random random, RandomType inner, boolean ascending) {
    long count = random.nextInt(6);
    long blocklength = random.nextInt(4);
    long extent = inner.map.extent();
    if (random.nextBoolean()) {
      long stride = ascending ? blocklength + random.nextInt(3) : random.nextInt(13) - 6;
      return new RandomType(
          Datatype.vector(count, blocklength, stride, inner.type),
          inner.map.hvector(count, blocklength, stride * extent));
    }
    long bytes = Math.abs(extent) * blocklength + random.nextInt(9);
    long stride = ascending || random.nextBoolean() ? bytes : random.nextInt(60) - 30;
    return new RandomType(
        Datatype.hvector(count, blocklength, stride, inner.type),
        inner.map.hvector(count, blocklength, stride));
  }

  private static RandomType indexed(Random random, RandomType inner, boolean ascending) {
    int n = random.nextInt(6);
    boolean equal = random.nextBoolean();
    boolean inBytes = random.nextBoolean();
    long extent = inner.map.extent();
    long unit = inBytes ? 1 : extent;
    long first = random.nextInt(4);
    long[] lengths = new long[n];
    long[] places = new long[n];
    long next = ascending ? random.nextInt(3) : random.nextInt(20) - 10;
    for (int i = 0; i < n; i++) {
      lengths[i] = equal ? first : random.nextInt(4);
      places[i] = next;
      long length = inBytes ? lengths[i] * Math.abs(extent) : lengths[i];
      next = ascending ? next + length + random.nextInt(4) : random.nextInt(40) - 20;
    }
    long[] bytes = new long[n];
    for (int i = 0; i < n; i++) {
      bytes[i] = places[i] * unit;
    }
    Datatype type;
    if (inBytes) {
      type =
          equal
              ? Datatype.hindexedBlock(first, places, inner.type)
              : Datatype.hindexed(lengths, places, inner.type);
    } else {
      type =
          equal
              ? Datatype.indexedBlock(first, places, inner.type)
              : Datatype.indexed(lengths, places, inner.type);
    }
    return new RandomType(type, inner.map.hindexed(lengths, bytes));
  }

  private static RandomType struct(Random random, RandomType a, RandomType b, boolean ascending) {
    long[] lengths = {random.nextInt(3), random.nextInt(3), random.nextInt(2)};
    long[] places = new long[3];
    TypeMap[] maps = {a.map, b.map, a.map};
    for (int i = 0; i < 3; i++) {
      if (!ascending) {
        places[i] = random.nextLong(100) - 50;
      } else if (i > 0) {
        long reach = maps[i - 1].trueUpper() + lengths[i - 1] * Math.abs(maps[i - 1].extent());
        places[i] = places[i - 1] + reach + random.nextInt(5);
      }
    }
    return new RandomType(
        Datatype.struct(lengths, places, a.type, b.type, a.type),
        TypeMap.struct(lengths, places, maps));
  }

  private static RandomType subarray(Random random, RandomType inner) {
    int n = 1 + random.nextInt(3);
    long[] sizes = new long[n];
    long[] subsizes = new long[n];
    long[] starts = new long[n];
    for (int i = 0; i < n; i++) {
      sizes[i] = 1 + random.nextLong(5);
      subsizes[i] = random.nextInt((int) sizes[i] + 1);
      subsizes[i] = subsizes[i] == 0 && random.nextInt(4) > 0 ? 1 : subsizes[i];
      starts[i] = random.nextInt((int) (sizes[i] - subsizes[i]) + 1);
    }
    Order order = random.nextBoolean() ? Order.C : Order.FORTRAN;
    return new RandomType(
        Datatype.subarray(sizes, subsizes, starts, order, inner.type),
        inner.map.subarray(sizes, subsizes, starts, order));
  }

  private static RandomType darray(Random random, RandomType inner) {
    int n = 1 + random.nextInt(3);
    long[] gsizes = new long[n];
    Distribution[] how = new Distribution[n];
    long[] dargs = new long[n];
    int[] psizes = new int[n];
    int size = 1;
    for (int i = 0; i < n; i++) {
      gsizes[i] = 1 + random.nextLong(7);
      how[i] = Distribution.values()[random.nextInt(3)];
      psizes[i] = how[i] == Distribution.NONE ? 1 : 1 + random.nextInt(3);
      size *= psizes[i];
      long least = how[i] == Distribution.BLOCK ? Math.ceilDiv(gsizes[i], psizes[i]) : 1;
      dargs[i] = random.nextBoolean() ? Distribution.DEFAULT_ARGUMENT : least + random.nextInt(3);
    }
    int rank = random.nextInt(size);
    Order order = random.nextBoolean() ? Order.C : Order.FORTRAN;
    return new RandomType(
        Datatype.darray(size, rank, gsizes, how, dargs, psizes, order, inner.type),
        inner.map.darray(rank, gsizes, how, dargs, psizes, order));
  }

  private static RandomType resized(Random random, RandomType inner, boolean ascending) {
    long lowerBound = ascending ? random.nextInt(5) : random.nextInt(41) - 20;
    long span = inner.map.trueUpper() - inner.map.trueLower();
    long extent =
        ascending
            ? Math.max(1, span + random.nextInt(12) - (random.nextInt(4) == 0 ? span / 2 : 0))
            : random.nextInt(100) - 30;
    return new RandomType(
        Datatype.resized(inner.type, lowerBound, extent), inner.map.resized(lowerBound, extent));
  }
}
