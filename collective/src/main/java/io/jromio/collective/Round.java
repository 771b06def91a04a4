package io.jromio.collective;

/**
 * One step of a two-phase call. All ranks go through the rounds in this order, each skipping those
 * in which it has nothing to do; that order alone keeps them from waiting for each other in a ring.
 *
 * <p>Normally a window is one round. When ranks ask for the same bytes many times over, the ranks
 * are split into waves and a window is one round per wave, so that what an aggregator must hold
 * stays near {@code cb_buffer_size}.
 *
 * @param window the number of the window in its file domain
 * @param wave which ranks take part: those of wave 0 first
 */
record Round(long window, int wave) implements Comparable<Round> {
  /** After all others. */
  static final Round NONE = new Round(Long.MAX_VALUE, Integer.MAX_VALUE);

  @Override
  public int compareTo(Round other) {
    int byWindow = Long.compare(window, other.window);
    return byWindow != 0 ? byWindow : Integer.compare(wave, other.wave);
  }
}
