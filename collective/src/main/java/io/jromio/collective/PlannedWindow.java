package io.jromio.collective;

import io.jromio.adio.FileRuns;
import org.jspecify.annotations.Nullable;

/** A window that a keeper is to move: who takes part, with how many bytes, and which runs. */
final class PlannedWindow {
  /** After all others; nobody takes part. */
  static final PlannedWindow NONE =
      new PlannedWindow(new Place(Integer.MAX_VALUE, Long.MAX_VALUE, 0, 0), 0);

  /** Not one piece. */
  static final long SCATTERED = -1;

  /** Where a window lies: its file domain, its number there, its first byte and where it ends. */
  record Place(int domain, long number, long start, long end) {}

  private final Place place;
  private final FileRuns runs = new FileRuns(1);
  private final Source[] sources;
  private final long[] bytes;
  private final long[] firsts;
  private final @Nullable FileRuns[] sourceRuns;
  private long totalBytes;
  private int size;

  /**
   * @param capacity sources that may take part at most
   */
  PlannedWindow(Place place, int capacity) {
    this.place = place;
    this.sources = new Source[capacity];
    this.bytes = new long[capacity];
    this.firsts = new long[capacity];
    this.sourceRuns = new @Nullable FileRuns[capacity];
  }

  /**
   * Adds a source; they come in the order in which later ones overwrite earlier ones.
   *
   * @param first where its data begins if it is one piece, else {@link #SCATTERED}
   * @param ofNode what another node has, null for a rank of this one
   */
  void add(Source source, long count, long first, @Nullable FileRuns ofNode) {
    sources[size] = source;
    firsts[size] = first;
    sourceRuns[size] = ofNode;
    bytes[size++] = count;
    totalBytes += count;
  }

  int domain() {
    return place.domain;
  }

  long number() {
    return place.number;
  }

  /** The first byte of the file that may be touched. */
  long start() {
    return place.start;
  }

  /** One past the last byte of the file that may be touched. */
  long end() {
    return place.end;
  }

  /** What of the file is touched, merged over all sources. */
  FileRuns runs() {
    return runs;
  }

  /** The number of sources that take part. */
  int size() {
    return size;
  }

  Source source(int i) {
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

  /** What {@link #source} has, if it is another node. */
  FileRuns runsOf(int i) {
    FileRuns ofNode = sourceRuns[i];
    if (ofNode == null) {
      throw new IllegalArgumentException("a rank of this node: i=%d".formatted(i));
    }
    return ofNode;
  }

  /** Whether no two sources share a byte. */
  boolean isDisjoint() {
    return totalBytes == runs.bytes();
  }
}
