package io.jromio.comm.launch;

import io.jromio.comm.shm.LocalJob;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a JVM for ranks: this JVM's own {@code java}, flags that suit many small JVMs
 * on one machine, then the user's flags, which win.
 */
final class RankJvm {
  private static final String SERIAL_GC = "-XX:+UseSerialGC";

  private RankJvm() {}

  /** A JVM for one rank, up to where the main class follows. */
  static List<String> oneRank(LaunchSpec spec, List<String> classPath) {
    return command(spec.jvmArgs(), List.of(SERIAL_GC), classPath);
  }

  /** A JVM for all ranks as threads, up to where the main class follows. */
  static List<String> allRanks(LaunchSpec spec, List<String> classPath) {
    return command(spec.jvmArgs(), List.of(), classPath);
  }

  private static List<String> command(
      List<String> jvmArgs, List<String> collector, List<String> classPath) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:-UsePerfData");
    if (jvmArgs.stream().noneMatch(RankJvm::choosesCollector)) {
      command.addAll(collector);
    }
    if (jvmArgs.stream().noneMatch(RankJvm::choosesCache)) {
      command.addAll(StartCache.flags(classPath));
    }
    command.addAll(jvmArgs);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath));
    return command;
  }

  /** Keeps a job that is started by a rank of another one from joining that one. */
  static void leaveOuterJob(ProcessBuilder builder) {
    builder
        .environment()
        .keySet()
        .removeAll(List.of(LocalJob.RANK_VARIABLE, LocalJob.SIZE_VARIABLE, LocalJob.JOB_VARIABLE));
  }

  private static boolean choosesCache(String flag) {
    return flag.startsWith("-XX:AOT") || flag.startsWith("-Xshare") || flag.contains("Archive");
  }

  /** The JVM refuses to start with two collectors chosen. */
  private static boolean choosesCollector(String flag) {
    return flag.startsWith("-XX:+Use") && flag.endsWith("GC");
  }
}
