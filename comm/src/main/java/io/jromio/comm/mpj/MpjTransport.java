package io.jromio.comm.mpj;

import io.jromio.comm.CommException;
import io.jromio.comm.Request;
import io.jromio.comm.Transport;
import io.jromio.comm.shm.Backoff;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages by MPJ Express. Whichever thread waits does the work for all requests of its rank,
 * under the rank's lock, and backs off between two looks.
 *
 * <p>MPJ never tells that a rank is gone. Ranks say so themselves when they close their world or
 * abort ({@link MpjPeers}), and our launcher says it of ranks that died ({@link MpjNotice});
 * without our launcher a killed rank stays unnoticed.
 */
final class MpjTransport implements Transport {
  private static final int FAILED = 1;
  private static final long LOOK_NS = 100_000_000;

  /** A peer's last acknowledgement may come a little after the news that it has finished. */
  private static final long LAST_WORDS_NS = 1_000_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final MpjWire wire;
  private final MpjPeers peers;
  private final @Nullable MpjNotice notice;
  private final @Nullable Runnable leave;
  private final int rank;
  private final int size;
  private final int spins;
  private final MpjSelf own = new MpjSelf();
  private final Map<MpjAddress, MpjInbound> inbound = new HashMap<>();
  private final Map<MpjAddress, MpjOutbound> outbound = new HashMap<>();
  private final List<MpjStream> busy = new ArrayList<>();
  private @Nullable String broken;
  private boolean closed;
  private long nextLookNs;
  private boolean hasLooked;

  /**
   * Takes over a communicator that nobody else uses.
   *
   * @param chunk bytes of one MPJ message
   * @param notice how the launcher tells of dead ranks, if it does
   * @param leave leaves MPJ when all ranks have closed their worlds, if that is needed for this JVM
   *     to end
   */
  MpjTransport(
      MpjMessages messages, int chunk, @Nullable MpjNotice notice, @Nullable Runnable leave) {
    this.rank = messages.rank();
    this.size = messages.size();
    this.wire = new MpjWire(messages, chunk);
    this.peers = new MpjPeers(messages, rank, size);
    this.notice = notice;
    this.leave = leave;
    this.spins = Backoff.spins(size, Runtime.getRuntime().availableProcessors());
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
    MpjAddress address = new MpjAddress(peer, context, tag);
    MpjTransfer send = new MpjTransfer(this, data, address, false);
    lock.lock();
    try {
      throwIfBroken();
      if (peer == rank) {
        own.send(send);
      } else {
        outbound.computeIfAbsent(address, a -> began(new MpjOutbound(wire, a))).add(send);
      }
    } finally {
      lock.unlock();
    }
    return send;
  }

  @Override
  public Request irecv(MemorySegment buffer, int peer, int context, int tag) {
    MpjAddress address = new MpjAddress(peer, context, tag);
    MpjTransfer receive = new MpjTransfer(this, buffer, address, true);
    lock.lock();
    try {
      throwIfBroken();
      if (peer == rank) {
        own.post(receive);
      } else {
        inbound.computeIfAbsent(address, a -> began(new MpjInbound(wire, a))).post(receive);
      }
    } finally {
      lock.unlock();
    }
    return receive;
  }

  private <T extends MpjStream> T began(T stream) {
    busy.add(stream);
    return stream;
  }

