package io.jromio.hints;

/**
 * One hint: its key, how its value is read, its default and whether all ranks must agree on it.
 *
 * @param <T> what the value means to the code that reads it
 */
public final class Hint<T> {
  private final String key;
  private final T defaultValue;

  Hint(String key, T defaultValue) {
    this.key = key;
    this.defaultValue = defaultValue;
  }

  public String key() {
    return key;
  }

  public T defaultValue() {
    return defaultValue;
  }
}
