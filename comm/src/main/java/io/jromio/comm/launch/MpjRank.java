package io.jromio.comm.launch;

import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * One rank under MPJ Express: runs the program's {@code main} and ends this JVM with a true exit
 * code when it fails. Needed because MPJ's own starter turns every failure into exit code 0, and
 * because its reader threads keep a rank's JVM alive after {@code main} has failed.
 *
 * <p>Arguments: the three of MPJ Express (rank, configuration, device), the main class, {@code tag}
 * or {@code plain}, the program's own.
 */
public final class MpjRank {
  private static final int MPJ_ARGS = 3;
  private static final int OWN_ARGS = 2;

  /** How the output looks. */
  static final String TAG = "tag";

  static final String PLAIN = "plain";

  private MpjRank() {}

  /** Runs the program as this rank. */
  public static void main(String[] args) {
    int rank = Integer.parseInt(args[0]);
    String program = args[MPJ_ARGS];
    ThreadGroup mine = Thread.currentThread().getThreadGroup();
    IntSupplier currentRank =
        () -> mine.parentOf(Thread.currentThread().getThreadGroup()) ? rank : RankTagStream.NO_RANK;
    RankInput.install(currentRank);
    if (args[MPJ_ARGS + 1].equals(TAG)) {
      RankTagStream.install(currentRank);
    }
    String[] left = Arrays.copyOf(args, args.length - OWN_ARGS);
    int from = MPJ_ARGS + OWN_ARGS;
    System.arraycopy(args, from, left, MPJ_ARGS, args.length - from);
    MainMethod.runAndExit(program, rank, left);
  }
}
