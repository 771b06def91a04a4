package io.jromio.comm.mpj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.CommException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

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
  void shouldGiveUpWhenLauncherIsGone() throws Exception {
    Process launcher = new ProcessBuilder("/bin/true").start();
    launcher.waitFor();
    MpjNotice rank =
        MpjNotice.find(Map.of(MpjNotice.VARIABLE, launcher.pid() + ":/nonexistent/notice"));
    assertTrue(rank != null);
    assertEquals(Optional.of("the launcher of this job is gone"), rank.reason());
  }

  @Test
  void shouldRefuseWhenVariableIsNoNotice() {
    assertEquals(null, MpjNotice.find(Map.of()));
    assertThrows(
        CommException.class, () -> MpjNotice.find(Map.of(MpjNotice.VARIABLE, "x:/tmp/notice")));
  }
}
