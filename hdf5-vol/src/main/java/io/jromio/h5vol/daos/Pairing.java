package io.jromio.h5vol.daos;

import io.jromio.h5vol.model.Runs;

/** Runs of two selections of as many elements, cut so that they are as long on both sides. */
final class Pairing {
  private final Runs fileRuns;
  private final Runs memoryRuns;
  private long fileAt;
  private long fileLeft;
  private long memoryAt;
  private long memoryLeft;
  private long count;

  Pairing(Runs fileRuns, Runs memoryRuns) {
    this.fileRuns = fileRuns;
    this.memoryRuns = memoryRuns;
  }

  /** Goes to the next run, of at most {@code limit} elements; false behind the last. */
  boolean next(long limit) {
    fileAt += count;
    fileLeft -= count;
    memoryAt += count;
    memoryLeft -= count;
    count = 0;
    if (fileLeft == 0) {
      if (!fileRuns.next()) {
        return false;
      }
      fileAt = fileRuns.start();
      fileLeft = fileRuns.length();
    }
    if (memoryLeft == 0) {
      if (!memoryRuns.next()) {
        return false;
      }
      memoryAt = memoryRuns.start();
      memoryLeft = memoryRuns.length();
    }
    count = Math.min(limit, Math.min(fileLeft, memoryLeft));
    return true;
  }

  /** The first element in the dataset. */
  long inFile() {
    return fileAt;
  }

  /** The first element in memory. */
  long inMemory() {
    return memoryAt;
  }

  long count() {
    return count;
  }
}
