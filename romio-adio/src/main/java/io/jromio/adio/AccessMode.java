package io.jromio.adio;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a file is opened: the MPI_MODE_* constants, combined in a set.
 *
 * @source MPI 4.1 section 14.2.1
 */
public enum AccessMode {
  RDONLY,
  RDWR,
  WRONLY,
  CREATE,
  EXCL,
  DELETE_ON_CLOSE,
  UNIQUE_OPEN,
  SEQUENTIAL,
  APPEND;

  /**
   * Checks a combination.
   *
   * @throws MpiIoException {@link ErrorClass#AMODE} unless exactly one of RDONLY, WRONLY and RDWR
   *     is given; if RDONLY comes with CREATE or EXCL; if RDWR comes with SEQUENTIAL
   */
  public static void check(Set<AccessMode> modes) throws MpiIoException {
    int ways = 0;
    for (AccessMode way : EnumSet.of(RDONLY, RDWR, WRONLY)) {
      ways += modes.contains(way) ? 1 : 0;
    }
    if (ways != 1) {
      throw new MpiIoException(
          ErrorClass.AMODE, "exactly one of RDONLY, WRONLY, RDWR is needed: amode=" + modes);
    }
    if (modes.contains(RDONLY) && (modes.contains(CREATE) || modes.contains(EXCL))) {
      throw new MpiIoException(ErrorClass.AMODE, "RDONLY excludes CREATE and EXCL: amode=" + modes);
    }
    if (modes.contains(RDWR) && modes.contains(SEQUENTIAL)) {
      throw new MpiIoException(ErrorClass.AMODE, "RDWR excludes SEQUENTIAL: amode=" + modes);
    }
  }

  /** Packs a combination into bits, so that ranks can compare it. */
  public static long bits(Set<AccessMode> modes) {
    long bits = 0;
    for (AccessMode mode : modes) {
      bits |= 1L << mode.ordinal();
    }
    return bits;
  }
}
