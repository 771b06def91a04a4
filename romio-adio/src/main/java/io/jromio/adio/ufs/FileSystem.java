package io.jromio.adio.ufs;

/**
 * What kind of file system a file is on, as far as it makes a difference. Those that are local to
 * the node are known by name; any other may share its files with other nodes, and whoever maps
 * files there would not see what those write.
 *
 * <p>A mapping costs a page fault for every page or group of pages that is touched, in each process
 * anew, where a call costs the call for every piece. So what counts is the distance of the pieces.
 * Measured with interleaved pieces of 1, 2 and 4 processes (Linux 6.18): files in memory have small
 * pages, and a mapping pays only if two pieces or more share one. Files on disk have large folios,
 * of which one fault maps many pages; there a mapping pays for what has not been written before and
 * for reads, and loses a little for overwriting.
 *
 * @source linux/include/uapi/linux/magic.h
 */
enum FileSystem {
  /** tmpfs, ramfs. */
  MEMORY(2 << 10, 1 << 10),
  /** ext2, ext3, ext4, xfs, btrfs. */
  DISK(32 << 10, 32 << 10),
  /** Any other. */
  UNKNOWN(0, 0);

  private final long readStride;
  private final long writeStride;

  FileSystem(long readStride, long writeStride) {
    this.readStride = readStride;
    this.writeStride = writeStride;
  }

  static FileSystem of(long type) {
    if (type == 0x01021994L || type == 0x858458F6L) {
      return MEMORY;
    }
    boolean disk = type == 0xEF53L || type == 0x58465342L || type == 0x9123683EL;
    return disk ? DISK : UNKNOWN;
  }

  /** Whether this node's page cache is the one place where its files live. */
  boolean isLocal() {
    return this != UNKNOWN;
  }

  /** See {@link io.jromio.adio.AdioFile#mappedStride}. */
  long mappedStride(boolean writes) {
    return writes ? writeStride : readStride;
  }
}
