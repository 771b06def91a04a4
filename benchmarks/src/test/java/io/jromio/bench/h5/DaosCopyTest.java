package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.daos.Daos;
import io.jromio.bench.h5.H5Run.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a real file to objects of a store and back, each command in a JVM of its own. */
final class DaosCopyTest {
  private static final String OBJECTS = "h5daos://tank/run/sample.h5";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private Result java(Class<?> program, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JROMIO_HOME", folder.resolve("home").toString());
    builder.environment().remove("JROMIO_ENGINE");
    Path errors = folder.resolve("errors");
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    // The class path of the tests has logging without a logger, which is told.
    String err =
        Files.readString(errors)
            .lines()
            .filter(line -> !line.startsWith("SLF4J"))
            .collect(Collectors.joining("\n"));
    return new Result(code, out, err);
  }

  @Test
  void shouldBeEqualWhenCopiedToObjectsAndBack() throws IOException, InterruptedException {
    Path file = H5Run.resource("sample.h5", folder);
    java(Daos.class, "pool", "create", "tank").good();
    String said = java(H5.class, "copy", "sample.h5", OBJECTS).good();
    assertTrue(
        said.contains("Copied to " + OBJECTS + ": 2 groups, 22 datasets, 0 types, 4 links\n"),
        said);
    assertEquals("", java(H5.class, "diff", "sample.h5", OBJECTS).good());
    String list = java(H5.class, "ls", "-r", OBJECTS).good();
    assertEquals(H5Run.text("ls-r.txt"), list);
    java(H5.class, "copy", OBJECTS, "back.h5").good();
    assertEquals(
        "", H5Run.run("diff", file.toString(), folder.resolve("back.h5").toString()).good());
    Result missing = java(H5.class, "ls", "h5daos://tank/run/nowhere.h5");
    assertEquals(1, missing.code(), missing.out());
    assertEquals(1, missing.err().lines().count(), missing.err());
  }
}
