package io.jromio.comm;

import io.jromio.comm.shm.JobSegment;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the ranks of a job as platform threads of this JVM, named {@code rank-0}, {@code rank-1} and
 * so on. {@link Comms#attach} in such a thread, or in one that it made, gives its rank's world.
 *
 * <p>When a rank throws, the others get {@link CommException} from whatever they wait for.
 */
public final class RankThreads {
  private final JobSegment job;
  private final LauncherWatch watch;
  private final String[] args;
  private final RankBody body;
  private final List<RankFailure> failures = new ArrayList<>();

  private RankThreads(JobSegment job, LauncherWatch watch, String[] args, RankBody body) {
    this.job = job;
    this.watch = watch;
    this.args = args;
    this.body = body;
  }

  /** Runs {@code body} as {@code ranks} ranks without arguments. */
  public static void run(int ranks, RankBody body) {
    run(ranks, new String[0], body);
  }

  /**
   * Runs {@code body} as {@code ranks} ranks and returns when all have ended.
   *
   * @param args what {@link World#args} gives
   * @throws RankFailure the first rank's that failed
   * @throws CommException if the calling thread was interrupted; the job was aborted then
   */
  public static void run(int ranks, String[] args, RankBody body) {
    run(ranks, LauncherWatch.NONE, args, body);
  }

  /**
   * As {@link #run(int, String[], RankBody)}, for ranks that are not to outlive another process:
   * when it is gone, they get {@link CommException} from whatever they wait for.
   *
   * @param launcherPid that process
   */
  public static void run(int ranks, long launcherPid, String[] args, RankBody body) {
    run(ranks, LauncherWatch.of(launcherPid), args, body);
  }

  private static void run(int ranks, LauncherWatch watch, String[] args, RankBody body) {
    try (Arena arena = Arena.ofShared()) {
      new RankThreads(JobSegment.allocate(arena, ranks), watch, args, body).run();
    }
  }

  private void run() {
    List<Thread> threads = new ArrayList<>();
    for (int r = 0; r < job.size(); r++) {
      int rank = r;
      job.begin(rank);
      threads.add(Thread.ofPlatform().name("rank-" + rank).start(() -> runRank(rank)));
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      interrupted |= join(thread);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new CommException("interrupted while ranks were running");
    }
    synchronized (failures) {
      if (!failures.isEmpty()) {
        RankFailure first = failures.getFirst();
        failures.stream().skip(1).forEach(first::addSuppressed);
        job.abortCode().ifPresent(first::abortCode);
        throw first;
      }
    }
  }

  private void runRank(int rank) {
    Transport transport = new RingTransport(job, rank, watch, () -> {});
    World world = Comms.world(transport, ThreadsProvider.NAME, args);
    ThreadsProvider.bind(world);
    try {
      body.run(world);
    } catch (Throwable t) {
      // First the reason, then the news of it: what other ranks throw are only its consequences.
      synchronized (failures) {
        failures.add(new RankFailure(rank, job.size(), t));
      }
      job.markExited(rank, 1);
    } finally {
      world.close();
    }
  }

  private boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        job.abort(0, 1);
      }
    }
  }
}
