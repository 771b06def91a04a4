package io.jromio.dfs;

import java.nio.charset.StandardCharsets;

/** What a name of an entry may be. */
final class Names {
  private Names() {}

  /** The name, or {@link Errno#EINVAL}. */
  static String check(String name) throws DfsException {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1
        || length > Dfs.MAX_NAME
        || name.indexOf('/') >= 0
        || name.indexOf('\0') >= 0
        || name.equals(".")
        || name.equals("..")) {
      throw new DfsException(
          Errno.EINVAL,
          "no name of an entry: length=%d allowed=1-%d name=%s"
              .formatted(length, Dfs.MAX_NAME, name));
    }
    return name;
  }
}
