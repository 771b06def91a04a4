package io.jromio.dfs.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one {@link DkeyFetch}: one entry for each of its akeys, in order.
 *
 * @param exists whether there is such a dkey
 */
public record Fetched(boolean exists, List<Akey> akeys) {
  public Fetched {
    akeys = List.copyOf(akeys);
  }

  /** The answer for one akey. */
  public sealed interface Akey {}

  /**
   * The array's bytes, up to its end, are in the memory of the request.
   *
   * @param end one past the last byte that anybody wrote to the array and nobody punched; 0 if none
   * @param holes the parts of the ranges asked for that nobody wrote, as triples (number of the
   *     range, offset within it, length), ascending; empty if all is there
   */
  public record Array(long end, long[] holes) implements Akey {}

  /**
   * A single value.
   *
   * @param value null if there is none
   */
  public record Value(byte @Nullable [] value) implements Akey {}
}
