package io.jromio.bench.h5;

import java.io.PrintWriter;
import java.util.Locale;

/** A line on the standard error that counts, about once a second, if a person looks at it. */
final class Progress {
  private static final long INTERVAL_NS = 1_000_000_000;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private final PrintWriter err;
  private final boolean terminal;
  private long objects;
  private long bytes;
  private long lastNs = System.nanoTime();
  private boolean shown;

  Progress(Session session) {
    this.err = session.err();
    this.terminal = session.terminal();
  }

  void object() {
    objects++;
    show();
  }

  void bytes(long more) {
    bytes += more;
    show();
  }

  private void show() {
    if (terminal && System.nanoTime() - lastNs >= INTERVAL_NS) {
      lastNs = System.nanoTime();
      shown = true;
      err.printf("\r%d objects, %s ", objects, size(bytes));
      err.flush();
    }
  }

  /** Ends the line. */
  void end() {
    if (shown) {
      err.println();
      err.flush();
      shown = false;
    }
  }

  /** A line for everyone. */
  void say(String line) {
    end();
    err.println("jromio h5: " + line);
    err.flush();
  }

  /** Bytes for people. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
