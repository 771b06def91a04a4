package io.jromio.adio.ufs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * struct flock of 64-bit Linux.
 *
 * <pre>
 *  0      2        4         8         16        24      28       32
 *  +------+--------+---------+---------+---------+-------+--------+
 *  | type | whence | padding | start   | length  | pid   |padding |
 *  +------+--------+---------+---------+---------+-------+--------+
 * </pre>
 *
 * @source linux/include/uapi/asm-generic/fcntl.h
 */
final class Flock {
  static final long BYTES = 32;

  /** fcntl command: tell who holds a lock that belongs to an open file. */
  static final int F_OFD_GETLK = 36;

  /** fcntl command: wait for a lock that belongs to the open file, not to the process. */
  static final int F_OFD_SETLKW = 38;

  static final short F_RDLCK = 0;
  static final short F_WRLCK = 1;
  static final short F_UNLCK = 2;

  private static final long TYPE = 0;
  private static final long WHENCE = 2;
  private static final long START = 8;
  private static final long LENGTH = 16;
  private static final long PID = 24;

  private Flock() {}

  /** Fills in a range from the file's beginning; the pid must be 0 for locks of open files. */
  static void set(MemorySegment lock, short type, long start, long length) {
    lock.set(ValueLayout.JAVA_SHORT, TYPE, type);
    lock.set(ValueLayout.JAVA_SHORT, WHENCE, (short) 0);
    lock.set(ValueLayout.JAVA_LONG, START, start);
    lock.set(ValueLayout.JAVA_LONG, LENGTH, length);
    lock.set(ValueLayout.JAVA_INT, PID, 0);
  }
}
