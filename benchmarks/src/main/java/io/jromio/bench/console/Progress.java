package io.jromio.bench.console;

import java.io.PrintWriter;
import java.util.function.LongFunction;

/** A line on the standard error that counts, about once a second, if a person looks at it. */
public final class Progress {
  private static final long INTERVAL_NS = 1_000_000_000;

  private final PrintWriter err;
  private final boolean terminal;
  private final Wording wording;
  private long things;
  private long bytes;
  private long lastNs = System.nanoTime();
  private boolean shown;

  /**
   * How a command speaks.
   *
   * @param prefix of lines for everyone
   * @param things what is counted, such as {@code files}
   * @param size bytes for people
   */
  public record Wording(String prefix, String things, LongFunction<String> size) {}

  /**
   * @param terminal whether a person looks at {@code err}
   */
  public Progress(PrintWriter err, boolean terminal, Wording wording) {
    this.err = err;
    this.terminal = terminal;
    this.wording = wording;
  }

  /** One thing more is begun. */
  public void thing() {
    things++;
    show();
  }

  /** So many bytes more are done. */
  public void bytes(long more) {
    bytes += more;
    show();
  }

  private void show() {
    if (terminal && System.nanoTime() - lastNs >= INTERVAL_NS) {
      lastNs = System.nanoTime();
      shown = true;
      err.printf("\r%d %s, %s ", things, wording.things(), wording.size().apply(bytes));
      err.flush();
    }
  }

  /** Ends the line. */
  public void end() {
    if (shown) {
      err.println();
      err.flush();
      shown = false;
    }
  }

  /** A line for everyone. */
  public void say(String line) {
    end();
    err.println(wording.prefix() + line);
    err.flush();
  }
}
