package io.jromio.dfs.object;

/**
 * What must hold of a dkey or an akey for a request to be carried out. Tested and carried out as
 * one step by the target that owns the dkey.
 *
 * @source DAOS src/include/daos_obj.h, DAOS_COND_*
 */
public enum Condition {
  /** Nothing. */
  NONE,
  /** It must not be there; else {@link Der#EXIST}. */
  INSERT,
  /** It must be there, for an update, punch or fetch; else {@link Der#NONEXIST}. */
  EXISTS
}
