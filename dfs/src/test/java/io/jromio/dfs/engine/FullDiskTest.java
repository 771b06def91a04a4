package io.jromio.dfs.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a file system that fills up; needs to be allowed to mount one. */
final class FullDiskTest {
  private static final int CHUNK = 256 << 10;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static byte[] chunk(int number) {
    byte[] bytes = new byte[CHUNK];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  /** Short enough to stand in the index. */
  private static byte[] small(int number) {
    byte[] bytes = new byte[800];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  @Test
  void shouldLoseNothingAcknowledgedWhenDiskIsFull() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("small"));
    List<String> command =
        List.of("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", mount.toString());
    boolean mounted;
    try {
      mounted = run(command) == 0;
    } catch (IOException e) {
      mounted = false;
    }
    assumeTrue(mounted, "may not mount");
    try {
      fill(mount.resolve("store"));
    } finally {
      assertEquals(0, run(List.of("umount", mount.toString())));
    }
  }

  private void fill(Path storage) throws Exception {
    try (EngineUser user = EngineUser.create(storage, 2, Map.of())) {
      int written = writeUntilFull(user, 0);
      assertTrue(written > 64, "chunks=" + written);
      check(user, written);
      // Small updates fill the index: nothing acknowledged may get lost there either.
      int names = 0;
      try {
        while (names < 200_000) {
          user.write(1, Key.of("name." + names), 0, small(names));
          names++;
        }
      } catch (StoreException e) {
        assertEquals(Der.NOSPACE, e.der());
      }
      user.reopen();
      check(user, written);
      for (int name = 0; name < names; name++) {
        assertArrayEquals(small(name), user.read(1, Key.of("name." + name), 0, 800));
      }
      user.call(new Request.PunchObject(user.handle(), 0, EngineUser.FILE));
      user.call(new Request.PunchObject(user.handle(), 1, EngineUser.FILE));
      int again = writeUntilFull(user, 0);
      assertTrue(again >= written - 8, "again=%d written=%d".formatted(again, written));
      check(user, again);
    }
  }

  private static int writeUntilFull(EngineUser user, int from) throws StoreException {
    int number = from;
    try {
      while (number < 1000) {
        user.write(0, Key.of(number + 1), 0, chunk(number));
        number++;
      }
      return number;
    } catch (StoreException e) {
      assertEquals(Der.NOSPACE, e.der(), e.getMessage());
      return number;
    }
  }

  private static void check(EngineUser user, int count) throws StoreException {
    for (int number = 0; number < count; number++) {
      assertArrayEquals(
          chunk(number), user.read(0, Key.of(number + 1), 0, CHUNK), "chunk=" + number);
    }
  }
}
