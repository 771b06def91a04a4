package io.jromio.comm.shm;

/**
 * The layout of a job segment: what the ranks of one node know of each other, and one ring of bytes
 * for each ordered pair of ranks. All words are in native byte order; offsets and lengths in bytes.
 *
 * <pre>
 *   0        8        16             24             32        40                          64
 *   +--------+----+----+--------------+--------------+---------+---------------------------+
 *   | magic  |vers|size| ringCapacity | launcherPid  | attached|  unused                   |
 *   +--------+----+----+----+---------+--------------+---------+---------------------------+
 *   | alarm  abortCode  abortRank     |  unused                                            |  128
 *   +---------------------------------+----------------------------------------------------+
 *   | rank 0: state  exitCode  pid    |  unused                                            |  +64
 *   +---------------------------------+----------------------------------------------------+
 *   | rank 1 ...
 *   +------------------------------------ next multiple of 128
 *   | ring 0 -&gt; 1:  tail (0)   head (128)   data (256) [ringCapacity]
 *   | ring 0 -&gt; 2 ...
 *   | ring 1 -&gt; 0 ...
 * </pre>
 *
 * <p>A ring holds frames. A frame starts at a multiple of 16 and streams through the ring when it
 * is longer than the ring is:
 *
 * <pre>
 *   0         4      8          16
 *   +---------+------+----------+------------------+-----------+
 *   | context | tag  |  length  |  length bytes    | up to 16n |
 *   +---------+------+----------+------------------+-----------+
 * </pre>
 *
 * <p>{@code tail} counts the bytes that the source has ever published, {@code head} those that the
 * destination has ever taken; each has one writer, which stores with release.
 *
 * @source the idea of a descriptor of named offsets: Agrona RingBufferDescriptor
 */
final class JobDescriptor {
  static final long MAGIC = 0x6a726f6d696f4a42L;
  static final int VERSION = 1;

  /** More ranks than this on one node would make the rings useless. */
  static final int MAX_RANKS = 512;

  static final long MAGIC_OFFSET = 0;
  static final long VERSION_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final long SIZE_OFFSET = VERSION_OFFSET + Integer.BYTES;
  static final long RING_CAPACITY_OFFSET = SIZE_OFFSET + Integer.BYTES;
  static final long LAUNCHER_PID_OFFSET = RING_CAPACITY_OFFSET + Long.BYTES;
  static final long ATTACHED_OFFSET = LAUNCHER_PID_OFFSET + Long.BYTES;

  static final long ALARM_OFFSET = 64;
  static final long ABORT_CODE_OFFSET = ALARM_OFFSET + Integer.BYTES;
  static final long ABORT_RANK_OFFSET = ABORT_CODE_OFFSET + Integer.BYTES;

  static final long RANKS_OFFSET = 128;
  static final long RANK_LENGTH = 64;
  static final long STATE_OFFSET = 0;
  static final long EXIT_CODE_OFFSET = STATE_OFFSET + Integer.BYTES;
  static final long PID_OFFSET = EXIT_CODE_OFFSET + Integer.BYTES;

  static final long RING_ALIGNMENT = 128;
  static final long TAIL_OFFSET = 0;
  static final long HEAD_OFFSET = TAIL_OFFSET + RING_ALIGNMENT;
  static final long DATA_OFFSET = HEAD_OFFSET + RING_ALIGNMENT;

  static final long CONTEXT_OFFSET = 0;
  static final long TAG_OFFSET = CONTEXT_OFFSET + Integer.BYTES;
  static final long LENGTH_OFFSET = TAG_OFFSET + Integer.BYTES;
  static final long FRAME_HEADER_LENGTH = LENGTH_OFFSET + Long.BYTES;
  static final long FRAME_ALIGNMENT = 16;

  private static final long MIN_RING_CAPACITY = 1 << 10;
  private static final long MAX_RING_CAPACITY = 1 << 18;
  private static final long RINGS_BUDGET = 32L << 20;

  private JobDescriptor() {}

  /**
   * The capacity of each ring: a power of two, smaller for many ranks so that the sum is bounded.
   */
  static long ringCapacity(int size) {
    long rings = Math.max(1, (long) size * (size - 1));
    long share = Long.highestOneBit(RINGS_BUDGET / rings);
    return Math.clamp(share, MIN_RING_CAPACITY, MAX_RING_CAPACITY);
  }

  /** Where the slot of {@code rank} starts. */
  static long rankOffset(int rank) {
    return RANKS_OFFSET + rank * RANK_LENGTH;
  }

  /** Where the ring from {@code source} to {@code destination} starts; they differ. */
  static long ringOffset(int size, long ringCapacity, int source, int destination) {
    int column = destination < source ? destination : destination - 1;
    long index = (long) source * (size - 1) + column;
    return ringsOffset(size) + index * (DATA_OFFSET + ringCapacity);
  }

  /** The length of the whole segment. */
  static long length(int size, long ringCapacity) {
    return ringsOffset(size) + (long) size * (size - 1) * (DATA_OFFSET + ringCapacity);
  }

  /** What a frame's content is followed by, so that the next frame is aligned. */
  static long padding(long length) {
    return -length & (FRAME_ALIGNMENT - 1);
  }

  private static long ringsOffset(int size) {
    long end = RANKS_OFFSET + size * RANK_LENGTH;
    return (end + RING_ALIGNMENT - 1) & -RING_ALIGNMENT;
  }
}
