package io.jromio.comm.launch;

import java.util.List;

/**
 * What to start.
 *
 * @param ranks how many ranks, at least 1
 * @param program what each of them runs
 * @param jvmArgs added after a launcher's own flags for the ranks' JVMs, so that they win
 * @param tagOutput whether each line of output begins with {@code [rank]}
 */
public record LaunchSpec(int ranks, RankProgram program, List<String> jvmArgs, boolean tagOutput) {

  /** More ranks than this on one machine are a mistake. */
  public static final int MAX_RANKS = 512;

  public LaunchSpec {
    if (ranks < 1 || ranks > MAX_RANKS) {
      throw new IllegalArgumentException("ranks=%d, want 1 to %d".formatted(ranks, MAX_RANKS));
    }
    jvmArgs = List.copyOf(jvmArgs);
  }

  /** A job without extra JVM flags and tags. */
  public static LaunchSpec of(int ranks, RankProgram program) {
    return new LaunchSpec(ranks, program, List.of(), false);
  }
}
