package io.jromio.dfs.object;

import java.util.List;

/** Some keys of an enumeration, ascending within each shard, and where it goes on. */
public record KeyPage(List<Key> keys, Anchor next) {
  public KeyPage {
    keys = List.copyOf(keys);
  }
}
