package io.jromio.h5vol;

import io.jromio.comm.CommException;
import io.jromio.comm.Comms;
import io.jromio.comm.World;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** What ranks in JVMs of their own run: {@code readme FILE}, {@code random FILE SEED}, ... */
public final class JvmMain {
  /** Elements that the rank which dies has made readable before. */
  static final int FLUSHED = 50;

  private JvmMain() {}

  public static void main(String[] args) throws Exception {
    try (World world = Comms.attach(args)) {
      String[] words = world.args();
      switch (words[0]) {
        case "readme" -> Programs.readme(world, words[1]);
        case "random" -> Programs.random(world, words[1], Long.parseLong(words[2]));
        case "die" -> die(world, words[1]);
        case "kill" -> kill(world, words[1], words[2].equals("flushed"));
        default -> throw new IllegalArgumentException("program=" + words[0]);
      }
    }
  }

  /**
   * The first rank kills the last one while the file is being written; the others say what they
   * saw.
   *
   * @param flushed whether that is after a flush, else before the first one
   */
  private static void kill(World world, String name, boolean flushed) throws Exception {
    H5File file = H5File.create(world, name);
    writeShare(world, file, "t");
    if (flushed) {
      file.flush();
      writeShare(world, file, "u");
    }
    int last = world.size() - 1;
    byte[] mine = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    String pid = new String(world.bcast(mine, last), StandardCharsets.US_ASCII);
    String seen = "";
    try {
      // The victim may be gone before others leave the barrier.
      world.barrier();
      if (world.rank() == last) {
        new CountDownLatch(1).await();
      }
      if (world.rank() == 0) {
        ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
      }
      writeShare(world, file, "v");
      file.close();
    } catch (H5Exception | CommException e) {
      seen = e.getClass().getSimpleName();
    }
    Files.writeString(Path.of(name + ".rank-" + world.rank()), seen);
    System.exit(3);
  }

  private static void writeShare(World world, H5File file, String dataset) throws H5Exception {
    H5Dataset t = file.newDataset(dataset).type(H5Type.I32).shape(FLUSHED).create();
    long[] mine = H5Contract.share(FLUSHED, world);
    int[] values =
        Grid.values(Grid.box(new long[] {FLUSHED}, new long[] {mine[0]}, new long[] {mine[1]}));
    t.at(Selection.slab(new long[] {mine[0]}, new long[] {mine[1]})).writeAll(values);
  }

  /** The last rank ends after a flush, as if it was killed; the others say what they saw. */
  private static void die(World world, String name) throws Exception {
    H5File file = H5File.create(world, name);
    H5Dataset t = file.newDataset("t").type(H5Type.I32).shape(FLUSHED).create();
    long[] mine = H5Contract.share(FLUSHED, world);
    int[] values =
        Grid.values(Grid.box(new long[] {FLUSHED}, new long[] {mine[0]}, new long[] {mine[1]}));
    t.at(Selection.slab(new long[] {mine[0]}, new long[] {mine[1]})).writeAll(values);
    file.flush();
    if (world.rank() == world.size() - 1) {
      Runtime.getRuntime().halt(99);
    }
    String seen = "";
    try {
      H5Dataset u = file.newDataset("u").type(H5Type.I32).shape(FLUSHED).chunks(3).create();
      u.at(Selection.slab(new long[] {mine[0]}, new long[] {mine[1]})).writeAll(values);
      file.close();
    } catch (H5Exception | CommException e) {
      seen = e.getClass().getSimpleName();
    }
    Files.writeString(Path.of(name + ".rank-" + world.rank()), seen);
    System.exit(3);
  }
}
