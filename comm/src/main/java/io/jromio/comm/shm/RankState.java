package io.jromio.comm.shm;

/** What a rank's slot in the job segment says of it. */
public enum RankState {
  /** Not attached yet. */
  STARTING,
  /** Attached and able to talk. */
  RUNNING,
  /** Closed its world, or ended well; what it sent can still be received. */
  FINISHED,
  /** Ended badly; the job cannot go on. */
  DEAD
}
