package io.jromio.dfs.object;

/**
 * The error codes of the object store, with their numbers and the errno that a file system makes of
 * them.
 *
 * @source DAOS src/include/daos_errno.h; src/common/misc.c, daos_der2errno
 */
public enum Der {
  NO_PERM(-1001, 1),
  NO_HDL(-1002, 22),
  INVAL(-1003, 22),
  EXIST(-1004, 17),
  NONEXIST(-1005, 2),
  UNREACH(-1006, 5),
  NOSPACE(-1007, 28),
  NOMEM(-1009, 12),
  NOSYS(-1010, 38),
  TIMEDOUT(-1011, 110),
  BUSY(-1012, 16),
  AGAIN(-1013, 11),
  PROTO(-1014, 5),
  TRUNC(-1016, 5),
  OVERFLOW(-1017, 75),
  CANCELED(-1018, 125),
  MISMATCH(-1031, 5),
  IO(-2001, 5),
  STALE(-2007, 116),
  READ_ONLY(-2010, 1),
  KEY2BIG(-2012, 7),
  REC2BIG(-2013, 7),
  CSUM(-2021, 5),
  TX_RESTART(-2025, 85),
  DATA_LOSS(-2026, 5),
  NOTSUPPORTED(-2037, 95);

  private final int code;
  private final int errno;

  Der(int code, int errno) {
    this.code = code;
    this.errno = errno;
  }

  /** The negative number that DAOS prints. */
  public int code() {
    return code;
  }

  /** The errno of Linux. */
  public int errno() {
    return errno;
  }

  /** The name that DAOS prints. */
  public String label() {
    return "DER_" + (this == READ_ONLY ? "EP_RO" : name());
  }

  /**
   * The error with a number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Der of(int code) {
    for (Der der : values()) {
      if (der.code == code) {
        return der;
      }
    }
    throw new IllegalArgumentException("no error code: code=%d".formatted(code));
  }
}
