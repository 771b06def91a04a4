package io.jromio.comm.mpj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.comm.ContractMain;
import io.jromio.comm.launch.LaunchMain;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract under MPJ Express: as its own {@code mpjrun} starts ranks, and as our launcher does
 * on both devices. Skipped where MPJ Express is not installed.
 */
@Timeout(300)
class MpjContractIT {
  private static final Path MPJRUN = Path.of("/usr/bin/mpjrun");
  private static final Path LOGGING = Path.of("/usr/share/mpj/lib/log4j-1.2.jar");
  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private final Path output;

  MpjContractIT(@TempDir Path folder) {
    output = folder.resolve("output");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldKeepContractWhenMpjrunStartsRanks(int ranks) throws Exception {
    ProcessBuilder builder =
        process(
            List.of(
                MPJRUN.toString(),
                "-np",
                Integer.toString(ranks),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                CLASS_PATH,
                ContractMain.class.getName(),
                Long.toString(System.nanoTime())));
    String path = JAVA_HOME + "/bin" + File.pathSeparator + System.getenv("PATH");
    builder.environment().put("PATH", path);
    checkOutput(ranks, builder);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldKeepContractWhenEachRankHasJvm(int ranks) throws Exception {
    assertEquals(0, checkOutput(ranks, process(launcher("NIODEV", ranks))));
  }

  @ParameterizedTest
  @ValueSource(ints = 3)
  void shouldKeepContractWhenOurLauncherStartsMulticore(int ranks) throws Exception {
    assertEquals(0, checkOutput(ranks, process(launcher("MULTICORE", ranks))));
  }

  private static List<String> launcher(String device, int ranks) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(JAVA_HOME + "/bin/java", "-cp", CLASS_PATH, LaunchMain.class.getName()));
    command.addAll(List.of(device, Integer.toString(ranks), ContractMain.class.getName()));
    command.add(Long.toString(System.nanoTime()));
    return command;
  }

  private ProcessBuilder process(List<String> command) {
    assumeTrue(
        Files.exists(MPJRUN) && Files.exists(LOGGING),
        "MPJ Express is not installed: job-scripts/src/main/dist/bin/install-mpj installs it");
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
  }

  private int checkOutput(int ranks, ProcessBuilder builder) throws Exception {
    int code = builder.start().waitFor();
    String text = Files.readString(output);
    for (int rank = 0; rank < ranks; rank++) {
      String line = "contract: ok rank=%d size=%d provider=mpj".formatted(rank, ranks);
      assertTrue(text.contains(line), () -> "code=%d%n%s".formatted(code, text));
    }
    return code;
  }
}
