package io.jromio.comm.launch;

import io.jromio.comm.RankFailure;
import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import io.jromio.comm.launch.RankProcesses.Patience;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The JVM of {@link ThreadsLauncher}: all ranks as threads. The first rank that fails decides the
 * exit code; ranks that do not notice soon enough end with the JVM.
 *
 * <p>Arguments: the process id of the launcher, the number of ranks, whether to tag the output, the
 * main class, the program's own.
 */
final class ThreadRanks {
  private static final int OWN_ARGS = 4;

  /** The rank of the current thread and of those that it makes. */
  private static final InheritableThreadLocal<Integer> RANK = new InheritableThreadLocal<>();

  private final MainMethod main;
  private final AtomicInteger exitCode = new AtomicInteger();

  private ThreadRanks(MainMethod main) {
    this.main = main;
  }

  public static void main(String[] args) {
    RankInput.install(ThreadRanks::currentRank);
    if (Boolean.parseBoolean(args[2])) {
      RankTagStream.install(ThreadRanks::currentRank);
    }
    int code;
    try {
      code = new ThreadRanks(MainMethod.of(args[3])).run(args);
    } catch (NoSuchProgramException e) {
      code = MainMethod.report(0, e);
    }
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int currentRank() {
    Integer rank = RANK.get();
    return rank == null ? RankTagStream.NO_RANK : rank;
  }

  private int run(String[] args) {
    long launcherPid = Long.parseLong(args[0]);
    int ranks = Integer.parseInt(args[1]);
    String[] own = Arrays.copyOfRange(args, OWN_ARGS, args.length);
    try {
      RankThreads.run(ranks, launcherPid, own, this::runRank);
    } catch (RankFailure e) {
      // Reported where it happened.
      return e.abortCode().orElse(exitCode.get());
    }
    return 0;
  }

  private void runRank(World world) throws Exception {
    RANK.set(world.rank());
    try {
      main.run(world.args());
    } catch (Throwable e) {
      int code = MainMethod.report(world.rank(), e);
      if (exitCode.compareAndSet(0, code)) {
        endSoon(code);
      }
      throw e;
    }
  }

  private static void endSoon(int code) {
    Thread timer =
        new Thread(
            () -> {
              try {
                Thread.sleep(Patience.USUAL.graceMs());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              System.exit(code);
            },
            "end of job");
    timer.setDaemon(true);
    timer.start();
  }
}
