package io.jromio.hints;

/** The hints in force for one open file: immutable, every hint has a value. */
public final class Hints {

  /** Hints without a given value. */
  public Hints() {}

  /** The value in force: given, or the default. */
  public <T> T get(Hint<T> hint) {
    return hint.defaultValue();
  }
}
