package io.jromio.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ranks on a machine whose memory file system is nearly full; needs to be root, to mount one. */
@Timeout(100)
class SmallMemoryIT {
  private final Path folder;

  SmallMemoryIT(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Runs a shell script in a mount namespace with a /dev/shm of its own. */
  private int run(String size, String script) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "unshare",
            "-m",
            "sh",
            "-c",
            "mount -t tmpfs -o size=%s jromio-test /dev/shm && %s".formatted(size, script));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("JROMIO_"));
    builder.environment().put("ROMIO_HINTS", folder.resolve("hints").toString());
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    Process process = builder.start();
    assertTrue(process.waitFor(90, TimeUnit.SECONDS), "not done");
    return process.exitValue();
  }

  @Test
  void shouldExchangeMessagesWithOneWarningWhenWindowsDoNotFit() throws Exception {
    Files.writeString(
        folder.resolve("hints"),
        "romio_cb_write enable\nromio_cb_read enable\ncb_config_list *:4\n");
    assumeTrue(run("1m", "true") == 0, "cannot mount a small tmpfs");
    String ior =
        "%s run -n 4 ior -a MPIIO -c -b 1m -t 1m -s 16 -w -W -r -R -o %s"
            .formatted(
                JromioCommand.HOME.resolve("bin/jromio").toAbsolutePath(), folder.resolve("file"));
    int code = run("6m", ior);
    String err = Files.readString(folder.resolve("err"));
    assertEquals(0, code, err);
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.startsWith("jromio: no shared memory for windows of 1048576 bytes"), err);
    String out = Files.readString(folder.resolve("out"));
    assertTrue(out.contains("Finished"), out);
  }
}
