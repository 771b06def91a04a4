package io.jromio.comm.mpj;

import io.jromio.comm.CommException;
import io.jromio.comm.PollingTransport;
import io.jromio.comm.Transfer;
import io.jromio.comm.shm.Backoff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages by MPJ Express.
 *
 * <p>MPJ never tells that a rank is gone. Ranks say so themselves when they close their world, end
 * or abort ({@link MpjPeers}, {@link MpjExit}), and our launcher says it of ranks that died ({@link
 * MpjNotice}); without our launcher a killed rank stays unnoticed.
 */
final class MpjTransport extends PollingTransport {
  private static final int FAILED = 1;
  private static final long LOOK_NS = 100_000_000;

  /** A peer's last acknowledgement may come a little after the news that it has finished. */
  private static final long LAST_WORDS_NS = 1_000_000_000;

  private final MpjWire wire;
  private final MpjPeers peers;
  private final @Nullable MpjNotice notice;
  private final Map<MpjAddress, MpjInbound> inbound = new HashMap<>();
  private final Map<MpjAddress, MpjOutbound> outbound = new HashMap<>();
  private final List<MpjStream> busy = new ArrayList<>();
  private long nextLookNs;
  private boolean hasLooked;
  private boolean left;

  /**
   * Takes over a communicator that nobody else uses.
   *
   * @param chunk bytes of one MPJ message
   * @param notice how the launcher tells of dead ranks, if it does
   */
  MpjTransport(MpjMessages messages, int chunk, @Nullable MpjNotice notice) {
    super(messages.rank(), messages.size());
    this.wire = new MpjWire(messages, chunk);
    this.peers = new MpjPeers(messages, messages.rank(), messages.size());
    this.notice = notice;
  }

  @Override
  protected void start(Transfer transfer) {
    MpjAddress address = address(transfer);
    try {
      if (transfer.receives()) {
        inbound.computeIfAbsent(address, a -> began(new MpjInbound(wire, a))).post(transfer);
      } else {
        outbound.computeIfAbsent(address, a -> began(new MpjOutbound(wire, a))).add(transfer);
      }
    } catch (CommException e) {
      throw explained(e);
    }
  }

  /**
   * MPJ fails where a peer's JVM has gone. Why it has, the launcher tells a little later, and that
   * is what the user wants to know.
   */
  private CommException explained(CommException failure) {
    MpjNotice news = notice;
    if (news == null) {
      return failure;
    }
    Backoff backoff = new Backoff(0);
    long beganNs = System.nanoTime();
    long nowNs = beganNs;
    Optional<String> reason = news.reason();
    while (reason.isEmpty() && nowNs - beganNs < LAST_WORDS_NS) {
      backoff.rest(nowNs);
      reason = news.reason();
      nowNs = System.nanoTime();
    }
    return reason.map(why -> new CommException(why, failure)).orElse(failure);
  }

  private static MpjAddress address(Transfer transfer) {
    return new MpjAddress(transfer.peer(), transfer.context(), transfer.tag());
  }

  private <T extends MpjStream> T began(T stream) {
    busy.add(stream);
    return stream;
  }

  @Override
  protected boolean move() {
    boolean moved = false;
    try {
      for (int i = 0; i < busy.size(); i++) {
        moved |= busy.get(i).step();
      }
    } catch (CommException e) {
      throw explained(e);
    }
    if (moved) {
      busy.removeIf(this::forgetIfIdle);
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

  @Override
  protected boolean hasFinished(int peer, long nowNs) {
    return peers.isFinishedFor(peer, LAST_WORDS_NS, nowNs);
  }

  @Override
  protected boolean isHopeless(Transfer transfer, long nowNs) {
    if (!hasFinished(transfer.peer(), nowNs)) {
      return false;
    }
    MpjInbound stream = inbound.get(address(transfer));
    if (stream != null) {
      stream.giveUp(transfer);
    }
    return true;
  }

  @Override
  protected Optional<String> endReason() {
    return peers.aborted();
  }

  @Override
  protected Optional<String> askEndReason(long nowNs) {
    peers.poll(nowNs);
    return end(nowNs);
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
  protected void releaseContext(int context, String reason) {
    for (MpjStream stream : busy) {
      if (stream.address().context() == context) {
        stream.release(reason);
      }
    }
  }

  @Override
  protected void tellAborted(int code, String reason) {
    if (notice != null) {
      notice.post(code, reason);
    }
    peers.tellAborted(code);
  }

  /**
   * Tells the others and returns at once, because this rank may be on its way out with an exception
   * that is to be seen.
   */
  @Override
  protected void leave() {
    left = true;
    peers.tellFinished();
  }

  /** Last words of a rank that ends without having closed its world. */
  void tellIfUnclosed() {
    locked(
        () -> {
          if (!left) {
            peers.tellFinished();
          }
          return left;
        });
  }

  /**
   * For a rank that has nothing more to do. While it has closed its world, others may still send to
   * it, so it stays until all have closed theirs, or the job cannot go on.
   *
   * @return the exit code
   */
  int awaitOthers() {
    Backoff backoff = new Backoff(0);
    try {
      while (locked(() -> left && !isOver(System.nanoTime()))) {
        backoff.rest(System.nanoTime());
      }
      return locked(() -> !left || peers.allFinished()) ? 0 : FAILED;
    } catch (CommException e) {
      return FAILED;
    }
  }

  private boolean isOver(long nowNs) {
    peers.poll(nowNs);
    return peers.allFinished() || end(nowNs).isPresent();
  }
}
