package io.jromio.dfs;

/** How an object is opened. At most one of the first three; RDONLY if none. */
public enum OpenFlag {
  RDONLY,
  WRONLY,
  RDWR,
  CREAT,
  EXCL,
  TRUNC,
  NOFOLLOW,
  /** Refused with {@link Errno#ENOTSUP}, as libdfs does. */
  APPEND
}
