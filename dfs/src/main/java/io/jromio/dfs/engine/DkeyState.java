package io.jromio.dfs.engine;

import io.jromio.dfs.object.Key;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a dkey holds, decoded. */
final class DkeyState {
  private final NavigableMap<Key, AkeyState> akeys = new TreeMap<>();
  private int storedBytes;

  NavigableMap<Key, AkeyState> akeys() {
    return akeys;
  }

  /** Bytes of its entry in the index; 0 if it has none. */
  int storedBytes() {
    return storedBytes;
  }

  void setStoredBytes(int bytes) {
    storedBytes = bytes;
  }

  /** What it costs to keep it in memory, about; bytes. */
  long weight() {
    long weight = 256;
    for (AkeyState state : akeys.values()) {
      weight +=
          switch (state) {
            case AkeyState.Array array -> 128 + 160L * array.map().count();
            case AkeyState.Value value -> 256 + value.bytes().length() - value.bytes().bulk();
          };
    }
    return weight + storedBytes;
  }
}
