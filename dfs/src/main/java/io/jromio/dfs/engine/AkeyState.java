package io.jromio.dfs.engine;

/** What an akey holds. */
sealed interface AkeyState {

  /** A byte array with at least one byte. */
  final class Array implements AkeyState {
    private final ExtentMap map = new ExtentMap();
    private boolean spread;

    ExtentMap map() {
      return map;
    }

    /** Whether every extent has an entry of its own in the index. */
    boolean isSpread() {
      return spread;
    }

    void spread() {
      spread = true;
      map.track();
    }
  }

  /** A single value; its bytes are one extent at offset 0 that may be empty. */
  record Value(Extent bytes) implements AkeyState {}
}
