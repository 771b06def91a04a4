package io.jromio.hints;

/** The hints that every driver knows, with ROMIO's keys, values and defaults. */
public final class RomioHints {
  /** Bytes an aggregator moves in one round of a collective call. */
  public static final Hint<Long> CB_BUFFER_SIZE = new Hint<>("cb_buffer_size", 16L << 20);

  private RomioHints() {}
}
