package io.jromio.comm.launch;

import io.jromio.comm.launch.RankProcesses.Patience;
import io.jromio.comm.launch.RankProcesses.RankCommand;
import io.jromio.comm.shm.LocalJob;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts each rank in a JVM of its own on this machine; they talk through shared memory. When a
 * rank is killed, the others' pending communication fails.
 */
public final class LocalLauncher implements Launcher {

  /** A launcher; all that it needs is in the spec. */
  public LocalLauncher() {}

  @Override
  public String name() {
    return "local";
  }

  @Override
  public int run(LaunchSpec spec) throws IOException, InterruptedException {
    try (LocalJob job = LocalJob.create(spec.ranks())) {
      return AtExit.guarded(() -> remove(job), () -> run(spec, job));
    }
  }

  private static int run(LaunchSpec spec, LocalJob job) throws IOException, InterruptedException {
    List<RankCommand> ranks = new ArrayList<>();
    for (int rank = 0; rank < spec.ranks(); rank++) {
      ranks.add(rank(job, spec, rank));
    }
    int code = new RankProcesses(ranks, Patience.USUAL).run(spec.tagOutput(), job::markExited);
    return job.abortCode().orElse(code);
  }

  private static RankCommand rank(LocalJob job, LaunchSpec spec, int rank) {
    List<String> command = RankJvm.oneRank(spec, List.of(spec.program().classPath()));
    command.add(LocalRank.class.getName());
    command.add(spec.program().mainClass());
    command.addAll(spec.program().args());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(job.environment(rank));
    return new RankCommand("rank " + rank, 1, builder);
  }

  private static void remove(LocalJob job) {
    try {
      Files.deleteIfExists(job.path());
    } catch (IOException e) {
      System.err.printf("jromio: cannot remove %s: %s%n", job.path(), e.getMessage());
    }
  }
}
