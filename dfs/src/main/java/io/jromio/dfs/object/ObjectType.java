package io.jromio.dfs.object;

/**
 * What the dkeys of an object are; the first eight bits of its id.
 *
 * @source DAOS src/include/daos_obj.h, enum daos_otype_t
 */
public enum ObjectType {
  /** Dkeys are bytes: DFS directories. */
  MULTI_HASHED(0),
  /** Dkeys are integers. */
  DKEY_UINT64(2),
  /** A byte array cut into chunks, with integer dkeys: DFS files. */
  ARRAY_BYTE(13);

  private final int code;

  ObjectType(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** Whether dkeys are integers and placed by their value. */
  public boolean hasIntegerDkeys() {
    return this != MULTI_HASHED;
  }

  /**
   * The type with a code.
   *
   * @throws IllegalArgumentException if there is none here
   */
  public static ObjectType of(int code) {
    for (ObjectType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    throw new IllegalArgumentException("no object type: code=%d".formatted(code));
  }
}
