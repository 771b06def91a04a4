package io.jromio.dfs.object;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where an enumeration goes on: behind the last name that it gave. Names that come and go meanwhile
 * never make others appear twice or not at all. At most {@value #MAX} bytes.
 *
 * @source DAOS src/include/daos_types.h, daos_anchor_t
 */
public final class Anchor {
  /** Bytes of the longest anchor. */
  public static final int MAX = Key.MAX + 8;

  private static final Anchor START = new Anchor(new byte[0], false);
  private static final Anchor END = new Anchor(new byte[0], true);

  private final byte[] position;
  private final boolean end;

  private Anchor(byte[] position, boolean end) {
    this.position = position;
    this.end = end;
  }

  /** Before the first. */
  public static Anchor start() {
    return START;
  }

  /** Nothing is left. */
  public static Anchor end() {
    return END;
  }

  /**
   * Somewhere between.
   *
   * @param position what the maker of the anchor understands
   */
  public static Anchor at(byte[] position) {
    if (position.length == 0 || position.length > MAX) {
      throw new IllegalArgumentException(
          "no anchor: length=%d, allowed=1-%d".formatted(position.length, MAX));
    }
    return new Anchor(position.clone(), false);
  }

  public boolean isEnd() {
    return end;
  }

  /** What {@link #at} took; empty at the start. */
  public Optional<byte[]> position() {
    return position.length == 0 ? Optional.empty() : Optional.of(position.clone());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Anchor anchor
        && anchor.end == end
        && Arrays.equals(anchor.position, position);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(position) + (end ? 1 : 0);
  }
}
