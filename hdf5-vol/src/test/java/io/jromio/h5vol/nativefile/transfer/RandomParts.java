package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Runs;
import io.jromio.h5vol.model.Selection;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Random;

/** Selections, memory and types by chance, and what moving them does to a plain array of bytes. */
final class RandomParts {
  private static final MemoryBlobs NO_BLOBS = new MemoryBlobs(new Blobs());

  static final H5Type STRUCT =
      H5Type.compound(
          24,
          new CompoundType.Member("a", 0, H5Type.I16),
          new CompoundType.Member("b", 4, H5Type.F32),
          new CompoundType.Member("c", 8, H5Type.I64),
          new CompoundType.Member("d", 16, H5Type.array(H5Type.I16, 4)));

  private final Random random;

  RandomParts(Random random) {
    this.random = random;
  }

  /** A type in a file and one in memory that go together. */
  record Types(H5Type file, H5Type memory) {}

  Types types() {
    return switch (random.nextInt(9)) {
      case 0 -> new Types(H5Type.I32, H5Type.I32);
      case 1 -> new Types(H5Type.F64, H5Type.F64);
      case 2 -> new Types(H5Type.opaque(3, "three"), H5Type.opaque(3, "three"));
      case 3 -> new Types(H5Type.F64.order(ByteOrder.BIG_ENDIAN), H5Type.F64);
      case 4 -> new Types(H5Type.I64, H5Type.I16);
      case 5 -> new Types(STRUCT, STRUCT);
      case 6 -> new Types(STRUCT, H5Type.compound(6, new CompoundType.Member("b", 1, H5Type.F32)));
      case 7 ->
          new Types(
              STRUCT,
              H5Type.compound(
                  17,
                  new CompoundType.Member("c", 1, H5Type.I64),
                  new CompoundType.Member("a", 10, H5Type.I16),
                  new CompoundType.Member("x", 13, H5Type.I16)));
      default ->
          new Types(
              STRUCT,
              H5Type.compound(
                  13,
                  new CompoundType.Member("c", 4, H5Type.I32),
                  new CompoundType.Member("b", 9, H5Type.F32)));
    };
  }

