package io.jromio.dfs.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class StoreAccessTest {
  private final Path home;
  private final List<Process> processes = new ArrayList<>();

  StoreAccessTest(@TempDir Path home) {
    this.home = home;
  }

  @AfterEach
  void end() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    await("engine is closed", () -> !Files.exists(home.resolve("store/endpoint")));
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertTrue(System.nanoTime() < deadline, "did not happen: " + what);
      Thread.onSpinWait();
    }
  }

  private Map<String, String> environment() {
    return Map.of("JROMIO_HOME", home.toString(), "JROMIO_TARGETS", "2");
  }

  private Process start(Path where, long first, int count) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                StoreUser.class.getName(),
                where.toString(),
                Long.toString(first),
                Integer.toString(count))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return process;
  }

  private static BufferedReader out(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void check(ObjectStore store, long first, int count) throws StoreException {
    for (long dkey = first; dkey < first + count; dkey++) {
      byte[] expected = StoreUser.bytes(dkey);
      byte[] found = new byte[expected.length];
      AkeyFetch akey =
          new AkeyFetch.Read(StoreUser.AKEY, ByteRanges.of(0, MemorySegment.ofArray(found)));
      store.fetch(StoreUser.OBJECT, List.of(DkeyFetch.of(Key.of(dkey), Condition.EXISTS, akey)));
      assertArrayEquals(expected, found, "dkey=" + dkey);
    }
  }

  @Test
  void shouldCloseTheEngineWhenTheLastUserOfTheProcessLeaves() throws Exception {
    StoreSystem first = StoreAccess.connect(environment());
    StoreSystem second = StoreAccess.connect(environment());
    assertEquals(first.endpoint(), second.endpoint());
    ObjectStore store = StoreUser.open(first);
    StoreUser.write(store, 1, 3);
    byte[] shared = store.share();
    try (StoreSystem third = StoreAccess.connect(first.endpoint(), environment());
        ObjectStore attached = third.attach(shared)) {
      check(attached, 1, 3);
    }
    store.close();
    first.close();
    first.close();
    assertTrue(RunningEngine.find(home.resolve("store")).isPresent());
    second.close();
    assertFalse(RunningEngine.find(home.resolve("store")).isPresent());
    try (StoreSystem again = StoreAccess.connect(environment());
        ObjectStore opened = again.open("tank", "ckpt", OpenMode.READ_ONLY)) {
      check(opened, 1, 3);
    }
  }

  @Test
  void shouldJoinAndOutliveTheOwnerWhenManyProcessesUseTheStore() throws Exception {
    int count = 4;
    for (int i = 0; i < count; i++) {
      start(home, 1 + 10L * i, 10);
    }
    String endpoint = null;
    List<BufferedReader> outs = new ArrayList<>();
    for (Process process : processes) {
      BufferedReader out = out(process);
      outs.add(out);
      String line = String.valueOf(out.readLine());
      assertTrue(line.startsWith("written "), line);
      assertTrue(endpoint == null || endpoint.equals(line), line);
      endpoint = line;
    }
    long owner = RunningEngine.find(home.resolve("store")).orElseThrow().pid();
    Process owning =
        processes.stream().filter(process -> process.pid() == owner).findFirst().orElseThrow();
    owning.getOutputStream().close();
    BufferedReader ownerOut = outs.get(processes.indexOf(owning));
    assertEquals("left", ownerOut.readLine());
    assertTrue(owning.isAlive());
    try (StoreSystem late = StoreAccess.connect(environment());
        ObjectStore store = late.open("tank", "ckpt", OpenMode.READ_ONLY)) {
      check(store, 1, 10 * count);
    }
    for (Process process : processes) {
      process.getOutputStream().close();
    }
    for (Process process : processes) {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue());
    }
    assertFalse(RunningEngine.find(home.resolve("store")).isPresent());
  }

  @Test
  void shouldTakeOverWhenTheOwnerWasKilled() throws Exception {
    Process process = start(home, 1, 20);
    assertTrue(String.valueOf(out(process).readLine()).startsWith("written "));
    process.destroyForcibly().waitFor();
    assertTrue(RunningEngine.find(home.resolve("store")).isPresent());
    try (StoreSystem system = StoreAccess.connect(environment());
        ObjectStore store = system.open("tank", "ckpt", OpenMode.READ_WRITE)) {
      check(store, 1, 20);
    }
  }

  @Test
  void shouldGiveBackHandlesWhenAClientWasKilled() throws Exception {
    try (StoreSystem system = StoreAccess.connect(environment())) {
      StoreUser.open(system).close();
      Process process = start(home, 1, 2);
      assertTrue(String.valueOf(out(process).readLine()).startsWith("written "));
      assertEquals(1, system.queryContainer("tank", "ckpt").use().handles());
      process.destroyForcibly().waitFor();
      await(
          "handle is given back", () -> system.queryContainer("tank", "ckpt").use().handles() == 0);
    }
  }

  @Test
  void shouldListenElsewhereWhenThePathIsTooLongForASocket() throws Exception {
    Path deep = home.resolve("d".repeat(100));
    Files.createDirectories(deep);
    try (StoreSystem system = StoreAccess.connect(Map.of("JROMIO_HOME", deep.toString()))) {
      assertTrue(system.endpoint().length() < 100, system.endpoint());
      StoreUser.open(system).close();
      Process process = start(deep, 1, 2);
      assertTrue(String.valueOf(out(process).readLine()).startsWith("written "));
      process.getOutputStream().close();
      assertEquals(0, process.waitFor());
    }
  }

  @Test
  void shouldRefuseWhenThereIsNoEngineAndNoneIsToBeMade() {
    StoreException off =
        assertThrows(
            StoreException.class,
            () ->
                StoreAccess.connect(
                    Map.of("JROMIO_HOME", home.toString(), "JROMIO_EMBEDDED", "off")));
    assertEquals(Der.UNREACH, off.der());
    StoreException nobody =
        assertThrows(
            StoreException.class,
            () -> StoreAccess.connect(Map.of("JROMIO_ENGINE", "unix:" + home.resolve("none"))));
    assertEquals(Der.UNREACH, nobody.der());
    StoreException wrong =
        assertThrows(
            StoreException.class, () -> StoreAccess.connect(Map.of("JROMIO_ENGINE", "ib0:7")));
    assertEquals(Der.INVAL, wrong.der());
  }

  @Test
  void shouldServeOverTcpWhenClientHasTheSecret() throws Exception {
    Path storage = home.resolve("store");
    ServedEngine.Listen listen =
        new ServedEngine.Listen(home.resolve("run"), "tcp:127.0.0.1:0", false);
    try (ServedEngine engine = ServedEngine.open(storage, 2, listen)) {
      Map<String, String> environment =
          Map.of(
              "JROMIO_ENGINE",
              engine.endpoint(),
              "JROMIO_SECRET_FILE",
              ServedEngine.secretFile(storage).toString());
      try (StoreSystem system = StoreAccess.connect(environment);
          ObjectStore store = StoreUser.open(system)) {
        StoreUser.write(store, 1, 3);
        check(store, 1, 3);
      }
    }
  }
}
