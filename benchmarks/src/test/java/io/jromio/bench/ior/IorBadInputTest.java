package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.bench.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user can get wrong: one clear message, the same code on every rank, nobody hangs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class IorBadInputTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"-q", "-b 4m -t 3m", "-D 1", "--mpiio.hintsFileName=/nix -a MPIIO"})
  void shouldEndWith2EverywhereAndOneMessageWhenUsageIsWrong(String line) {
    ProgramRun run = IorRun.of(3, line);
    assertEquals(List.of(2, 2, 2), run.codes(), run::toString);
    assertEquals(1, run.err().lines().count(), run::toString);
    assertTrue(run.err().startsWith("ior: "), run::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-w", "-r", "-w -F", "-w -F -u"})
  void shouldNameRankPhaseFileAndClassWhenDirectoryIsMissing(String phase) {
    for (int ranks : new int[] {1, 3}) {
      ProgramRun run = IorRun.of(ranks, "%s -b 8 -t 8 -o %s/nix/f".formatted(phase, dir));
      assertEquals(1, run.code(), run::toString);
      assertTrue(run.err().contains("ior: failed: rank="), run::toString);
      assertTrue(run.err().contains("file=" + dir + "/nix/"), run::toString);
      assertTrue(run.err().contains("class=NoSuchFileException"), run::toString);
    }
  }

  @Test
  void shouldEndTheOthersWhenOneRankFails() throws IOException {
    Files.createDirectory(dir.resolve("f.00000001"));
    ProgramRun run = IorRun.of(3, "-w -F -E -b 8 -t 8 -o %s/f".formatted(dir));
    assertEquals(1, run.code(), run::toString);
    assertTrue(run.err().contains("ior: failed: rank=1 phase=write"), run::toString);
    assertTrue(run.err().contains("ior: rank 0 stopped: "), run::toString);
  }

  @Test
  void shouldFailWhenReadingPastTheEnd() throws IOException {
    Path file = Files.write(dir.resolve("f"), new byte[100]);
    ProgramRun run = IorRun.of(2, "-r -k -b 64 -t 32 -o %s".formatted(file));
    assertEquals(1, run.code(), run::toString);
    assertTrue(
        run.err().contains("incomplete read: file=%s offset=96 length=32 moved=4".formatted(file)),
        run::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POSIX", "MPIIO", "MPIIO -c"})
  void shouldNameTheFullDiskWhenThereIsNoSpaceLeft(String api) throws Exception {
    Path mount = Files.createDirectory(dir.resolve("small"));
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()) == 0,
        "needs root to mount a small tmpfs");
    try {
      ProgramRun run = IorRun.of(2, "-a %s -w -b 4m -t 64k -o %s/f".formatted(api, mount));
      assertEquals(1, run.code(), run::toString);
      assertTrue(run.err().contains("phase=write file=" + mount + "/f"), run::toString);
      assertTrue(run.err().toLowerCase(Locale.ROOT).contains("no space left"), run::toString);
    } finally {
      run("umount", mount.toString());
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    return process.exitValue();
  }
}
