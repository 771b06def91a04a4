package io.jromio.comm;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;

/**
 * A group of ranks that exchange bytes and agree on values.
 *
 * <p>Buffers are {@link MemorySegment}s, on the heap or off it; all sizes are bytes. The sizes of
 * both sides of a message must be equal: whoever receives knows how much will come, because plans
 * are made before bytes move.
 *
 * <p>Collective calls must be made by all ranks of the communicator in the same order. A
 * communicator may be used by several threads of a rank, but only one of them may be in a
 * collective call of it.
 *
 * <p>Every call throws {@link CommException} within a bounded time when a rank it depends on is
 * gone.
 *
 * @source MPI 4.1 chapters 3, 6 and 7
 */
public interface Communicator extends AutoCloseable {

  /** The largest tag of a message: tags are {@code 0 <= tag <= MAX_TAG}. */
  int MAX_TAG = 0x3fff;

  /** This rank, {@code 0 <= rank < size}. */
  int rank();

  /** The number of ranks. */
  int size();

  /** The name of the node that this rank runs on, as MPI_Get_processor_name gives it. */
  String processorName();

  /**
   * Starts to send {@code data} to {@code peer}; the bytes must stay unchanged until the request is
   * complete. Sending to oneself is allowed. Messages between two ranks with one tag do not
   * overtake each other.
   *
   * @throws IllegalArgumentException if {@code peer} or {@code tag} is out of range
   */
  Request isend(MemorySegment data, int peer, int tag);

  /**
   * Starts to receive exactly {@code buffer.byteSize()} bytes from {@code peer}.
   *
   * @throws IllegalArgumentException if {@code peer} or {@code tag} is out of range, or {@code
   *     buffer} is read-only
   */
  Request irecv(MemorySegment buffer, int peer, int tag);

  /** Sends and waits until {@code data} may be changed again. */
  default void send(MemorySegment data, int peer, int tag) {
    isend(data, peer, tag).await();
  }

  /** Receives exactly {@code buffer.byteSize()} bytes. */
  default void recv(MemorySegment buffer, int peer, int tag) {
    irecv(buffer, peer, tag).await();
  }

  /** Returns when all ranks have called it. */
  void barrier();

  /**
   * Copies {@code buffer} of {@code root} into {@code buffer} of all others; equal sizes
   * everywhere.
   */
  void bcast(MemorySegment buffer, int root);

  /** Broadcasts an array whose length only {@code root} knows; others may pass an empty array. */
  byte[] bcast(byte[] bytes, int root);

  /**
   * Collects one array of any length from every rank on {@code root}; others get an empty array.
   */
  byte[][] gather(byte[] bytes, int root);

  /** Collects one array of any length from every rank on every rank, in rank order. */
  byte[][] allgather(byte[] bytes);

  /**
   * Collects {@code values} of every rank on every rank: {@code size() * values.length} values in
   * rank order. All ranks pass the same number of values.
   */
  long[] allgather(long... values);

  /**
   * Sends {@code send[r]} to every rank r and receives {@code receive[r]} from it. Sizes agree in
   * pairs; empty segments cost nothing.
   */
  void alltoallv(MemorySegment[] send, MemorySegment[] receive);

  /** Reduces element by element over all ranks; every rank gets the result. */
  long[] allreduce(ReduceOp op, long... values);

  /**
   * Reduces element by element over the ranks below this one; rank 0 gets {@code op}'s neutral
   * element.
   */
  long[] exscan(ReduceOp op, long... values);

  /**
   * Makes one communicator per {@code color} with its ranks ordered by {@code key}, then by rank
   * here. Every rank is in exactly one of them.
   *
   * @param color not negative
   */
  Communicator split(int color, int key);

  /** Makes the communicator of the ranks that can map memory together, in rank order here. */
  Communicator splitShared();

  /** Whether all ranks can map memory together, so that splitting would make but one group. */
  boolean sharesMemory();

  /** Makes a communicator with the same ranks and traffic of its own. */
  Communicator dup();

  /**
   * Waits for something that other ranks bring about in memory they share with this one, where no
   * message tells of it. What this rank has under way makes progress meanwhile.
   *
   * @throws CommException within a bounded time when the job, or the rank that the condition waits
   *     for, cannot go on
   */
  void await(SharedCondition condition);

  /**
   * What a library keeps with this communicator between its calls, made when it is first asked for.
   * Local. It is closed with the communicator, before that gives back what it holds.
   *
   * @param key the class of what is kept: one object of each
   * @source MPI 4.1 section 7.7, caching
   */
  <T extends AutoCloseable> T kept(Class<T> key, Supplier<T> maker);

  /**
   * Ends the whole job: every rank's pending and later calls throw {@link CommException}.
   *
   * @param code the exit code for the launcher, 1 to 255
   */
  void abort(int code);

  /** Gives back what this communicator holds; local, not collective. Pending requests fail. */
  @Override
  void close();
}
