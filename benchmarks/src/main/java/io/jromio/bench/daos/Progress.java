package io.jromio.bench.daos;

import java.io.PrintWriter;

/** A line on the standard error that counts, about once a second, if a person looks at it. */
final class Progress {
  private static final long INTERVAL_NS = 1_000_000_000;

  private final PrintWriter err;
  private final boolean terminal;
  private long files;
  private long bytes;
  private long lastNs = System.nanoTime();
  private boolean shown;

  Progress(Session session) {
    this.err = session.err();
    this.terminal = session.terminal();
  }

  void file() {
    files++;
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
      err.printf("\r%d files, %s ", files, Sizes.binary(bytes));
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
    err.println(line);
    err.flush();
  }
}
