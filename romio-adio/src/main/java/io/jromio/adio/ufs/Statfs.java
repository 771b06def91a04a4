package io.jromio.adio.ufs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The part of struct statfs of 64-bit Linux that is needed.
 *
 * <pre>
 *  0      8            16       24     32          40          120
 *  +------+------------+--------+------+-----------+-----------+
 *  | type | block size | blocks | free | available | not used  |
 *  +------+------------+--------+------+-----------+-----------+
 * </pre>
 *
 * @source linux/include/uapi/asm-generic/statfs.h
 */
final class Statfs {
  static final long BYTES = 120;

  private static final long TYPE = 0;
  private static final long BLOCK_SIZE = 8;
  private static final long BLOCKS = 16;
  private static final long AVAILABLE = 32;

  private Statfs() {}

  /** The magic number of the kind of file system. */
  static long type(MemorySegment fileSystem) {
    return fileSystem.get(ValueLayout.JAVA_INT, TYPE) & 0xffffffffL;
  }

  /** Whether so many bytes are left; true where the file system knows no limit. */
  static boolean hasRoom(MemorySegment fileSystem, long bytes) {
    long blocks = fileSystem.get(ValueLayout.JAVA_LONG, BLOCKS);
    long left = fileSystem.get(ValueLayout.JAVA_LONG, AVAILABLE);
    long blockSize = Math.max(1, fileSystem.get(ValueLayout.JAVA_LONG, BLOCK_SIZE));
    return blocks == 0 || bytes / blockSize < left;
  }
}
