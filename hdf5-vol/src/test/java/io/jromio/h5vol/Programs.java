package io.jromio.h5vol;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Programs that write the same file whatever the number of ranks: what they do follows from a seed,
 * and who writes which part from the rank.
 */
final class Programs {
  /** What the program of the README writes. */
  static final long ROWS = 160;

  static final long COLUMNS = 12;

  private static final H5Type[] TYPES = {
    H5Type.I8,
    H5Type.I32,
    H5Type.U16,
    H5Type.F64,
    H5Type.F32,
    H5Type.I16.order(ByteOrder.BIG_ENDIAN)
  };

  private Programs() {}

  static double[] readmeValues(long firstRow, long rows) {
    double[] block = new double[(int) (rows * COLUMNS)];
    for (int i = 0; i < block.length; i++) {
      block[i] = (firstRow * COLUMNS + i) * 0.25;
    }
    return block;
  }

  /** As the README has it. */
  static void readme(Communicator world, String name) throws H5Exception {
    long[] mine = H5Contract.share(ROWS, world);
    long[] offset = {mine[0], 0};
    long[] count = {mine[1], COLUMNS};
    double[] block = readmeValues(mine[0], mine[1]);
    try (var file = H5File.create(world, name)) {
      var t =
          file.group("run1")
              .newDataset("t")
              .type(H5Type.F64)
              .shape(ROWS, COLUMNS)
              .chunks(64, COLUMNS)
              .create();
      t.at(Selection.slab(offset, count)).writeAll(block);
      t.attributes().put("units", "kelvin");
    }
  }

  /** A bit of everything, in an order that the seed gives. */
  static void random(Communicator world, String name, long seed, FileOption... options)
      throws H5Exception {
    Random random = new Random(seed);
    List<String> datasets = new ArrayList<>();
    try (H5File file = H5File.create(world, name, options)) {
      for (int step = 0; step < 40; step++) {
        step(world, file, random, datasets, step);
      }
    }
  }

  private static void step(
      Communicator world, H5File file, Random random, List<String> datasets, int step)
      throws H5Exception {
    String some = datasets.isEmpty() ? "" : datasets.get(random.nextInt(datasets.size()));
    switch (random.nextInt(9)) {
      case 0 -> file.group("g%d/h%d".formatted(random.nextInt(4), step));
      case 1 -> file.attributes().put("a" + random.nextInt(30), random.nextInt(1000));
      case 2 -> file.softLink("s" + step, "/nowhere/" + step);
      case 3 -> {
        String path = "g%d/text%d".formatted(random.nextInt(4), step);
        texts(world, file.newDataset(path).type(H5Type.STRING).shape(25).create(), random);
      }
      case 4 -> {
        if (!some.isEmpty()) {
          write(world, file.dataset(some), random.nextInt(100));
          file.dataset(some).attributes().put("written", new double[random.nextInt(9) + 1]);
        }
      }
      case 5 -> {
        if (!some.isEmpty() && file.dataset(some).space().canGrow()) {
          H5Dataset t = file.dataset(some);
          long[] shape = t.shape();
          t.resize(shape[0] + random.nextInt(9), shape[1] + random.nextInt(3));
          write(world, t, step);
        }
      }
      case 6 -> file.flush();
      default -> {
        String path = "g%d/t%d".formatted(random.nextInt(4), step);
        write(world, dataset(file, path, random), step);
        datasets.add(path);
      }
    }
  }

  private static H5Dataset dataset(H5File file, String path, Random random) throws H5Exception {
    long ny = 5L + random.nextInt(40);
    long nx = 3L + random.nextInt(8);
    DatasetSpec spec =
        file.newDataset(path).type(TYPES[random.nextInt(TYPES.length)]).shape(ny, nx);
    int layout = random.nextInt(6);
    if (layout > 0) {
      spec.chunks(1 + random.nextInt((int) ny), 1 + random.nextInt((int) nx));
    }
    if (layout > 2) {
      spec.shuffle().deflate(2);
    }
    if (layout == 2 || layout == 4) {
      spec.maxShape(Dataspace.UNLIMITED, layout == 4 ? Dataspace.UNLIMITED : nx + 40);
    }
    if (layout == 5) {
      spec.fletcher32().fill(3);
    }
    return spec.create();
  }

  /** All rows, each by one rank. */
  private static void write(Communicator world, H5Dataset t, int salt) throws H5Exception {
    long[] shape = t.shape();
    long[] mine = H5Contract.share(shape[0], world);
    int[] values = new int[(int) (mine[1] * shape[1])];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) ((mine[0] * shape[1] + i) * 31 + salt) % 100;
    }
    t.at(Selection.slab(new long[] {mine[0], 0}, new long[] {mine[1], shape[1]})).writeAll(values);
  }

  private static void texts(Communicator world, H5Dataset t, Random random) throws H5Exception {
    String word = Integer.toString(random.nextInt(), 36);
    long[] mine = H5Contract.share(t.shape()[0], world);
    String[] values = new String[(int) mine[1]];
    for (int i = 0; i < values.length; i++) {
      values[i] = word.repeat((int) (mine[0] + i) % 7);
    }
    t.at(Selection.slab(new long[] {mine[0]}, new long[] {mine[1]})).writeAll(values);
  }
}
