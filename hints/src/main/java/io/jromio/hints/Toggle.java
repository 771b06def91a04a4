package io.jromio.hints;

import java.util.Locale;

/** The value of a hint that can be forced on, forced off or left to the library. */
public enum Toggle {
  ENABLE,
  DISABLE,
  AUTOMATIC;

  /** Lower case, as in hint files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
