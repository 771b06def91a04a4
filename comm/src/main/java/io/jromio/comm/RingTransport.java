package io.jromio.comm;

import io.jromio.comm.shm.Backoff;
import io.jromio.comm.shm.JobSegment;
import io.jromio.comm.shm.RankState;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages through the rings of a {@link JobSegment}, between threads of one JVM or between
 * JVMs of one node. Whichever thread waits does the work for all requests of its rank, under the
 * rank's lock; between two looks at the rings it lets go of the lock and backs off.
 */
final class RingTransport implements Transport {
  private final ReentrantLock lock = new ReentrantLock();
  private final JobSegment job;
  private final int rank;
  private final int size;
  private final int spins;
  private final LauncherWatch watch;
  private final Runnable unmap;
  private final List<Inbound> inbound = new ArrayList<>();
  private final List<Outbound> outbound = new ArrayList<>();
  private final Mailbox own = new Mailbox();

  /** Why nothing goes on, once nothing does. */
  private @Nullable String broken;

  private boolean closed;

  /**
   * Takes the place of {@code rank}, which the job has let begin.
   *
   * @param unmap gives the job's memory back when the rank is done with it
   */
  RingTransport(JobSegment job, int rank, LauncherWatch watch, Runnable unmap) {
    this.job = job;
    this.rank = rank;
    this.size = job.size();
    this.spins = Backoff.spins(size, Runtime.getRuntime().availableProcessors());
    this.watch = watch;
    this.unmap = unmap;
    for (int other = 0; other < size; other++) {
      if (other != rank) {
        inbound.add(new Inbound(job.reader(other, rank)));
        outbound.add(new Outbound(job.writer(rank, other)));
      }
    }
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Request isend(MemorySegment data, int peer, int context, int tag) {
    Transfer send = Transfer.send(this, data, peer, context, tag);
    lock.lock();
    try {
      throwIfBroken();
      if (peer == rank) {
        own.open(context, tag, data.byteSize()).fill(data);
        send.complete();
      } else {
        outbound.get(index(peer)).add(send);
      }
    } catch (IllegalStateException e) {
      throw torn(e);
    } finally {
      lock.unlock();
    }
    return send;
  }

  @Override
  public Request irecv(MemorySegment buffer, int peer, int context, int tag) {
    Transfer receive = Transfer.receive(this, buffer, peer, context, tag);
    lock.lock();
    try {
      throwIfBroken();
      if (peer == rank) {
        own.post(receive);
      } else {
        inbound.get(index(peer)).post(receive);
      }
    } catch (IllegalStateException e) {
      throw torn(e);
    } finally {
      lock.unlock();
    }
    return receive;
  }

  /** {@link Request#test} of {@code transfer}. */
  boolean test(Transfer transfer) {
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
  void await(Transfer transfer) {
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
        long nowNs = backoff.isPastSpinning() ? System.nanoTime() : 0;
        if (backoff.isPastSpinning() && watch.isGone(nowNs)) {
          fail("the launcher of this job is gone");
        }
        backoff.rest(nowNs);
      }
    }
    transfer.throwIfFailed();
  }

  @Override
  public void release(int context) {
    String reason = "the communicator was closed (context=%d)".formatted(context);
    lock.lock();
    try {
      if (broken == null) {
        own.release(context, reason);
        inbound.forEach(source -> source.release(context, reason));
        outbound.forEach(destination -> destination.release(context, reason));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void abort(int code) {
    lock.lock();
    try {
      if (!closed) {
        job.abort(rank, code);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        broken = "rank %d has closed its world".formatted(rank);
        job.finish(rank);
        unmap.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Moves what can be moved; if nothing can, finds out whether {@code transfer} still may. */
  private boolean step(Transfer transfer) {
    throwIfBroken();
    transfer.collect();
    boolean moved = false;
    try {
      for (int i = 0; i < size - 1; i++) {
        moved |= outbound.get(i).push();
        moved |= inbound.get(i).poll();
      }
    } catch (IllegalStateException e) {
      throw torn(e);
    }
    if (!moved && !transfer.isComplete()) {
      checkPeer(transfer);
    }
    return moved;
  }

  /**
   * The memory of a buffer was given back while its request was pending, in the middle of bytes.
   */
  private CommException torn(IllegalStateException e) {
    broken = "a buffer was closed before its request was complete: " + e.getMessage();
    job.abort(rank, 1);
    return new CommException(broken, e);
  }

  private void checkPeer(Transfer transfer) {
    int peer = transfer.peer();
    if (peer != rank && job.state(peer) == RankState.FINISHED && isHopeless(transfer)) {
      transfer.fail(
          "rank %d of %d has finished, but rank %d still waits to %s %d bytes with tag %d"
              .formatted(
                  peer,
                  size,
                  rank,
                  transfer.receives() ? "receive" : "send",
                  transfer.segment().byteSize(),
                  transfer.tag()));
    }
  }

  /** Looks once more, because the peer may have sent or received before it finished. */
  private boolean isHopeless(Transfer transfer) {
    int index = index(transfer.peer());
    return transfer.receives()
        ? inbound.get(index).giveUp(transfer)
        : !outbound.get(index).push() && !transfer.isComplete();
  }

  private void fail(String reason) {
    lock.lock();
    try {
      if (broken == null) {
        broken = reason;
      }
      throwIfBroken();
    } finally {
      lock.unlock();
    }
  }

  private void throwIfBroken() {
    String reason = broken;
    if (reason == null && job.alarm()) {
      reason = job.alarmReason().orElse("the job has ended");
      broken = reason;
    }
    if (reason != null) {
      throw new CommException(reason);
    }
  }

  private int index(int peer) {
    return peer < rank ? peer : peer - 1;
  }
}
