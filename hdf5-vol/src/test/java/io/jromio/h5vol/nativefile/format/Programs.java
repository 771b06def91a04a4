package io.jromio.h5vol.nativefile.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of the system that read HDF5 files; tests without them are skipped. */
final class Programs {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private Programs() {}

  /** What a program of hdf5-tools prints; it must end with 0. */
  static String run(String program, String... arguments) throws IOException {
    Path file = Path.of("/usr/bin", program);
    Assumptions.assumeTrue(Files.isExecutable(file), "needs " + program);
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    return output(command);
  }

  /** What a script with h5py as {@code h5py} prints; arguments are {@code sys.argv[1:]}. */
  static String python(String script, String... arguments) throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(PYTHON), "needs " + PYTHON);
    Assumptions.assumeTrue(
        exitCode(List.of(PYTHON.toString(), "-c", "import h5py")) == 0, "needs h5py");
    List<String> command =
        new ArrayList<>(List.of(PYTHON.toString(), "-c", "import h5py, sys\n" + script));
    command.addAll(List.of(arguments));
    return output(command);
  }

  private static int exitCode(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return ended(process);
  }

  private static String output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, ended(process), () -> command + "\n" + output);
    return output;
  }

  private static int ended(Process process) {
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends within a minute");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }
}
