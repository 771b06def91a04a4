package io.jromio.adio;

/**
 * The numbers that system calls fail with on Linux, and the MPI error class of each. The only place
 * where the two meet, for every driver that talks to the operating system.
 *
 * @source ROMIO adio/common/error.c; linux/include/uapi/asm-generic/errno.h
 */
public enum Errno {
  EPERM(1, ErrorClass.ACCESS, "not permitted; is the file immutable or append-only?"),
  ENOENT(2, ErrorClass.NO_SUCH_FILE, "no such file, or its directory does not exist"),
  EINTR(4, ErrorClass.IO, "interrupted by a signal"),
  EIO(5, ErrorClass.IO, "the device or the file server reported an I/O error"),
  EBADF(9, ErrorClass.IO, "the file is not open for this"),
  ENOMEM(12, ErrorClass.NO_MEM, "out of memory"),
  EACCES(13, ErrorClass.ACCESS, "permission denied; check the modes of file and directories"),
  EFAULT(14, ErrorClass.BUFFER, "the buffer's memory is not mapped any more"),
  EBUSY(16, ErrorClass.FILE_IN_USE, "in use"),
  EEXIST(17, ErrorClass.FILE_EXISTS, "the file exists already"),
  ENODEV(19, ErrorClass.UNSUPPORTED_OPERATION, "the file system does not support this"),
  ENOTDIR(20, ErrorClass.BAD_FILE, "a part of the path is not a directory"),
  EISDIR(21, ErrorClass.BAD_FILE, "it is a directory"),
  EINVAL(22, ErrorClass.ARG, "invalid argument for this kind of file"),
  ENFILE(23, ErrorClass.IO, "too many open files on this machine"),
  EMFILE(24, ErrorClass.IO, "too many open files in this process; raise ulimit -n"),
  ETXTBSY(26, ErrorClass.FILE_IN_USE, "the file is a program that is running"),
  EFBIG(27, ErrorClass.IO, "larger than the file system or ulimit -f allows"),
  ENOSPC(28, ErrorClass.NO_SPACE, "no space left on the file system"),
  ESPIPE(29, ErrorClass.IO, "a pipe or socket has no positions"),
  EROFS(30, ErrorClass.READ_ONLY, "the file system is mounted read-only"),
  ENAMETOOLONG(36, ErrorClass.BAD_FILE, "the name or the path is too long"),
  ENOLCK(37, ErrorClass.IO, "no locks left, or no lock service"),
  ENOSYS(38, ErrorClass.UNSUPPORTED_OPERATION, "the kernel does not have this call"),
  ELOOP(40, ErrorClass.BAD_FILE, "too many symbolic links, or a loop of them"),
  EOPNOTSUPP(95, ErrorClass.UNSUPPORTED_OPERATION, "the file system does not support this"),
  ESTALE(116, ErrorClass.IO, "the file server has forgotten the file"),
  EDQUOT(122, ErrorClass.QUOTA, "the disk quota is used up"),
  /** Any number that has no constant here. */
  OTHER(-1, ErrorClass.IO, "see errno(3)");

  private final int number;
  private final ErrorClass errorClass;
  private final String meaning;

  Errno(int number, ErrorClass errorClass, String meaning) {
    this.number = number;
    this.errorClass = errorClass;
    this.meaning = meaning;
  }

  /** The constant of a number, {@link #OTHER} if it has none. */
  public static Errno of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return errno;
      }
    }
    return OTHER;
  }

  /**
   * The exception for a failed call.
   *
   * @param what the call with its arguments, and the file
   */
  public static MpiIoException failure(int number, String what, long transferred) {
    Errno errno = of(number);
    String name = errno == OTHER ? "errno " + number : errno.name();
    return new MpiIoException(
        errno.errorClass, what + ": " + name + ", " + errno.meaning, transferred);
  }

  public int number() {
    return number;
  }

  public ErrorClass errorClass() {
    return errorClass;
  }
}
