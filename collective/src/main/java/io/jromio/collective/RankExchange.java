package io.jromio.collective;

import java.util.List;

/**
 * What passes between one rank and the others in one two-phase call.
 *
 * @param legs what it exchanges with the other aggregators about its own request
 * @param incoming what it exchanges with all ranks about its file domain; nothing if it owns none
 */
record RankExchange(List<Outgoing> legs, Incoming incoming) {

  /** The first round in which one of the legs has something to pass. */
  Round firstRound() {
    Round first = Round.NONE;
    for (Outgoing leg : legs) {
      if (leg.round().compareTo(first) < 0) {
        first = leg.round();
      }
    }
    return first;
  }
}
