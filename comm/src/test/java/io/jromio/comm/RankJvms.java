package io.jromio.comm;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import io.jromio.comm.shm.LocalJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The smallest launcher: N JVMs with a {@link LocalJob}, their output in files. */
final class RankJvms implements AutoCloseable {
  private final LocalJob job;
  private final Path output;
  private final List<Process> processes = new ArrayList<>();

  private RankJvms(LocalJob job, Path output) {
    this.job = job;
    this.output = output;
  }

  /** Starts {@code size} ranks of {@code main}. */
  static RankJvms start(int size, Path output, Class<?> main, String... args) throws IOException {
    RankJvms jvms = new RankJvms(LocalJob.create(size), output);
    for (int r = 0; r < size; r++) {
      int rank = r;
      ProcessBuilder builder = command(main, args);
      builder.environment().putAll(jvms.job.environment(rank));
      builder.redirectErrorStream(true);
      builder.redirectOutput(output.resolve("output-" + rank).toFile());
      Process process = builder.start();
      jvms.processes.add(process);
      var unused = process.onExit().thenAccept(p -> jvms.job.markExited(rank, p.exitValue()));
    }
    return jvms;
  }

  /** A JVM with the class path of this one. */
  static ProcessBuilder command(Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp"));
    String own = System.getProperty("java.class.path");
    command.add(System.getProperty("surefire.test.class.path", own));
    command.add(main.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command);
  }

  /** Waits until {@code condition} holds, and looks again whenever a file of the folder changes. */
  static void await(Path folder, Callable<Boolean> condition) throws Exception {
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, ENTRY_CREATE, ENTRY_MODIFY);
      while (!condition.call()) {
        WatchKey change = watch.take();
        change.pollEvents();
        change.reset();
      }
    }
  }

  /** Waits until a rank has left the file that says it is under way; returns its process id. */
  static long awaitMark(Path directory, int rank) throws Exception {
    Path mark = directory.resolve("rank-" + rank);
    await(directory, () -> Files.exists(mark));
    return Long.parseLong(Files.readString(mark));
  }

  Process process(int rank) {
    return processes.get(rank);
  }

  String output(int rank) throws IOException {
    return Files.readString(output.resolve("output-" + rank));
  }

  Path jobFile() {
    return job.path();
  }

  OptionalInt abortCode() {
    return job.abortCode();
  }

  /** The exit codes of all ranks. */
  int[] await() throws InterruptedException {
    int[] codes = new int[processes.size()];
    for (int r = 0; r < codes.length; r++) {
      codes[r] = processes.get(r).waitFor();
    }
    return codes;
  }

  @Override
  public void close() throws IOException {
    for (Process process : processes) {
      process.destroyForcibly();
    }
    for (Process process : processes) {
      try {
        process.waitFor(10, TimeUnit.SECONDS);
        process.onExit().get();
      } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
        Thread.currentThread().interrupt();
      }
    }
    job.close();
  }
}
