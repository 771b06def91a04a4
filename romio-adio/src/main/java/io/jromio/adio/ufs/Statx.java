package io.jromio.adio.ufs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The part of struct statx that is needed; unlike struct stat it is the same on every processor.
 *
 * @source linux/include/uapi/linux/stat.h
 */
final class Statx {
  static final long BYTES = 256;

  /** Flag: the path is empty, the file is the descriptor itself. */
  static final int AT_EMPTY_PATH = 0x1000;

  /** Mask: type and mode. */
  static final int STATX_TYPE = 1;

  private static final long BLOCK_SIZE = 4;
  private static final long MODE = 28;
  private static final int S_IFMT = 0xF000;
  private static final int S_IFDIR = 0x4000;
  private static final int S_IFREG = 0x8000;

  private Statx() {}

  static boolean isDirectory(MemorySegment status) {
    return (status.get(ValueLayout.JAVA_SHORT, MODE) & S_IFMT) == S_IFDIR;
  }

  static boolean isRegular(MemorySegment status) {
    return (status.get(ValueLayout.JAVA_SHORT, MODE) & S_IFMT) == S_IFREG;
  }

  /** The block size that the file system prefers for I/O. */
  static long blockSize(MemorySegment status) {
    return Integer.toUnsignedLong(status.get(ValueLayout.JAVA_INT, BLOCK_SIZE));
  }
}
