package io.jromio.bench.ior;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The time of a run, passed in so that tests can set it.
 *
 * <p>Stamps of several ranks are compared, therefore they count from the epoch, like the C
 * program's; between two stamps of a rank the clock is monotonic.
 */
interface RunClock {

  /** Nanoseconds since the epoch. */
  long stampNs();

  /** The date and time of a stamp, for the report. */
  default ZonedDateTime date(long stampNs) {
    return Instant.ofEpochSecond(0, stampNs).atZone(ZoneId.systemDefault());
  }

  /** Waits. */
  void sleep(long seconds);

  /** The clock of this machine. */
  static RunClock system() {
    return new MachineClock();
  }
}
