package io.jromio.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dist.JromioCommand.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong command lines end with 2 and say what is wrong in one line. */
@Timeout(100)
class UsageIT {
  private final Path folder;

  UsageIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run                              | Missing required parameter: 'PROGRAM'
          run -n 0 ior                     | ranks=0, want 1 to 512
          run -n -3 ior                    | ranks=-3, want 1 to 512
          run -n 513 ior                   | ranks=513, want 1 to 512
          run -n four ior                  | is not an int
          run -n                           | Missing required parameter for option '--ranks'
          run --launcher ssh ior           | local, threads, mpj
          run --mpj-device tcp ior         | multicore, niodev
          run --frobnicate ior             | Unknown option: '--frobnicate'
          run -n 2 org.example.Nowhere     | program=org.example.Nowhere
          run --cp /no/such.jar some.Main  | cp=/no/such.jar
          frobnicate                       | frobnicate
          """)
  void shouldRefuseWhenCommandLineIsWrong(String line, String expected) throws Exception {
    Result result = JromioCommand.run(folder, line.split(" "));
    assertEquals(2, result.code(), result.err());
    assertTrue(result.err().startsWith("jromio: "), result.err());
    assertTrue(result.err().contains(expected), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals("", result.out());
  }

  @ParameterizedTest
  @CsvSource({"local, 1", "threads, 2", "mpj, 2", "mpj --mpj-device niodev, 1"})
  void shouldReturnTwoWhenIorRefusesItsOptions(String launcher, int lines) throws Exception {
    String line = "run -n 2 --launcher %s ior --frobnicate".formatted(launcher);
    Result result = JromioCommand.run(folder, line.split(" "));
    assertEquals(2, result.code(), result.out() + result.err());
    assertEquals(lines, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("ior: unknown option --frobnicate"), result.err());
  }

  @Test
  void shouldNameCommandThatInstallsWhenMpjIsMissing() throws Exception {
    Result result =
        JromioCommand.run(
            folder, "run", "-n", "2", "--launcher", "mpj", "--mpj-home", "/no/mpj", "ior");
    assertEquals(1, result.code(), result.err());
    assertTrue(result.err().contains("mpj_home=/no/mpj"), result.err());
    assertTrue(result.err().contains("apt-get install -y libmpj-java"), result.err());
  }

  @Test
  void shouldShowExamplesWhenAskedForHelp() throws Exception {
    for (String line : new String[] {"--help", "run --help"}) {
      Result result = JromioCommand.run(folder, line.split(" "));
      assertEquals(0, result.code());
      assertTrue(result.out().contains("jromio run -n 4 ior -a MPIIO -c"), result.out());
    }
  }

  @Test
  void shouldShowVersionWhenAsked() throws Exception {
    Result version = JromioCommand.run(folder, "--version");
    assertEquals(0, version.code());
    assertTrue(version.out().matches("jromio \\d+\\.\\d+.* \\(Java \\d+\\)\n"), version.out());
    assertEquals(version.out(), JromioCommand.run(folder, "version").out());
  }
}
