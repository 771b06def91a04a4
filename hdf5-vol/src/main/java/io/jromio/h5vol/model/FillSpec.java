package io.jromio.h5vol.model;

import java.util.Optional;

/**
 * What elements are that nobody wrote.
 *
 * @param value one element; zeros if empty
 * @param time when it is written into the place of new elements
 * @param allocation when new elements get their place
 */
public record FillSpec(Optional<Elements> value, Time time, Allocation allocation) {
  /** When the value is written; the ordinal is the code in files. */
  public enum Time {
    ALLOCATION,
    NEVER,
    IF_SET
  }

  /** When elements get their place; the ordinal is the code in files. DEFAULT is never in files. */
  public enum Allocation {
    DEFAULT,
    EARLY,
    LATE,
    INCREMENTAL
  }

  /** Zeros, and the connector decides. */
  public static final FillSpec NONE =
      new FillSpec(Optional.empty(), Time.IF_SET, Allocation.DEFAULT);
}
