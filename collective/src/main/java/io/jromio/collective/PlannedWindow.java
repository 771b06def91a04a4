package io.jromio.collective;

import io.jromio.adio.FileRuns;

/** A window that an aggregator is to move: who takes part, with how many bytes, and which runs. */
final class PlannedWindow {
  /** After all others; nobody takes part. */
  static final PlannedWindow NONE = new PlannedWindow(Long.MAX_VALUE, 0, 0, 0);

  /** Not one piece. */
  static final long SCATTERED = -1;

  private final long number;
  private final long start;
  private final long end;
  private final FileRuns runs = new FileRuns(1);
  private final Incoming.Source[] sources;
  private final long[] bytes;
  private final long[] firsts;
  private long totalBytes;
  private int size;

  /**
   * @param capacity ranks that may take part at most
   */
  PlannedWindow(long number, long start, long end, int capacity) {
    this.number = number;
    this.start = start;
    this.end = end;
    this.sources = new Incoming.Source[capacity];
    this.bytes = new long[capacity];
    this.firsts = new long[capacity];
  }

  /**
   * Adds a rank; ranks come in ascending order.
   *
   * @param first where its data begins if it is one piece, else {@link #SCATTERED}
   */
  void add(Incoming.Source source, long count, long first) {
    sources[size] = source;
    firsts[size] = first;
    bytes[size++] = count;
    totalBytes += count;
  }

  long number() {
    return number;
  }

  /** The first byte of the file that may be touched. */
  long start() {
    return start;
  }

  /** One past the last byte of the file that may be touched. */
  long end() {
    return end;
  }

  /** What of the file is touched, merged over all ranks. */
  FileRuns runs() {
    return runs;
  }

  /** The number of ranks that take part. */
  int size() {
    return size;
  }

  /** The ranks that take part, ascending. */
  Incoming.Source source(int i) {
    return sources[i];
  }

  /** Bytes of data of {@link #source}. */
  long bytes(int i) {
    return bytes[i];
  }

  /** Whether the data of {@link #source} is one piece of the file. */
  boolean isOnePiece(int i) {
    return firsts[i] != SCATTERED;
  }

  /** Where the data of {@link #source} begins in the file, if it {@link #isOnePiece}. */
  long first(int i) {
    return firsts[i];
  }

  /** Whether no two ranks share a byte. */
  boolean isDisjoint() {
    return totalBytes == runs.bytes();
  }

  /** The end of the wave that begins at index {@code from}. */
  int waveEnd(int from) {
    int i = from;
    while (i < size && sources[i].wave() == sources[from].wave()) {
      i++;
    }
    return i;
  }

  /** The round of the ranks from index {@code from} on, {@link Round#NONE} behind the last. */
  Round round(int from) {
    return from < size ? new Round(number, sources[from].wave()) : Round.NONE;
  }
}
