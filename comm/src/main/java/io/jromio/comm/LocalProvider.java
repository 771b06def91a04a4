package io.jromio.comm;

import io.jromio.comm.shm.JobSegment;
import io.jromio.comm.shm.LocalJob;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Processes of one machine that {@link LocalJob} describes in their environment. */
final class LocalProvider implements CommProvider {
  private final Map<String, String> environment;

  LocalProvider(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public int precedence() {
    return 30;
  }

  @Override
  public boolean started(String[] args) {
    return environment.containsKey(LocalJob.JOB_VARIABLE);
  }

  @Override
  public World attach(String[] args) {
    int rank = number(LocalJob.RANK_VARIABLE);
    int size = number(LocalJob.SIZE_VARIABLE);
    Path path = Path.of(environment.getOrDefault(LocalJob.JOB_VARIABLE, ""));
    Arena arena = Arena.ofShared();
    try {
      JobSegment job = LocalJob.join(path, arena);
      if (size != job.size() || rank < 0 || rank >= size) {
        throw new CommException(
            "rank=%d size=%d, but the job has %d ranks (%s)"
                .formatted(rank, size, job.size(), path));
      }
      if (!job.begin(rank)) {
        throw new CommException("rank %d has attached before (%s)".formatted(rank, path));
      }
      if (job.allBegan()) {
        Files.deleteIfExists(path);
      }
      LauncherWatch watch = LauncherWatch.of(job.launcherPid());
      return Comms.world(new RingTransport(job, rank, watch, arena::close), name(), args);
    } catch (IOException | IllegalArgumentException e) {
      arena.close();
      throw new CommException("cannot join the job of rank %d: %s".formatted(rank, e), e);
    } catch (CommException e) {
      arena.close();
      throw e;
    }
  }

  private int number(String variable) {
    String text = environment.getOrDefault(variable, "");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new CommException("%s=%s, expected a number".formatted(variable, text), e);
    }
  }
}
