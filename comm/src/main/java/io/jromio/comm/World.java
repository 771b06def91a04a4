package io.jromio.comm;

/**
 * All ranks of a job, as the launcher started them. Closing it ends this rank's part in the job
 * (MPI_Finalize): after that nothing of it may be used.
 */
public interface World extends Communicator {

  /** The program's own arguments, without those that the launcher added. */
  String[] args();

  /** What carries the messages: {@code self}, {@code threads}, {@code local} or {@code mpj}. */
  String provider();
}
