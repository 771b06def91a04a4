package io.jromio.bench.collperf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.ProgramRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CollPerfTest {
  private final Path folder;

  CollPerfTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static ProgramRun run(int ranks, String... args) {
    return ProgramRun.of(CollPerf::run, ranks, args);
  }

  @ParameterizedTest
  @CsvSource({"1, 8", "2, 16", "3, 17", "4, 1", "4, 5", "7, 16", "8, 13"})
  void shouldLeaveArrayInRowMajorOrderWhenRanksHoldBlocks(int ranks, int edge) throws IOException {
    Path file = folder.resolve("array");
    ProgramRun run = run(ranks, "-fname", file.toString(), "-n", Integer.toString(edge), "-i", "2");
    run.endedWith(0);
    assertEquals("", run.err());
    byte[] bytes = Files.readAllBytes(file);
    assertEquals(4L * edge * edge * edge, bytes.length);
    IntBuffer ints = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asIntBuffer();
    for (int i = 0; i < ints.limit(); i++) {
      assertEquals(i + 2, ints.get(i));
    }
  }

  @Test
  void shouldPrintReportOfTheCProgramWhenDone() {
    ProgramRun run = run(4, "-fname", folder.resolve("array").toString(), "-n", "8");
    String number = "[0-9]+\\.[0-9]{6}";
    String line = "Collective %1$s time = %2$s sec, Collective %1$s bandwidth = %2$s Mbytes/sec";
    assertTrue(
        run.out()
            .matches(
                "Global array size 8 x 8 x 8 integers\\R"
                    + line.formatted("write", number)
                    + "\\R"
                    + line.formatted("read", number)
                    + "\\R"),
        run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1 1 1",
    "2, 2 1 1",
    "3, 3 1 1",
    "4, 2 2 1",
    "6, 3 2 1",
    "8, 2 2 2",
    "12, 3 2 2",
    "16, 4 2 2",
    "30, 5 3 2",
    "36, 4 3 3",
    "64, 4 4 4",
    "97, 97 1 1"
  })
  void shouldFactorAsDimsCreateWhenGridIsMade(int ranks, String expected) {
    int[] wanted = Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertArrayEquals(wanted, BlockGrid.dimensions(ranks));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-n 4 | Missing required option: '-fname=FILE'",
        "-fname a -n 0 | -n=0, want 1 to 4096",
        "-fname a -n 5000 | -n=5000, want 1 to 4096",
        "-fname a -i 0 | -i=0, want at least 1",
        "-fname a -q | Unknown option: '-q'"
      })
  void shouldRefuseOnAllRanksWhenCommandLineIsWrong(String line, String expected) {
    ProgramRun run = run(2, line.split(" "));
    run.endedWith(2);
    assertTrue(run.err().startsWith("coll-perf: " + expected), run.err());
    assertEquals(1, run.err().lines().count());
  }

  @Test
  void shouldFailOnAllRanksWhenFileCannotBeMade() {
    ProgramRun run = run(3, "-fname", folder.resolve("no/such/array").toString(), "-n", "4");
    run.endedWith(1);
    assertTrue(run.err().contains("no/such/array"), run.err());
  }

  @Test
  void shouldShowExampleWhenAskedForHelp() {
    ProgramRun run = run(2, "--help");
    run.endedWith(0);
    assertTrue(run.out().contains("jromio run -n 4 coll-perf -fname"), run.out());
  }
}
