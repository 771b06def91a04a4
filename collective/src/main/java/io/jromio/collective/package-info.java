/**
 * Collective reads and writes. The way of a call: {@link io.jromio.collective.CollectiveIo} has the
 * ranks' entries exchanged (CallExchange over a board of the node), CollectiveSelector decides, and
 * either each rank goes itself, or Aggregation makes of an ExchangePlan legs and keepers, which
 * TwoPhase leads through depots: memory of a node in which one window of the file is put together
 * or taken apart. Between nodes leaders pass whole windows on.
 */
@NullMarked
package io.jromio.collective;

import org.jspecify.annotations.NullMarked;
