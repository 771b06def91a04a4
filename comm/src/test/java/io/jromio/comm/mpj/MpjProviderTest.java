package io.jromio.comm.mpj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.CommException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MpjProviderTest {

  /** This JVM has no MPJ Express on its class path. */
  @Test
  void shouldLeaveProcessToOthersWhenMpjIsAbsent() {
    assertFalse(new MpjProvider().started(new String[] {"0", "4", "smpdev"}));
    assertFalse(new MpjProvider().started(new String[0]));
    assertThrows(CommException.class, MpjBinding::load);
  }

  @Test
  void shouldTellRanksOnceWhenNoticeIsPosted() throws IOException {
    String value;
    try (MpjNotice launcher = MpjNotice.create()) {
      value = launcher.value();
      MpjNotice rank = MpjNotice.find(Map.of(MpjNotice.VARIABLE, value));
      assertTrue(rank != null);
      assertEquals(Optional.empty(), rank.reason());
      rank.post(7, "rank 1 of 2 aborted the job with code 7");
      launcher.post(0, "rank 1 of 2 is gone (exit code 1)");
      assertEquals(Optional.of("rank 1 of 2 aborted the job with code 7"), rank.reason());
      assertEquals(OptionalInt.of(7), launcher.abortCode());
    }
    assertFalse(Files.exists(Path.of(value.substring(value.indexOf(':') + 1)).getParent()));
  }

  @Test
  void shouldGiveUpAndRemoveFolderWhenLauncherIsGone(@TempDir Path temporary) throws Exception {
    Process launcher = new ProcessBuilder("/bin/true").start();
    launcher.waitFor();
    Path folder = Files.createDirectory(temporary.resolve("job"));
    Files.createFile(folder.resolve("draft1"));
    String value = launcher.pid() + ":" + folder.resolve("notice");
    for (int rank = 0; rank < 2; rank++) {
      MpjNotice notice = MpjNotice.find(Map.of(MpjNotice.VARIABLE, value));
      assertTrue(notice != null);
      notice.post(7, "nobody reads this");
      assertEquals(Optional.of("the launcher of this job is gone"), notice.reason());
      assertFalse(Files.exists(folder));
    }
  }

  @Test
  void shouldSayNothingWhenRankEndsAfterTheJob() throws IOException {
    assertEquals("", errors(notice -> notice.close()));
  }

  @Test
  void shouldSayWhyWhenNoticeCannotBePosted() throws IOException {
    String errors = errors(MpjProviderTest::removeFolder);
    assertTrue(
        errors.matches(
            "jromio: cannot tell the ranks that all is lost: .*NoSuchFileException: /.*\\R"),
        errors);
  }

  /** What is said when a notice is posted after {@code before}. */
  private static String errors(Consumer<MpjNotice> before) throws IOException {
    PrintStream usual = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try (MpjNotice notice = MpjNotice.create()) {
      before.accept(notice);
      notice.post(0, "all is lost");
    } finally {
      System.setErr(usual);
    }
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static void removeFolder(MpjNotice notice) {
    String value = notice.value();
    Path file = Path.of(value.substring(value.indexOf(':') + 1));
    assertTrue(file.toFile().getParentFile().delete());
  }

  @Test
  void shouldRefuseWhenVariableIsNoNotice() {
    assertEquals(null, MpjNotice.find(Map.of()));
    assertThrows(
        CommException.class, () -> MpjNotice.find(Map.of(MpjNotice.VARIABLE, "x:/tmp/notice")));
  }
}
