package io.jromio.comm;

import io.jromio.comm.shm.Backoff;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport without threads of its own: whichever thread waits for a request does the work for
 * all requests of its rank, under the rank's lock; between two looks it lets go of the lock and
 * backs off. Messages to oneself are copied here and never reach the provider.
 *
 * <p>The abstract methods are called under the lock, and not any more once the job cannot go on,
 * except {@link #leave}.
 */
public abstract class PollingTransport implements Transport {
  private static final int FAILED = 1;

  private final ReentrantLock lock = new ReentrantLock();
  private final int rank;
  private final int size;
  private final int spins;
  private final Mailbox own = new Mailbox();

  /** Why nothing goes on, once nothing does. */
  private @Nullable String broken;

  private boolean closed;

  /** A transport for {@code rank} of {@code size} in the world. */
  protected PollingTransport(int rank, int size) {
    this.rank = rank;
    this.size = size;
    this.spins = Backoff.spins(size, Runtime.getRuntime().availableProcessors());
  }

  /** Takes a send or receive, of another rank than this one, and moves what it can of it. */
  protected abstract void start(Transfer transfer);

  /**
   * Moves what can be moved of all transfers that were started.
   *
   * @return whether anything was
   */
  protected abstract boolean move();

  /** Why the job cannot go on, as far as known without asking anyone; asked before every step. */
  protected abstract Optional<String> endReason();

  /** Finds out whether the job can go on; asked when nothing moves. */
  protected abstract Optional<String> askEndReason(long nowNs);

  /**
   * When nothing moves: whether {@code peer} has finished, and has had the time to say more before
   * that than has been seen.
   */
  protected abstract boolean hasFinished(int peer, long nowNs);

  /**
   * When nothing moves: whether the peer of {@code transfer} has finished, so that it cannot be
   * completed any more. If so, it is forgotten.
   */
  protected abstract boolean isHopeless(Transfer transfer, long nowNs);

  /** Fails the transfers of a context with {@code reason} and forgets its messages. */
  protected abstract void releaseContext(int context, String reason);

  /** Tells everyone that this rank ends the job. */
  protected abstract void tellAborted(int code, String reason);

  /** Tells everyone that this rank has finished, and gives back what it holds; called once. */
  protected abstract void leave();

  /** Looks at something under the rank's lock. */
  protected final boolean locked(BooleanSupplier look) {
    lock.lock();
    try {
      return look.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final int rank() {
    return rank;
  }

  @Override
  public final int size() {
    return size;
  }

  @Override
  public final Request isend(MemorySegment data, int peer, int context, int tag) {
    Transfer send = Transfer.send(this, data, peer, context, tag);
    lock.lock();
    try {
      throwIfBroken();
      if (peer == rank) {
        own.open(context, tag, data.byteSize()).fill(data);
        send.complete();
      } else {
        start(send);
      }
    } catch (IllegalStateException e) {
      throw torn(e);
    } finally {
      lock.unlock();
    }
    return send;
  }

  @Override
  public final Request irecv(MemorySegment buffer, int peer, int context, int tag) {
    Transfer receive = Transfer.receive(this, buffer, peer, context, tag);
    lock.lock();
    try {
      throwIfBroken();
      if (peer == rank) {
        own.post(receive);
      } else {
        start(receive);
      }
    } catch (IllegalStateException e) {
      throw torn(e);
    } finally {
      lock.unlock();
    }
    return receive;
  }

  @Override
  public final void release(int context) {
    String reason = "the communicator was closed (context=%d)".formatted(context);
    lock.lock();
    try {
      if (broken == null) {
        own.release(context, reason);
        releaseContext(context, reason);
      }
    } catch (IllegalStateException e) {
      throw torn(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void abort(int code) {
    lock.lock();
    try {
      if (!closed) {
        abortJob(code);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        broken = "rank %d has closed its world".formatted(rank);
        leave();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public final void await(BooleanSupplier holds, IntSupplier awaited) {
    Backoff backoff = new Backoff(spins);
    while (!holds.getAsBoolean()) {
      if (backoff.isPastSpinning() && lock.tryLock()) {
        try {
          if (step()) {
            backoff.reset();
          } else {
            checkAwaited(holds, awaited.getAsInt());
          }
        } finally {
          lock.unlock();
        }
      }
      backoff.rest(backoff.isPastSpinning() ? System.nanoTime() : 0);
    }
  }

  private void checkAwaited(BooleanSupplier holds, int peer) {
    long nowNs = System.nanoTime();
    checkJob(nowNs);
    // Looks once more, because the peer may have done it just before it finished.
    if (peer != rank && hasFinished(peer, nowNs) && !holds.getAsBoolean()) {
      throw new CommException(
          "rank %d of %d has finished, but rank %d still waits for it".formatted(peer, size, rank));
    }
  }

  /** {@link Request#test} of {@code transfer}. */
  final boolean test(Transfer transfer) {
    if (!transfer.isComplete()) {
      lock.lock();
      try {
        step(transfer);
      } finally {
        lock.unlock();
      }
    }
    transfer.throwIfFailed();
    return transfer.isComplete();
  }

  /** {@link Request#await} of {@code transfer}. */
  final void await(Transfer transfer) {
    Backoff backoff = null;
    while (!transfer.isComplete()) {
      boolean moved = false;
      if (lock.tryLock()) {
        try {
          moved = step(transfer);
        } finally {
          lock.unlock();
        }
      }
      if (backoff == null) {
        backoff = new Backoff(spins);
      }
      if (moved) {
        backoff.reset();
      } else if (!transfer.isComplete()) {
        backoff.rest(backoff.isPastSpinning() ? System.nanoTime() : 0);
      }
    }
    transfer.throwIfFailed();
  }

  /** Moves what can be moved; if nothing can, finds out whether {@code transfer} still may. */
  private boolean step(Transfer transfer) {
    transfer.collect();
    boolean moved = step();
    if (!moved && !transfer.isComplete()) {
      checkHope(transfer, System.nanoTime());
    }
    return moved;
  }

  private boolean step() {
    throwIfBroken();
    try {
      return move();
    } catch (IllegalStateException e) {
      throw torn(e);
    } catch (CommException e) {
      broken = e.getMessage();
      throw e;
    }
  }

  private void checkJob(long nowNs) {
    broken = askEndReason(nowNs).orElse(broken);
    throwIfBroken();
  }

  private void checkHope(Transfer transfer, long nowNs) {
    checkJob(nowNs);
    if (transfer.peer() != rank && isHopeless(transfer, nowNs)) {
      transfer.fail(
          "rank %d of %d has finished, but rank %d still waits to %s"
              .formatted(transfer.peer(), size, rank, transfer));
    }
  }

  private void abortJob(int code) {
    String reason = "rank %d of %d aborted the job with code %d".formatted(rank, size, code);
    tellAborted(code, reason);
    if (broken == null) {
      broken = reason;
    }
  }

  /**
   * The memory of a buffer was given back while its request was pending, in the middle of bytes.
   */
  private CommException torn(IllegalStateException e) {
    broken = "a buffer was closed before its request was complete: " + e.getMessage();
    abortJob(FAILED);
    return new CommException(broken, e);
  }

  private void throwIfBroken() {
    if (broken == null) {
      broken = endReason().orElse(null);
    }
    String reason = broken;
    if (reason != null) {
      throw new CommException(reason);
    }
  }
}
