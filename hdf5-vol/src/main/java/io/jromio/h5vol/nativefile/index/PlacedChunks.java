package io.jromio.h5vol.nativefile.index;

import java.util.Arrays;

/**
 * The table of a dataset. Takes constant memory while chunks are placed one after the other, arrays
 * when they are not, a hash table where few of many have a place. Remembers which chunks changed
 * since the index was stored.
 */
final class PlacedChunks implements ChunkTable {
  private long[] grid;
  private long chunks;
  private Places places;

  /** The changed chunks are in {@code [changedFrom, changedTo)}. */
  private long changedFrom;

  private long changedTo;

  PlacedChunks(long[] grid, Places places) {
    this.grid = grid.clone();
    this.chunks = product(grid);
    this.places = places;
  }

  private static long product(long[] grid) {
    long product = 1;
    for (long count : grid) {
      product = Math.multiplyExact(product, count);
    }
    return product;
  }

  @Override
  public long[] grid() {
    return grid.clone();
  }

  @Override
  public long chunks() {
    return chunks;
  }

  private void check(long chunk) {
    if (chunk < 0 || chunk >= chunks) {
      throw new IndexOutOfBoundsException(
          "no such chunk: chunk=%d grid=%s".formatted(chunk, Arrays.toString(grid)));
    }
  }

  @Override
  public long address(long chunk) {
    check(chunk);
    return places.address(chunk);
  }

  @Override
  public long storedBytes(long chunk) {
    check(chunk);
    return places.bytes(chunk);
  }

  @Override
  public int mask(long chunk) {
    check(chunk);
    return places.mask(chunk);
  }

  @Override
  public void place(long chunk, long address, long storedBytes, int mask) {
    check(chunk);
    if (address < 0 || storedBytes < 0) {
      throw new IllegalArgumentException(
          "no place: chunk=%d address=%d storedBytes=%d".formatted(chunk, address, storedBytes));
    }
    places = places.with(chunk, address, storedBytes, mask);
    changed(chunk, chunk + 1);
  }

  @Override
  public void placeRow(long first, long count, long address, long storedBytes) {
    if (first == 0 && count > 0 && count <= chunks && address >= 0 && places.placed() == 0) {
      places = new RowOfPlaces(address, storedBytes, count);
      changed(0, count);
    } else {
      ChunkTable.super.placeRow(first, count, address, storedBytes);
    }
  }

  private void changed(long from, long to) {
    changedFrom = changedFrom == changedTo ? from : Math.min(changedFrom, from);
    changedTo = Math.max(changedTo, to);
  }

  @Override
  public void resize(long... newGrid) {
    if (newGrid.length != grid.length) {
      throw new IllegalArgumentException(
          "no resized grid: grid=%s newGrid=%s"
              .formatted(Arrays.toString(grid), Arrays.toString(newGrid)));
    }
    long newChunks = product(newGrid);
    if (places instanceof GridOfPlaces all) {
      places = all.on(newChunks, newGrid);
    } else if (Arrays.equals(newGrid, 1, newGrid.length, grid, 1, grid.length)) {
      places = places.before(newChunks);
      if (newChunks < chunks) {
        changed(newChunks, chunks);
      }
    } else {
      places = moved(newGrid);
      changed(0, Math.max(chunks, newChunks));
    }
    grid = newGrid.clone();
    chunks = newChunks;
  }

  private Places moved(long... newGrid) {
    Places[] kept = {RowOfPlaces.EMPTY};
    int rank = grid.length;
    places.visit(
        (chunk, address, bytes, mask) -> {
          long left = chunk;
          long number = 0;
          long stride = 1;
          for (int d = rank - 1; d >= 0; d--) {
            long at = left % grid[d];
            if (at >= newGrid[d]) {
              return;
            }
            number += at * stride;
            stride *= newGrid[d];
            left /= grid[d];
          }
          kept[0] = kept[0].with(number, address, bytes, mask);
        });
    return kept[0];
  }

  @Override
  public long placed() {
    return places.placed();
  }

  @Override
  public boolean isDense() {
    return switch (places) {
      case RowOfPlaces row -> row.placed() > 0;
      case GridOfPlaces all -> all.placed() > 0 && all.order().same();
      default -> false;
    };
  }

  @Override
  public void visit(Visitor visitor) {
    places.visit(visitor);
  }

  /** Whether chunks in {@code [from, to)} may have changed since the index was stored. */
  boolean isChanged(long from, long to) {
    return from < changedTo && changedFrom < to;
  }

  /** The index is stored; or just read. */
  void stored() {
    changedFrom = 0;
    changedTo = 0;
  }
}
