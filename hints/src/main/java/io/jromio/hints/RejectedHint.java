package io.jromio.hints;

/**
 * A value that somebody gave and that is not in force, because it could not be read. A hint never
 * fails an open, but it is never misread in silence either.
 *
 * @param key the hint's key, or the first word of a line that is no hint
 * @param value as given
 * @param origin where it was given
 * @param expected what would have been accepted
 */
public record RejectedHint(String key, String value, Origin origin, String expected) {

  /** One line for the user: {@code hint cb_nodes=four (MPI_Info) rejected: expected ...}. */
  @Override
  public String toString() {
    return "hint %s=%s (%s) rejected: expected %s".formatted(key, value, origin, expected);
  }
}
