package io.jromio.h5vol;

import io.jromio.comm.CommException;
import io.jromio.comm.Comms;
import io.jromio.comm.World;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import java.nio.file.Files;
import java.nio.file.Path;

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
        default -> throw new IllegalArgumentException("program=" + words[0]);
      }
    }
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
