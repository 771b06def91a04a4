package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** One rank's side of one two-phase call: what moves, with whom, and what went wrong. */
final class TwoPhaseCall {
  private final RankNodes nodes;
  private final AdioFile file;
  private final CollectiveRequest request;
  private final ExchangePlan plan;
  private final Counters counters;
  private long[] leaders = new long[0];
  private @Nullable MpiIoException failure;

  /** Bytes of this rank's own request that it has read. */
  private long bytesRead;

  TwoPhaseCall(
      RankNodes nodes,
      AdioFile file,
      CollectiveRequest request,
      ExchangePlan plan,
      Counters counters) {
    this.nodes = nodes;
    this.file = file;
    this.request = request;
    this.plan = plan;
    this.counters = counters;
  }

  /** Tells who leads each node, among all ranks. */
  void leaders(long[] ofNodes) {
    leaders = ofNodes;
  }

  RankNodes nodes() {
    return nodes;
  }

  /** This rank's number on its node. */
  int localRank() {
    return nodes.local().rank();
  }

  /** Whether a source is this rank itself. */
  boolean isOwn(Source source) {
    return source instanceof Source.OfRank rank && rank.localRank() == localRank();
  }

  /** Whether a source of a window is this rank itself. */
  boolean isOwn(PlannedWindow window, int i) {
    return isOwn(window.source(i));
  }

  /** The index of this rank among the sources of a window, or -1. */
  int own(PlannedWindow window) {
    for (int i = 0; i < window.size(); i++) {
      if (isOwn(window, i)) {
        return i;
      }
    }
    return -1;
  }

  /** Shows this rank's own pieces of a window. */
  void ownPieces(PlannedWindow window, PieceSink sink) {
    AccessList part = request.list().clip(window.start(), window.end());
    new PieceWalk(part).below(window.end(), sink);
  }

  /** The rank that leads a node, where that is known. */
  int leader(int node) {
    return (int) leaders[node];
  }

  AdioFile file() {
    return file;
  }

  CollectiveRequest request() {
    return request;
  }

  TypedBuffer buffer() {
    return request.buffer();
  }

  /** Memory whose arena is that of the buffer, which is contiguous. */
  MemorySegment memory() {
    return buffer().slice(0, 0);
  }

  ExchangePlan plan() {
    return plan;
  }

  Counters counters() {
    return counters;
  }

  /** What this rank's I/O failed with, if it did; then it keeps off the file. */
  @Nullable MpiIoException failure() {
    return failure;
  }

  /** Keeps the first failure. */
  void fail(Exception cause) {
    if (failure == null) {
      failure = CollectiveOutcome.failure(cause, file);
    }
  }

  void read(long bytes) {
    bytesRead += bytes;
  }

  long bytesRead() {
    return bytesRead;
  }
}