  /** {@link Request#test} of {@code transfer}. */
  boolean test(MpjTransfer transfer) {
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
  void await(MpjTransfer transfer) {
    Backoff backoff = new Backoff(spins);
    while (!transfer.isComplete()) {
      boolean moved = false;
      if (lock.tryLock()) {
        try {
          moved = step(transfer);
        } finally {
          lock.unlock();
        }
      }
      if (moved) {
        backoff.reset();
      } else if (!transfer.isComplete()) {
        backoff.rest(backoff.isPastSpinning() ? System.nanoTime() : 0);
      }
    }
    transfer.throwIfFailed();
  }

  private boolean step(MpjTransfer transfer) {
    throwIfBroken();
    transfer.collect();
    boolean moved = false;
    try {
      for (int i = 0; i < busy.size(); i++) {
        moved |= busy.get(i).step();
      }
    } catch (IllegalStateException e) {
      // The memory of a buffer was given back while its request was pending: its message is torn.
      throw torn("a buffer was closed before its request was complete: " + e.getMessage());
    } catch (CommException e) {
      broken = e.getMessage();
      throw e;
    }
    if (moved) {
      busy.removeIf(this::forgetIfIdle);
    } else if (!transfer.isComplete()) {
      checkAlive(transfer, System.nanoTime());
    }
    return moved;
  }

  private boolean forgetIfIdle(MpjStream stream) {
    if (!stream.isIdle()) {
      return false;
    }
    switch (stream) {
      case MpjInbound in -> inbound.remove(in.address());
      case MpjOutbound out -> outbound.remove(out.address());
    }
    return true;
  }

  private void checkAlive(MpjTransfer transfer, long nowNs) {
    look(nowNs);
    int peer = transfer.address().peer();
    if (peer == rank || !peers.isFinishedFor(peer, LAST_WORDS_NS, nowNs)) {
      return;
    }
    transfer.fail(
        "rank %d of %d has finished, but rank %d still waits to %s"
            .formatted(peer, size, rank, transfer));
    MpjInbound stream = inbound.get(transfer.address());
    if (stream != null) {
      stream.giveUp(transfer);
    }
  }

  /** Finds out whether the job can go on. */
  private void look(long nowNs) {
    peers.poll(nowNs);
    broken = end(nowNs).orElse(broken);
    throwIfBroken();
  }

  /** Why the job is over, if it is: the others are heard always, the launcher seldom. */
  private Optional<String> end(long nowNs) {
    Optional<String> aborted = peers.aborted();
    if (aborted.isPresent() || notice == null || (hasLooked && nowNs - nextLookNs < 0)) {
      return aborted;
    }
    hasLooked = true;
    nextLookNs = nowNs + LOOK_NS;
    return notice.reason();
  }

  @Override
  public void release(int context) {
    String reason = "the communicator was closed (context=%d)".formatted(context);
    lock.lock();
    try {
      if (broken == null) {
        own.release(context, reason);
        for (MpjStream stream : busy) {
          if (stream.address().context() == context) {
            stream.release(reason);
          }
        }
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
        abortJob(code);
      }
    } finally {
      lock.unlock();
    }
  }

  private void abortJob(int code) {
    String reason = "rank %d of %d aborted the job with code %d".formatted(rank, size, code);
    if (notice != null) {
      notice.post(code, reason);
    }
    peers.tellAborted(code);
    broken = reason;
  }

  private CommException torn(String reason) {
    abortJob(FAILED);
    broken = reason;
    return new CommException(reason);
  }

  /**
   * Tells the others and returns at once, because this rank may be on its way out with an exception
   * that is to be seen. MPJ is left in the background when all have come so far.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      broken = "rank %d has closed its world".formatted(rank);
      peers.tellFinished();
      Runnable leaving = leave;
      if (leaving != null) {
        new Thread(() -> leaveWithOthers(leaving), "mpj finalize").start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** If the job cannot go on, MPJ cannot be left, and its threads would keep this JVM for ever. */
  private void leaveWithOthers(Runnable leaving) {
    Backoff backoff = new Backoff(0);
    boolean all = false;
    while (!all) {
      long nowNs = System.nanoTime();
      lock.lock();
      try {
        peers.poll(nowNs);
        all = peers.allFinished();
        if (!all && end(nowNs).isPresent()) {
          System.exit(FAILED);
        }
      } finally {
        lock.unlock();
      }
      backoff.rest(nowNs);
    }
    leaving.run();
  }

  private void throwIfBroken() {
    String reason = broken;
    if (reason != null) {
      throw new CommException(reason);
    }
  }
}
