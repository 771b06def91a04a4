package io.jromio.h5vol.daos;

import io.jromio.dfs.object.Key;
import io.jromio.h5vol.model.H5Exception;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The chunks that the elements of a dataset of some shape lie in. Chunks are counted in row-major
 * order over the grid that the shape makes.
 *
 * <p>Where chunks are as long as the dataset in the fastest dimensions, these are taken together
 * with the next slower one, so that neighbours stay neighbours.
 */
final class ChunkGrid {
  private final long[] chunk;
  private final long[] chunks;
  private final long[] mergedShape;
  private final long[] mergedChunk;

  ChunkGrid(long[] shape, long[] chunk) {
    this.chunk = chunk;
    this.chunks = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      chunks[d] = shape[d] == 0 ? 0 : (shape[d] - 1) / chunk[d] + 1;
    }
    int merged = shape.length;
    long inner = 1;
    while (merged > 1 && shape[merged - 1] == chunk[merged - 1]) {
      merged--;
      inner *= shape[merged];
    }
    this.mergedShape = Arrays.copyOf(shape, merged);
    this.mergedChunk = Arrays.copyOf(chunk, merged);
    if (merged > 0) {
      mergedShape[merged - 1] *= inner;
      mergedChunk[merged - 1] *= inner;
    }
  }

  /** Takes pieces of a run that each lie in one chunk. */
  interface Sink {
    /**
     * @param offset of the first element within the chunk; elements
     */
    void take(long chunk, long offset, long count) throws H5Exception;
  }

  /** Cuts a run of elements of the dataset, in order. */
  void cut(long start, long count, Sink sink) throws H5Exception {
    int rank = mergedShape.length;
    if (rank == 0) {
      sink.take(0, 0, count);
      return;
    }
    long at = start;
    long end = start + count;
    while (at < end) {
      long rest = at;
      long number = 0;
      long offset = 0;
      long numberStep = 1;
      long offsetStep = 1;
      long run = 0;
      for (int d = rank - 1; d >= 0; d--) {
        long coordinate = rest % mergedShape[d];
        rest /= mergedShape[d];
        long within = coordinate % mergedChunk[d];
        number += coordinate / mergedChunk[d] * numberStep;
        offset += within * offsetStep;
        if (d == rank - 1) {
          run = Math.min(mergedChunk[d] - within, mergedShape[d] - coordinate);
        }
        numberStep *= (mergedShape[d] - 1) / mergedChunk[d] + 1;
        offsetStep *= mergedChunk[d];
      }
      long piece = Math.min(run, end - at);
      sink.take(number, offset, piece);
      at += piece;
    }
  }

  /** Elements that a chunk has room for. */
  long elements() {
    long elements = 1;
    for (long length : chunk) {
      elements *= length;
    }
    return elements;
  }

  /** The dkey of a chunk: a zero byte and its coordinates in the grid, little-endian. */
  Key dkey(long number) {
    ByteBuffer bytes =
        ByteBuffer.allocate(1 + Long.BYTES * chunks.length).order(ByteOrder.LITTLE_ENDIAN);
    long rest = number;
    for (int d = chunks.length - 1; d >= 0; d--) {
      bytes.putLong(1 + Long.BYTES * d, rest % chunks[d]);
      rest /= chunks[d];
    }
    return Key.of(bytes.array());
  }

  /** Whether a dkey of a dataset of this rank is that of a chunk. */
  static boolean isChunk(Key dkey, int rank) {
    return dkey.length() == 1 + Long.BYTES * rank && dkey.bytes()[0] == 0;
  }

  /** The coordinates that {@link #dkey} wrote. */
  static long[] coordinates(Key dkey) {
    ByteBuffer bytes = ByteBuffer.wrap(dkey.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long[] coordinates = new long[(dkey.length() - 1) / Long.BYTES];
    for (int d = 0; d < coordinates.length; d++) {
      coordinates[d] = bytes.getLong(1 + Long.BYTES * d);
    }
    return coordinates;
  }
}
