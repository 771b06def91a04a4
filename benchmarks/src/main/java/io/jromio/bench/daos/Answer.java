package io.jromio.bench.daos;

import org.jspecify.annotations.Nullable;

/**
 * What a command has found: as text, and as what stands in the response of JSON.
 *
 * @param text with its line ends; may be empty
 * @param json null, or as {@link Json} takes it
 */
record Answer(String text, @Nullable Object json) {

  /** A text for people, null for programs. */
  static Answer text(String text) {
    return new Answer(text, null);
  }
}
