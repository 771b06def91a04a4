package io.jromio.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dist.JromioCommand.Result;
import io.jromio.hints.HintResolver;
import io.jromio.hints.Hints;
import io.jromio.hints.Info;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the distribution holds, and how its scripts find Java. */
@Timeout(100)
class DistributionIT {
  private static final Path HOME = JromioCommand.HOME;
  private final Path folder;

  DistributionIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldHoldEverythingInOneJarWhenUsedOnClassPath() throws IOException {
    try (JarFile jar = new JarFile(HOME.resolve("lib/jromio.jar").toFile())) {
      var manifest = jar.getManifest().getMainAttributes();
      assertEquals("io.jromio.bench.cli.Jromio", manifest.getValue("Main-Class"));
      assertEquals("ALL-UNNAMED", manifest.getValue("Enable-Native-Access"));
      assertNull(jar.getEntry("module-info.class"));
      for (String service : List.of("io.jromio.adio.AdioDriver", "io.jromio.comm.CommProvider")) {
        for (String provider : lines(jar, "META-INF/services/" + service)) {
          String file = provider.replace('.', '/') + ".class";
          assertTrue(jar.getEntry(file) != null, file);
        }
      }
      assertTrue(jar.getEntry("picocli/CommandLine.class") != null);
      assertTrue(jar.getEntry("META-INF/LICENSE") != null);
    }
  }

  /** But for the caches, which would not fit where the zip is unpacked. */
  @Test
  void shouldHoldSameFilesWhenZipped() throws IOException {
    TreeSet<String> zipped = new TreeSet<>();
    try (ZipFile zip = new ZipFile(HOME.resolveSibling("jromio.zip").toFile())) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .forEach(zipped::add);
    }
    TreeSet<String> files = new TreeSet<>();
    try (Stream<Path> tree = Files.walk(HOME)) {
      tree.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".aot"))
          .forEach(file -> files.add("jromio/" + HOME.relativize(file)));
    }
    assertEquals(files, zipped);
    assertTrue(files.contains("jromio/bin/jromio"), files.toString());
    assertTrue(files.contains("jromio/hints/quickstart.hints"), files.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "collective", "independent"})
  void shouldTakeEveryLineWhenHintFileIsRead(String name) throws IOException {
    Path file = HOME.resolve("hints").resolve(name + ".hints");
    HintResolver resolver =
        new HintResolver(Map.of("ROMIO_HINTS", file.toString()), folder.resolve("none"));
    Hints hints = HintResolver.resolve(new Info(), resolver.readFile());
    assertEquals(List.of(), hints.rejected());
    assertEquals(List.of(), hints.warnings());
    int taken = 0;
    for (String line : Files.readAllLines(file)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] words = line.split(" ");
        assertEquals(Optional.of(words[1]), hints.toInfo().get(words[0]), line);
        taken++;
      }
    }
    assertTrue(taken >= 4, "taken=" + taken);
  }

  @Test
  void shouldRunThroughLinkWhenJavaOnPathIsOld() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("jr"), jromio());
    Result result = script(Map.of("JAVA_HOME", "/nonexistent"), link.toString(), "version");
    assertEquals(0, result.code(), result.err());
  }

  @Test
  void shouldSayWhatIsMissingWhenChosenJavaIsTooOld() throws Exception {
    Path old = Files.createDirectories(folder.resolve("old/bin"));
    Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\nexit 0\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"17.0.15\"\n");
    String home = folder.resolve("old").toString();
    Result refused = script(Map.of("JROMIO_JAVA_HOME", home), jromio().toString(), "version");
    assertEquals(1, refused.code());
    assertEquals(
        "jromio: JROMIO_JAVA_HOME=%s is no JDK 25 or later\n".formatted(home), refused.err());
    // Not chosen, only there: another one is found.
    Result passed = script(Map.of("JAVA_HOME", home), jromio().toString(), "version");
    assertEquals(0, passed.code(), passed.err());
  }

  @Test
  void shouldPreferJavaHomeWhenItIsNewEnough() throws Exception {
    String home = System.getProperty("java.home");
    Result result = script(Map.of("JAVA_HOME", home), bin("find-jdk").toString());
    assertEquals(home + "\n", result.out());
  }

  @Test
  void shouldDoNothingWhenMpjIsInstalledOrCannotBe() throws Exception {
    assertEquals(0, script(Map.of(), bin("install-mpj").toString()).code());
  }

  private static Path jromio() {
    return bin("jromio");
  }

  private static Path bin(String name) {
    return HOME.resolve("bin").resolve(name).toAbsolutePath();
  }

  private Result script(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int code = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Result(code, Files.readString(out), Files.readString(err));
  }

  private static List<String> lines(JarFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertFalse(entry == null, name);
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