  long[] shape(int most) {
    long[] shape = new long[1 + random.nextInt(3)];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = 1L + random.nextInt(shape.length == 1 ? most * most : most);
    }
    return shape;
  }

  long[] chunk(long... shape) {
    long[] chunk = new long[shape.length];
    for (int d = 0; d < chunk.length; d++) {
      chunk[d] = random.nextInt(3) == 0 ? shape[d] : 1 + random.nextInt((int) shape[d] + 1);
    }
    return chunk;
  }

  private Selection slab(long[] low, long[] high) {
    int rank = low.length;
    long[] start = new long[rank];
    long[] stride = new long[rank];
    long[] count = new long[rank];
    long[] block = new long[rank];
    for (int d = 0; d < rank; d++) {
      long length = high[d] - low[d];
      if (random.nextInt(3) == 0) {
        start[d] = low[d];
        count[d] = 1;
        stride[d] = 1;
        block[d] = length;
        stride[d] = Math.max(1, length);
        continue;
      }
      start[d] = low[d] + random.nextLong(length);
      long left = high[d] - start[d];
      block[d] = 1 + random.nextLong(Math.min(3, left));
      stride[d] = block[d] + random.nextInt(3);
      count[d] = 1 + random.nextLong((left - block[d]) / stride[d] + 1);
    }
    return Selection.slab(start, stride, count, block);
  }

  /** A selection within rows {@code [from, to)} of the slowest dimension. */
  Selection selection(long from, long to, long... shape) {
    if (from >= to) {
      return Selection.none();
    }
    long[] low = new long[shape.length];
    long[] high = shape.clone();
    low[0] = from;
    high[0] = to;
    return switch (random.nextInt(7)) {
      case 0 -> {
        long[] count = high.clone();
        count[0] = to - from;
        yield Selection.slab(low, count);
      }
      case 1 -> slab(low, high).or(slab(low, high));
      case 2 -> slab(low, high).or(slab(low, high)).minus(slab(low, high));
      case 3 -> points(low, high);
      case 4 -> Selection.none();
      default -> slab(low, high);
    };
  }

  /** Points in any order, none twice. */
  private Selection points(long[] low, long[] high) {
    long elements = 1;
    for (int d = 0; d < low.length; d++) {
      elements *= high[d] - low[d];
    }
    int count = 1 + random.nextInt((int) Math.min(elements, 40));
    java.util.LinkedHashSet<Long> chosen = new java.util.LinkedHashSet<>();
    while (chosen.size() < count) {
      chosen.add(random.nextLong(elements));
    }
    long[][] points = new long[count][];
    int i = 0;
    for (long number : chosen) {
      points[i] = new long[low.length];
      long left = number;
      for (int d = low.length - 1; d >= 0; d--) {
        points[i][d] = low[d] + left % (high[d] - low[d]);
        left /= high[d] - low[d];
      }
      i++;
    }
    return Selection.points(points);
  }

  /** A part with memory of any shape and random bytes. */
  Transfers.Part part(StoredDataset dataset, Selection selection, H5Type memoryType) {
    long elements = selection.elements(dataset.creation().space());
    Dataspace space;
    Selection inMemory;
    switch (random.nextInt(5)) {
      case 0 -> {
        space = Dataspace.of(elements + 5);
        inMemory =
            elements == 0
                ? Selection.none()
                : Selection.slab(new long[] {random.nextInt(6)}, new long[] {elements});
      }
      case 1 -> {
        space = Dataspace.of(Math.max(1, elements), 3);
        inMemory =
            elements == 0
                ? Selection.none()
                : Selection.slab(new long[] {0, 1}, new long[] {elements, 1});
      }
      case 2 -> {
        space = Dataspace.of(elements + 1);
        long[][] points = new long[(int) elements][];
        for (int i = 0; i < elements; i++) {
          points[i] = new long[] {elements - i};
        }
        inMemory = elements == 0 ? Selection.none() : Selection.points(points);
      }
      default -> {
        space = Dataspace.of(elements);
        inMemory = Selection.all();
      }
    }
    byte[] bytes = new byte[(int) space.elements() * memoryType.size()];
    random.nextBytes(bytes);
    return new Transfers.Part(
        dataset, selection, Elements.of(memoryType, MemorySegment.ofArray(bytes)), space, inMemory);
  }

  static long[] list(Selection selection, Dataspace space) {
    long[] list = new long[(int) selection.elements(space)];
    Runs runs = selection.runs(space);
    int i = 0;
    while (runs.next()) {
      for (long n = 0; n < runs.length(); n++) {
        list[i++] = runs.start() + n;
      }
    }
    return list;
  }

  /** What writing does to all elements of the dataset. */
  static void write(Transfers.Part part, byte[] model) throws H5Exception {
    move(part, part.memory().bytes(), MemorySegment.ofArray(model), true);
  }

  /** What reading does to memory. */
  static void read(Transfers.Part part, byte[] model, byte[] memory) throws H5Exception {
    move(part, MemorySegment.ofArray(memory), MemorySegment.ofArray(model), false);
  }

  private static void move(
      Transfers.Part part, MemorySegment memory, MemorySegment model, boolean write)
      throws H5Exception {
    H5Type file = part.dataset().creation().type();
    H5Type inMemory = part.memory().type();
    long[] here = list(part.memorySelection(), part.memorySpace());
    long[] there = list(part.selection(), part.dataset().creation().space());
    TypeConversion conversion =
        write ? TypeConversion.between(inMemory, file) : TypeConversion.between(file, inMemory);
    for (int i = 0; i < here.length; i++) {
      Place one = new Place(memory, here[i] * inMemory.size());
      Place other = new Place(model, there[i] * file.size());
      conversion.convert(write ? one : other, write ? other : one, 1, NO_BLOBS, NO_BLOBS);
    }
  }
}
