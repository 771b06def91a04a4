package io.jromio.collective;

import io.jromio.adio.MpiIoException;
import io.jromio.comm.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the rounds of one call on one rank, as the owner of a file domain and as a rank with
 * a request of its own.
 *
 * <p>All ranks go through the same order of rounds. Within a round a rank first does what nobody
 * has to wait for (an aggregator grants or sends), then its part towards the other aggregators, and
 * only then what needs theirs; so the rank in the earliest round can always go on. A rank whose I/O
 * failed goes through all of its rounds too, without touching the file.
 */
abstract sealed class TwoPhase permits TwoPhaseWriter, TwoPhaseReader {
  private final RankCall call;
  private final Counters counters;
  private final List<Request> sends = new ArrayList<>();
  private @Nullable MpiIoException failure;

  TwoPhase(RankCall call, Counters counters) {
    this.call = call;
    this.counters = counters;
  }

  /** Moves everything. Throws only {@link io.jromio.comm.CommException}. */
  final void run() {
    RankExchange exchange = call.exchange();
    PlannedWindow window = exchange.incoming().next();
    int from = 0;
    while (true) {
      Round mine = window.round(from);
      Round first = exchange.firstRound();
      Round round = mine.compareTo(first) < 0 ? mine : first;
      if (round.equals(Round.NONE)) {
        return;
      }
      int to = round.equals(mine) ? window.waveEnd(from) : from;
      if (from < to) {
        open(window, from, to);
      }
      passLegs(round);
      if (from < to) {
        complete(window, from, to);
        from = to;
        if (from == window.size()) {
          counters.window();
          window = exchange.incoming().next();
          from = 0;
        }
      }
      awaitSends();
    }
  }

  /** What this rank's I/O failed with, if it did. */
  final @Nullable MpiIoException failure() {
    return failure;
  }

  /** Begins the part of an aggregator for the ranks {@code [from, to)} of a window. */
  abstract void open(PlannedWindow window, int from, int to);

  /** Passes this rank's own data of a round to or from the aggregators concerned. */
  abstract void passLegs(Round round);

  /** Ends what {@link #open} began. */
  abstract void complete(PlannedWindow window, int from, int to);

  final RankCall call() {
    return call;
  }

  final Counters counters() {
    return counters;
  }

  /** Keeps the first failure and makes this rank keep off the file. */
  final void fail(Exception cause) {
    if (failure == null) {
      failure = CollectiveOutcome.failure(cause, call.file());
    }
  }

  /** Adds a send to be over before the next round. */
  final void sending(Request send) {
    sends.add(send);
  }

  private void awaitSends() {
    for (Request send : sends) {
      send.await();
    }
    sends.clear();
  }
}
