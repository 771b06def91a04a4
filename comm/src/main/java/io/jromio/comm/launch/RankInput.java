package io.jromio.comm.launch;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.IntSupplier;

/**
 * Standard input for ranks that are threads of one JVM: rank 0 has it, for the others it is at its
 * end, as where each rank has a process.
 */
final class RankInput extends InputStream {
  private static final int END = -1;

  private final InputStream below;
  private final IntSupplier currentRank;

  RankInput(InputStream below, IntSupplier currentRank) {
    this.below = below;
    this.currentRank = currentRank;
  }

  /**
   * Puts such a stream over {@code System.in}.
   *
   * @param currentRank the rank of the calling thread, {@link RankTagStream#NO_RANK} if unknown
   */
  static void install(IntSupplier currentRank) {
    synchronized (Runtime.getRuntime()) {
      System.setIn(new RankInput(System.in, currentRank));
    }
  }

  private boolean isAtEnd() {
    return currentRank.getAsInt() > 0;
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? END : below.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return isAtEnd() && length > 0 ? END : below.read(bytes, offset, length);
  }

  @Override
  public int available() throws IOException {
    return isAtEnd() ? 0 : below.available();
  }

  /** Only rank 0 may close what is its own. */
  @Override
  public void close() throws IOException {
    if (!isAtEnd()) {
      below.close();
    }
  }
}
