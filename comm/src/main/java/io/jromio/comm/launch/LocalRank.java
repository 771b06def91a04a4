package io.jromio.comm.launch;

import io.jromio.comm.shm.LocalJob;
import java.util.Arrays;

/**
 * One rank in a process of its own. Runs the program's {@code main} and gives its failure a true
 * exit code, even when the program has left threads running.
 *
 * <p>Arguments: the main class, then the program's own.
 */
final class LocalRank {
  private LocalRank() {}

  public static void main(String[] args) {
    int rank = Integer.parseInt(System.getenv(LocalJob.RANK_VARIABLE));
    MainMethod.runAndExit(args[0], rank, Arrays.copyOfRange(args, 1, args.length));
  }
}
