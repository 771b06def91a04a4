package io.jromio.dfs.object;

import java.util.List;

/**
 * A change of one dkey of an object: all of it happens, or nothing; no reader sees half of it.
 *
 * @param condition asked of the dkey, before those of its akeys
 * @param punched whether all that the dkey holds is removed first
 * @param akeys changes then; with none of them and {@code punched} the dkey is removed
 */
public record DkeyUpdate(Key dkey, Condition condition, boolean punched, List<AkeyUpdate> akeys) {
  public DkeyUpdate {
    akeys = List.copyOf(akeys);
  }

  /** Changes some akeys and leaves the others. */
  public static DkeyUpdate of(Key dkey, Condition condition, AkeyUpdate... akeys) {
    return new DkeyUpdate(dkey, condition, false, List.of(akeys));
  }

  /** Removes the dkey. */
  public static DkeyUpdate punch(Key dkey, Condition condition) {
    return new DkeyUpdate(dkey, condition, true, List.of());
  }
}
