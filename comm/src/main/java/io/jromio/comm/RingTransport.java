package io.jromio.comm;

import io.jromio.comm.shm.JobSegment;
import io.jromio.comm.shm.RankState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves messages through the rings of a {@link JobSegment}, between threads of one JVM or between
 * JVMs of one node.
 */
final class RingTransport extends PollingTransport {
  private static final long LAST_WORDS_NS = 500_000_000;

  private final JobSegment job;
  private final LauncherWatch watch;
  private final Runnable unmap;
  private final List<Inbound> inbound = new ArrayList<>();
  private final List<Outbound> outbound = new ArrayList<>();

  /** When this rank saw first that others had finished. */
  private final Map<Integer, Long> finishedSeenNs = new HashMap<>();

  /**
   * Takes the place of {@code rank}, which the job has let begin.
   *
   * @param unmap gives the job's memory back when the rank is done with it
   */
  RingTransport(JobSegment job, int rank, LauncherWatch watch, Runnable unmap) {
    super(rank, job.size());
    this.job = job;
    this.watch = watch;
    this.unmap = unmap;
    for (int other = 0; other < job.size(); other++) {
      if (other != rank) {
        inbound.add(new Inbound(job.reader(other, rank)));
        outbound.add(new Outbound(job.writer(rank, other)));
      }
    }
  }

  @Override
  protected void start(Transfer transfer) {
    if (transfer.receives()) {
      inbound.get(index(transfer)).post(transfer);
    } else {
      outbound.get(index(transfer)).add(transfer);
    }
  }

  @Override
  protected boolean move() {
    boolean moved = false;
    for (int i = 0; i < inbound.size(); i++) {
      moved |= outbound.get(i).push();
      moved |= inbound.get(i).poll();
    }
    return moved;
  }

  @Override
  protected Optional<String> endReason() {
    return job.alarmReason();
  }

  @Override
  protected Optional<String> askEndReason(long nowNs) {
    return watch.isGone(nowNs) ? Optional.of("the launcher of this job is gone") : Optional.empty();
  }

  /** Looks once more, because the peer may have sent or received before it finished. */
  @Override
  protected boolean isHopeless(Transfer transfer, long nowNs) {
    if (!hasFinished(transfer.peer(), nowNs)) {
      return false;
    }
    int index = index(transfer);
    return transfer.receives()
        ? inbound.get(index).giveUp(transfer)
        : !outbound.get(index).push() && !transfer.isComplete();
  }

  /**
   * A rank that fails closes its world on its way out, and then its failure is the news, not that
   * it has finished.
   */
  @Override
  protected boolean hasFinished(int peer, long nowNs) {
    if (job.state(peer) != RankState.FINISHED) {
      return false;
    }
    Long seenNs = finishedSeenNs.putIfAbsent(peer, nowNs);
    return seenNs != null && nowNs - seenNs >= LAST_WORDS_NS;
  }

  @Override
  protected void releaseContext(int context, String reason) {
    inbound.forEach(source -> source.release(context, reason));
    outbound.forEach(destination -> destination.release(context, reason));
  }

  @Override
  protected void tellAborted(int code, String reason) {
    job.abort(rank(), code);
  }

  @Override
  protected void leave() {
    job.finish(rank());
    unmap.run();
  }

  private int index(Transfer transfer) {
    return transfer.peer() < rank() ? transfer.peer() : transfer.peer() - 1;
  }
}
