package io.jromio.bench.ior;

/**
 * Where the transfers of a test lie in its file. In a shared file, segment s holds one block of
 * every rank, in rank order; in a file per process, only the one block. A block is moved by {@link
 * #transfersPerBlock()} transfers.
 *
 * <p>Pure arithmetic, in bytes.
 *
 * @param tasks the ranks that share a file: 1 in a file per process
 */
record Layout(int tasks, long blockSize, long transferSize, long segments) {
  Layout {
    if (tasks < 1 || transferSize < 1 || segments < 1 || blockSize < 1) {
      throw new IllegalArgumentException(
          "no layout: tasks=%d blockSize=%d transferSize=%d segments=%d"
              .formatted(tasks, blockSize, transferSize, segments));
    }
    if (blockSize % transferSize != 0) {
      throw new IllegalArgumentException(
          "block size must be a multiple of transfer size: blockSize=%d transferSize=%d"
              .formatted(blockSize, transferSize));
    }
  }

  long transfersPerBlock() {
    return blockSize / transferSize;
  }

  /** The distance from one segment to the next. */
  long segmentSize() {
    return tasks * blockSize;
  }

  long fileSize() {
    return segments * segmentSize();
  }

  /** Where the block of {@code owner} begins in a segment. */
  long blockStart(int owner) {
    return tasks == 1 ? 0 : owner * blockSize;
  }
}
