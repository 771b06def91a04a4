package io.jromio.comm;

import io.jromio.comm.shm.Node;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * What a provider must be able to do: move bytes between two ranks of the world, without blocking.
 * All else (communicators, collectives) is made of this by {@link Comms#world}.
 *
 * <p>A message goes from one rank to another in a context (one communicator's traffic) with a tag.
 * Messages of equal source, context and tag arrive in the order in which they were sent; others may
 * be received in any order. A message without a receive posted for it must not keep others from
 * arriving, but its sender may have to wait until the receive is posted. A send to oneself
 * completes without a receive.
 *
 * <p>Any thread of the rank may call any method. Requests make progress in {@code test} and {@code
 * await} of any request of the rank; a buffer of a confined arena may have to wait for its own
 * thread. Arguments have been checked by the caller.
 */
public interface Transport extends AutoCloseable {

  /** Contexts are {@code 0 <= context < CONTEXTS}; context 0 is the world's. */
  int CONTEXTS = 2048;

  /** Tags are {@code 0 <= tag <= MAX_TAG}: the user's, and above them those of collectives. */
  int MAX_TAG = 2 * Communicator.MAX_TAG + 1;

  /** This rank in the world. */
  int rank();

  /** The number of ranks in the world. */
  int size();

  /** The name of the node that this rank runs on. */
  default String processorName() {
    return Node.local().name();
  }

  /** Equal for two ranks exactly if they can map memory together. */
  default String nodeKey() {
    return Node.local().key();
  }

  /**
   * Starts to send {@code data}, which stays unchanged until the request is complete.
   *
   * @throws CommException if the job cannot go on
   */
  Request isend(MemorySegment data, int peer, int context, int tag);

  /**
   * Starts to receive exactly {@code buffer.byteSize()} bytes. A message of another size completes
   * the request with a {@link CommException} that names both sizes, source and tag, and is dropped.
   *
   * @throws CommException if the job cannot go on
   */
  Request irecv(MemorySegment buffer, int peer, int context, int tag);

  /**
   * Waits for what other ranks bring about in shared memory; requests make progress meanwhile.
   *
   * @param holds whether it has come about
   * @param awaited a rank in the world that is waited for as long as it has not
   * @throws CommException if the job, or that rank, cannot go on
   */
  void await(BooleanSupplier holds, IntSupplier awaited);

  /**
   * Forgets a context whose communicator was closed: its pending requests fail, its messages are
   * dropped. The context may be used anew later.
   */
  void release(int context);

  /** Ends the job: calls that wait, on any rank, throw {@link CommException}. */
  void abort(int code);

  /** This rank has ended well. Pending requests fail; what was sent can still be received. */
  @Override
  void close();
}
