package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A C program with parallel HDF5 opens a file of ours for writing on four ranks, and we read what
 * it left. Skipped without {@code h5pcc.mpich}: Debian's libhdf5-mpich-dev and mpich.
 */
final class ParallelCTest {
  private static final int RANKS = 4;
  private static final int VALUES = 64;
  private static final int GROWN = VALUES + 50 * RANKS;

  private final Path folder;

  ParallelCTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static boolean has(String program) {
    return Files.isExecutable(Path.of("/usr/bin", program));
  }

  /** Runs to the end; returns what was printed. */
  private String run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, code, () -> String.join(" ", command) + "\n" + text);
    return text;
  }

  private static void create(Communicator world, String name) throws H5Exception {
    try (H5File file = H5File.create(world, name)) {
      long per = VALUES / world.size();
      int[] values = new int[(int) per];
      Selection mine = Selection.slab(new long[] {world.rank() * per}, new long[] {per});
      H5Dataset fixed = file.newDataset("fixed").type(H5Type.I32).shape(VALUES).create();
      H5Dataset filtered =
          file.newDataset("filtered").type(H5Type.I32).shape(VALUES).chunks(16).deflate(6).create();
      H5Dataset growing =
          file.newDataset("growing")
              .type(H5Type.I32)
              .shape(VALUES)
              .maxShape(Dataspace.UNLIMITED)
              .chunks(10)
              .create();
      for (H5Dataset dataset : new H5Dataset[] {fixed, filtered, growing}) {
        assertTrue(dataset.at(mine).writeAll(values).collective());
      }
    }
  }

  private static int[] read(H5File file, String name, int length) throws H5Exception {
    int[] values = new int[length];
    assertEquals(length, file.dataset(name).at(Selection.all()).readAll(values).elements());
    return values;
  }

  private static int[] sequence(int first, int length) {
    return IntStream.range(first, first + length).toArray();
  }

  @Test
  void shouldReadWhatCWroteWhenItExtendedOurFileOnFourRanks() throws Exception {
    assumeTrue(has("h5pcc.mpich") && has("mpiexec.mpich"), "no parallel HDF5 for C");
    String source = Path.of("src/test/c/extend.c").toAbsolutePath().toString();
    run("h5pcc.mpich", "-o", "extend", source);
    String name = folder.resolve("ours.h5").toString();
    RankThreads.run(RANKS, world -> create(world, name));
    String program = folder.resolve("extend").toString();
    run("mpiexec.mpich", "-n", Integer.toString(RANKS), program, name);
    RankThreads.run(
        3,
        world -> {
          try (H5File file = H5File.open(world, name)) {
            assertArrayEquals(sequence(1000, VALUES), read(file, "fixed", VALUES));
            assertArrayEquals(sequence(2000, VALUES), read(file, "filtered", VALUES));
            int[] grown = read(file, "growing", GROWN);
            assertArrayEquals(new int[VALUES], Arrays.copyOf(grown, VALUES));
            assertArrayEquals(
                sequence(3000, GROWN - VALUES), Arrays.copyOfRange(grown, VALUES, GROWN));
            assertEquals(RANKS, file.attributes().get("ranks"));
            assertTrue(file.exists("from_c"));
          }
        });
  }
}
