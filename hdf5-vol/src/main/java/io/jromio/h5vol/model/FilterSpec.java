package io.jromio.h5vol.model;

import java.util.Arrays;

/**
 * A filter of a chunked dataset.
 *
 * @param id as registered with The HDF Group
 * @param name as files carry it for filters from 256 on; may be empty
 * @param optional whether a chunk may go without it when it fails
 * @param client the filter's parameters
 */
public record FilterSpec(int id, String name, boolean optional, int... client) {
  public static final int DEFLATE = 1;
  public static final int SHUFFLE = 2;
  public static final int FLETCHER32 = 3;

  public FilterSpec {
    client = client.clone();
  }

  /**
   * @param level 0 to 9
   */
  public static FilterSpec deflate(int level) {
    if (level < 0 || level > 9) {
      throw new IllegalArgumentException("no deflate level: level=" + level);
    }
    return new FilterSpec(DEFLATE, "deflate", true, level);
  }

  /**
   * @param size bytes of an element
   */
  public static FilterSpec shuffle(int size) {
    return new FilterSpec(SHUFFLE, "shuffle", true, size);
  }

  public static FilterSpec fletcher32() {
    return new FilterSpec(FLETCHER32, "fletcher32", false);
  }

  @Override
  public int[] client() {
    return client.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FilterSpec filter
        && filter.id == id
        && filter.optional == optional
        && filter.name.equals(name)
        && Arrays.equals(filter.client, client);
  }

  @Override
  public int hashCode() {
    return 31 * id + Arrays.hashCode(client);
  }

  @Override
  public String toString() {
    return "FilterSpec[id=%d, name=%s, optional=%s, client=%s]"
        .formatted(id, name, optional, Arrays.toString(client));
  }
}
