package io.jromio.dfs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.engine.KillWork.Change;
import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills an engine under load at random moments and compares every acknowledged byte. What was under
 * way is there as a whole or not at all, also where it concerns two targets.
 */
final class EngineKillTest {
  private static final int KILLS = 52;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** Of each thread, target and dkey: for each byte the number of the change that wrote it. */
  private final int[][][][] model =
      new int[KillWork.THREADS][2][KillWork.DKEYS][KillWork.ARRAY + KillWork.ARRAY / 2];

  /** Of each thread: the last change that is in the model. */
  private final int[] done = new int[KillWork.THREADS];

  @Test
  void shouldHoldEveryAcknowledgedByteWhenKilledAtRandomMoments() throws Exception {
    System.out.println("EngineKillTest seed=" + seed + " kills=" + KILLS);
    Path libraries = Files.createDirectory(folder.resolve("tmp"));
    int changes = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int[] acknowledged = runAndKill(libraries);
      for (int thread = 0; thread < KillWork.THREADS; thread++) {
        while (done[thread] < acknowledged[thread]) {
          done[thread]++;
          apply(thread, KillWork.change(seed, thread, done[thread]));
          changes++;
        }
      }
      check();
      for (java.io.File left : libraries.toFile().listFiles()) {
        Files.delete(left.toPath());
      }
    }
    System.out.println("EngineKillTest changes=" + changes);
    assertTrue(changes > KILLS, "changes=" + changes);
  }

  private void apply(int thread, Change change) {
    for (int target : KillWork.targets(thread, change)) {
      change.mark(model[thread][target][change.dkey()]);
    }
  }

  /** The last number that each thread has seen acknowledged. */
  private int[] runAndKill(Path libraries) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Djava.io.tmpdir=" + libraries,
                "-cp",
                System.getProperty("java.class.path"),
                KillChild.class.getName(),
                folder.resolve("store").toString(),
                Long.toString(seed),
                Integer.toString(done[0] + 1),
                Integer.toString(done[1] + 1))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int[] acknowledged = done.clone();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      Thread killer = null;
      int left = random.nextInt(150);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.matches("\\d \\d+")) {
          int thread = line.charAt(0) - '0';
          int number = Integer.parseInt(line, 2, line.length(), 10);
          acknowledged[thread] = Math.max(acknowledged[thread], number);
        } else {
          assertEquals("ready", line);
        }
        left--;
        if (left < 0 && killer == null) {
          long delayMs = random.nextInt(20);
          killer = Thread.ofPlatform().start(() -> kill(child, delayMs));
        }
      }
      if (killer != null) {
        killer.join();
      }
    } finally {
      child.destroyForcibly();
      assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    }
    return acknowledged;
  }

  /** By its handle, which leaves what it said to be read. */
  private static void kill(Process child, long delayMs) {
    try {
      if (child.waitFor(delayMs, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertTrue(child.toHandle().destroyForcibly());
  }

  private void check() throws StoreException {
    try (Engine engine = Engine.open(new EngineConfig(folder.resolve("store"), 2, 64))) {
      for (int thread = 0; thread < KillWork.THREADS; thread++) {
        Request open =
            new Request.OpenContainer(
                EngineUser.POOL, KillWork.CONTAINERS[thread], OpenMode.READ_ONLY);
        UUID handle = assertInstanceOf(Reply.Opened.class, EngineUser.reply(engine, open)).handle();
        byte[][][] found = read(engine, handle, thread);
        Change next = KillWork.change(seed, thread, done[thread] + 1);
        int differs = firstDifference(found, thread);
        if (differs >= 0) {
          // The change that was under way is there: then all of it is.
          done[thread]++;
          apply(thread, next);
          assertEquals(-1, firstDifference(found, thread), "thread=" + thread + " " + next);
        }
      }
    }
  }

  private static byte[][][] read(Engine engine, UUID handle, int thread) throws StoreException {
    byte[][][] found = new byte[2][KillWork.DKEYS][KillWork.ARRAY + KillWork.ARRAY / 2];
    for (int target = 0; target < 2; target++) {
      for (int dkey = 0; dkey < KillWork.DKEYS; dkey++) {
        ByteRanges ranges = ByteRanges.of(0, MemorySegment.ofArray(found[target][dkey]));
        DkeyFetch fetch =
            DkeyFetch.of(Key.of(dkey), Condition.NONE, new AkeyFetch.Read(EngineUser.AKEY, ranges));
        EngineUser.reply(
            engine, new Request.Fetch(handle, target, KillWork.object(thread), List.of(fetch)));
      }
    }
    return found;
  }

  /** The first byte that is not as the model says, or -1. */
  private int firstDifference(byte[][][] found, int thread) {
    for (int target = 0; target < 2; target++) {
      for (int dkey = 0; dkey < KillWork.DKEYS; dkey++) {
        int[] numbers = model[thread][target][dkey];
        byte[] expected = new byte[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
          expected[i] = numbers[i] == 0 ? 0 : KillWork.content(numbers[i], i);
        }
        int differs = Arrays.mismatch(expected, found[target][dkey]);
        if (differs >= 0) {
          return differs;
        }
      }
    }
    return -1;
  }
}
