package io.jromio.dfs.engine;

import java.util.Locale;

/**
 * What an engine counts since it started. The name of a counter is that of its constant in small
 * letters, such as {@code bytes_written}.
 */
enum Counter {
  /** Containers that were opened. */
  OPENS,
  /** Handles that were given back. */
  CLOSES,
  /** Update requests to targets. */
  UPDATES,
  /** Fetch requests to targets. */
  FETCHES,
  /** Punches of objects. */
  PUNCHES,
  /** Requests for keys or objects, largest dkeys and epochs. */
  QUERIES,
  /** Transactions over several dkeys. */
  COMMITS,
  /** Bytes of arrays and values that updates brought. */
  BYTES_WRITTEN,
  /** Bytes of arrays and values that fetches took. */
  BYTES_READ,
  /** Pieces whose bytes were not those of their sum, on the way or on disk. */
  CHECKSUM_ERRORS,
  /** Requests that were sent back because a queue was full. */
  QUEUE_FULL,
  /** Requests that failed in any other way, conditions that did not hold among them. */
  FAILED,
  /** Syncs of targets to disk. */
  SYNCS,
  /** Starts of an engine on this store, over all times. */
  STARTS,
  /** Transactions that this start found half done and finished. */
  REPLAYED;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
