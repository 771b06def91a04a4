package io.jromio.h5vol.nativefile.transfer;

import java.util.Arrays;

/**
 * Numbers elements by chunks: the place of an element is the number of its chunk times the elements
 * of a chunk, plus where it is in the chunk. Trailing dimensions that one chunk spans are taken
 * together, so that neighbours stay neighbours as far as they can. What is not chunked is one chunk
 * without end.
 */
final class ChunkGrid {
  private final long[] shape;
  private final long[] chunk;
  private final long[] grid;
  private final long elements;

  private long place;
  private long room;

  private ChunkGrid(long[] shape, long[] chunk, long elements) {
    this.shape = shape;
    this.chunk = chunk;
    this.elements = elements;
    grid = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      grid[d] = (shape[d] + chunk[d] - 1) / chunk[d];
    }
  }

  /** Elements in a row, of any shape. */
  static ChunkGrid whole() {
    return new ChunkGrid(new long[0], new long[0], Long.MAX_VALUE);
  }

  static ChunkGrid of(long[] shape, long[] chunk) {
    int rank = shape.length;
    long[] mergedShape = new long[rank];
    long[] mergedChunk = new long[rank];
    int first = rank - 1;
    mergedShape[first] = shape[first];
    mergedChunk[first] = chunk[first];
    long elements = chunk[first];
    for (int d = rank - 2; d >= 0; d--) {
      elements *= chunk[d];
      if (mergedShape[first] == mergedChunk[first]) {
        mergedShape[first] *= shape[d];
        mergedChunk[first] *= chunk[d];
      } else {
        first--;
        mergedShape[first] = shape[d];
        mergedChunk[first] = chunk[d];
      }
    }
    return new ChunkGrid(
        Arrays.copyOfRange(mergedShape, first, rank),
        Arrays.copyOfRange(mergedChunk, first, rank),
        elements);
  }

  /** Elements of a chunk, those beyond the extent too. */
  long elements() {
    return elements;
  }

  /** Finds an element by its number in row-major order over the extent. */
  void locate(long element) {
    if (shape.length == 0) {
      place = element;
      room = Long.MAX_VALUE - element;
      return;
    }
    long left = element;
    long number = 0;
    long inChunk = 0;
    long gridUnit = 1;
    long chunkUnit = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      long coordinate = d == 0 ? left : left % shape[d];
      left /= shape[d];
      long across = coordinate / chunk[d];
      long inside = coordinate - across * chunk[d];
      if (d == shape.length - 1) {
        room = Math.min(chunk[d] - inside, shape[d] - coordinate);
      }
      number += across * gridUnit;
      inChunk += inside * chunkUnit;
      gridUnit *= grid[d];
      chunkUnit *= chunk[d];
    }
    place = number * elements + inChunk;
  }

  /** The place of the element that was found. */
  long place() {
    return place;
  }

  /** Elements from there on whose places follow each other. */
  long room() {
    return room;
  }

  /** Elements of a chunk that are inside the extent. */
  long inside(long number) {
    long left = number;
    long inside = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      long across = left % grid[d];
      left /= grid[d];
      inside *= Math.min(chunk[d], shape[d] - across * chunk[d]);
    }
    return inside;
  }
}
