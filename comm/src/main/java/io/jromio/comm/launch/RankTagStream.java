package io.jromio.comm.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Standard output for ranks that are threads of one JVM: tags each line with the rank of the thread
 * that writes it. What threads outside the ranks write passes unchanged.
 */
final class RankTagStream extends OutputStream {

  /** The answer of a thread that belongs to no rank that this stream knows. */
  static final int NO_RANK = -1;

  private final OutputStream below;
  private final IntSupplier currentRank;
  private final Map<Integer, TaggedLines> lines = new ConcurrentHashMap<>();

  private RankTagStream(OutputStream below, IntSupplier currentRank) {
    this.below = below;
    this.currentRank = currentRank;
  }

  /** Puts such streams over {@code System.out} and {@code System.err}. */
  static void install(IntSupplier currentRank) {
    synchronized (Runtime.getRuntime()) {
      System.setOut(over(System.out, currentRank));
      System.setErr(over(System.err, currentRank));
    }
  }

  private static PrintStream over(PrintStream below, IntSupplier currentRank) {
    return new PrintStream(new RankTagStream(below, currentRank), true);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int rank = currentRank.getAsInt();
    if (rank == NO_RANK) {
      below.write(bytes, offset, length);
      return;
    }
    TaggedLines mine = lines.computeIfAbsent(rank, r -> TaggedLines.tagged(r, below));
    synchronized (mine) {
      mine.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    below.flush();
  }
}
