package io.jromio.comm;

/** What each rank of {@link RankThreads} does. */
@FunctionalInterface
public interface RankBody {

  /** Runs one rank; throwing ends the whole job. */
  void run(World world) throws Exception;
}
