package io.jromio.dfs;

/** The errors of the file system, with the numbers of Linux. */
public enum Errno {
  EPERM(1, "operation not permitted"),
  ENOENT(2, "no such file or directory"),
  EIO(5, "input/output error"),
  E2BIG(7, "argument too long"),
  EAGAIN(11, "try again"),
  ENOMEM(12, "out of memory"),
  EACCES(13, "permission denied"),
  EBUSY(16, "busy"),
  EEXIST(17, "file exists"),
  ENOTDIR(20, "not a directory"),
  EISDIR(21, "is a directory"),
  EINVAL(22, "invalid argument"),
  ENOSPC(28, "no space left"),
  EROFS(30, "read-only file system"),
  ENAMETOOLONG(36, "name too long"),
  ENOSYS(38, "not implemented"),
  ENOTEMPTY(39, "directory not empty"),
  ELOOP(40, "too many symbolic links"),
  ENODATA(61, "no such attribute"),
  ENOTSUP(95, "not supported"),
  ENOBUFS(105, "no buffer space"),
  ETIMEDOUT(110, "timed out"),
  ESTALE(116, "stale handle");

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  /** The number that C programs see. */
  public int number() {
    return number;
  }

  public String text() {
    return text;
  }

  /** The error with a number; EIO if it has no name here. */
  public static Errno of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return errno;
      }
    }
    return EIO;
  }
}
