package io.jromio.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dist.JromioCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The caches for a quick start: used where they fit, and never in the way. */
@Timeout(100)
class StartCacheIT {
  private static final String FROM_CACHE = "io.jromio.comm.World source: shared objects file";

  private final Path folder;

  StartCacheIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"launcher", "rank"})
  void shouldBeThereForThisJdkWhenBuilt(String kind) {
    assertTrue(Files.exists(cache(JromioCommand.HOME, kind)), kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "threads"})
  void shouldLoadClassesOfRanksFromCacheWhenItFits(String launcher) throws Exception {
    Result result = hello(JromioCommand.HOME, "--launcher", launcher, "-J-Xlog:class+load");
    assertTrue(result.out().contains(FROM_CACHE), result.out());
  }

  @Test
  void shouldLoadClassesOfRanksFromCacheWhenFolderWasMoved() throws Exception {
    JromioCommand jromio = JromioCommand.in(copy(), folder, Map.of());
    Result result =
        jromio.await(jromio.start("run", "-J-Xlog:class+load", "ior", "-a", "DUMMY", "-w"));
    assertTrue(result.out().contains(FROM_CACHE), result.out());
  }

  @Test
  void shouldFindClassesOfOldLibrariesInCacheWhenRankReadsItsOptions() throws Exception {
    JromioCommand jromio = JromioCommand.in(JromioCommand.HOME, folder, Map.of());
    Result result =
        jromio.await(jromio.start("run", "-J-Xlog:class+load", "ior", "-a", "DUMMY", "-w"));
    assertTrue(
        result.out().contains("picocli.CommandLine source: shared objects file"), result.out());
  }

  /** A moved folder and a class path of the user's: more than the JVM sees through. */
  @Test
  void shouldRunInSilenceWhenFolderWasMoved() throws Exception {
    assertSilence(hello(copy()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5000, 1_000_000})
  void shouldRunInSilenceWhenCachesAreCutOff(int bytes) throws Exception {
    Path home = copy();
    for (String kind : new String[] {"launcher", "rank"}) {
      byte[] whole = Files.readAllBytes(cache(home, kind));
      Files.write(cache(home, kind), Arrays.copyOf(whole, bytes));
    }
    assertSilence(hello(home));
  }

  @Test
  void shouldRunInSilenceWhenCachesHoldSomethingElse() throws Exception {
    Path home = copy();
    Files.writeString(cache(home, "launcher"), "no cache\n".repeat(1000));
    Files.writeString(cache(home, "rank"), "no cache\n".repeat(1000));
    assertSilence(hello(home));
  }

  @Test
  void shouldRunInSilenceWhenCachesAreMissing() throws Exception {
    Path home = copy();
    Files.delete(cache(home, "launcher"));
    Files.delete(cache(home, "rank"));
    assertSilence(hello(home));
  }

  @Test
  void shouldRunInSilenceWhenJarIsNotTheOneOfTheCaches() throws Exception {
    Path home = copy();
    Path jar = home.resolve("lib/jromio.jar");
    Files.copy(jar, jar.resolveSibling("new"));
    Files.move(jar.resolveSibling("new"), jar, StandardCopyOption.REPLACE_EXISTING);
    assertSilence(hello(home));
  }

  @Test
  void shouldRunInSilenceWhenJdkHasAnotherPath() throws Exception {
    Path jdk = Path.of(System.getProperty("java.home"));
    Path link = Files.createSymbolicLink(folder.resolve("jdk"), jdk);
    Map<String, String> environment = Map.of("JROMIO_JAVA_HOME", link.toString());
    assertSilence(run(JromioCommand.HOME, environment));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseZGC", "-XX:+UseG1GC", "-Xshare:off", "-XX:-UseCompressedOops"})
  void shouldRunInSilenceWhenUserChoosesAnotherJvm(String flag) throws Exception {
    assertSilence(hello(JromioCommand.HOME, "-J" + flag));
  }

  private static void assertSilence(Result result) {
    assertEquals(0, result.code(), result.err());
    assertEquals("", result.err());
    assertEquals("rank=0 size=1 provider=local words=[]\n", result.out());
  }

  private static Path cache(Path home, String kind) {
    return home.resolve("lib/%s-%s.aot".formatted(kind, Runtime.version()));
  }

  private Result hello(Path home, String... options) throws IOException, InterruptedException {
    return run(home, Map.of(), options);
  }

  private Result run(Path home, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    JromioCommand jromio = JromioCommand.in(home, folder, environment);
    return jromio.await(jromio.start(JromioCommand.behaviour(List.of(options), "hello")));
  }

  /** The distribution in another folder, its files as old as they were. */
  private Path copy() throws IOException {
    Path home = folder.resolve("jromio");
    try (Stream<Path> tree = Files.walk(JromioCommand.HOME)) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        Files.copy(
            file,
            home.resolve(JromioCommand.HOME.relativize(file)),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return home;
  }
}
