package io.jromio.dfs.object;

/** A change of one akey. An akey holds either a byte array or a single value, never both. */
public sealed interface AkeyUpdate {
  Key akey();

  /** Asked of the akey before any akey of the dkey is changed. */
  Condition condition();

  /** Writes ranges of a byte array. Bytes outside the ranges stay, also when nobody wrote them. */
  record Write(Key akey, Condition condition, ByteRanges ranges) implements AkeyUpdate {}

  /** Makes {@code [offset, offset + length)} of a byte array a hole again. */
  record PunchRange(Key akey, long offset, long length) implements AkeyUpdate {
    public PunchRange {
      if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
        throw new IllegalArgumentException(
            "no range of an array: offset=%d length=%d".formatted(offset, length));
      }
    }

    @Override
    public Condition condition() {
      return Condition.NONE;
    }
  }

  /** Sets a single value; at most 1 MiB. The array is not copied and not to be changed. */
  record Value(Key akey, Condition condition, byte[] value) implements AkeyUpdate {}

  /** Removes the akey. */
  record Punch(Key akey, Condition condition) implements AkeyUpdate {}
}
