package io.jromio.dfs.object;

import java.util.List;

/**
 * What to read of one dkey, all of it at one moment.
 *
 * @param condition {@link Condition#EXISTS} to fail with {@link Der#NONEXIST} if there is no such
 *     dkey
 */
public record DkeyFetch(Key dkey, Condition condition, List<AkeyFetch> akeys) {
  public DkeyFetch {
    if (condition == Condition.INSERT) {
      throw new IllegalArgumentException("no condition of a fetch: " + condition);
    }
    akeys = List.copyOf(akeys);
  }

  public static DkeyFetch of(Key dkey, Condition condition, AkeyFetch... akeys) {
    return new DkeyFetch(dkey, condition, List.of(akeys));
  }
}
