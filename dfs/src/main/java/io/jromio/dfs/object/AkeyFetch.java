package io.jromio.dfs.object;

/** What to read of one akey. */
public sealed interface AkeyFetch {
  Key akey();

  /**
   * Fills the memory of {@code ranges} up to the end of the array, see {@link Fetched.Array#end};
   * what nobody wrote below it becomes zero. Memory of bytes behind the end is left as it is, so
   * that a file system can keep what lies behind the end of a file untouched.
   */
  record Read(Key akey, ByteRanges ranges) implements AkeyFetch {}

  /** Asks for a single value. */
  record Value(Key akey) implements AkeyFetch {}
}
