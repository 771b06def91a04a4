package io.jromio.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code bin/jromio} of the assembled distribution, run as a user would. */
final class JromioCommand {
  /** Where the build has put the distribution. */
  static final Path HOME = Path.of(System.getProperty("jromio.home", "target/jromio"));

  /** The classes of these tests, among them {@link Behaviour}. */
  static final String CLASSES = System.getProperty("jromio.test.classes", "target/test-classes");

  private static final long LIMIT_S = 100;

  private final List<String> command = new ArrayList<>();
  private final Path folder;
  private final Map<String, String> environment;

  /** How a run ended. */
  record Result(int code, String out, String err) {}

  private JromioCommand(Path home, Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
    // A build in the background may have these signals ignored, and a JVM then ignores them too.
    command.addAll(List.of("env", "--default-signal=INT,HUP"));
    command.add(home.resolve("bin/jromio").toAbsolutePath().toString());
  }

  /**
   * Runs to the end.
   *
   * @param folder takes the output
   */
  static Result run(Path folder, String... args) throws IOException, InterruptedException {
    return run(folder, Map.of(), args);
  }

  /** Runs to the end with more environment. */
  static Result run(Path folder, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    JromioCommand jromio = new JromioCommand(HOME, folder, environment);
    return jromio.await(jromio.start(args));
  }

  /** A command that is to be started. */
  static JromioCommand in(Path folder) {
    return in(HOME, folder, Map.of());
  }

  /** A command of the distribution in {@code home}, with more environment. */
  static JromioCommand in(Path home, Path folder, Map<String, String> environment) {
    return new JromioCommand(home, folder, environment);
  }

  /** The arguments that run {@link Behaviour}. */
  static String[] behaviour(List<String> options, String... words) {
    List<String> args = new ArrayList<>();
    args.add("run");
    args.addAll(options);
    args.addAll(List.of("--cp", CLASSES, Behaviour.class.getName()));
    args.addAll(List.of(words));
    return args.toArray(String[]::new);
  }

  Process start(String... args) throws IOException {
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("JROMIO_"));
    builder.environment().putAll(environment);
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    return builder.start();
  }

  Result await(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
      process.destroy();
      process.waitFor();
      throw new AssertionError("not done in %d s: %s%n%s".formatted(LIMIT_S, command, err()));
    }
    return new Result(process.exitValue(), Files.readString(folder.resolve("out")), err());
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }
}
