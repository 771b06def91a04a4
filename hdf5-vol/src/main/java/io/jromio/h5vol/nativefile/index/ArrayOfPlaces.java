package io.jromio.h5vol.nativefile.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Places in arrays by the number of the chunk: for grids of which a good part has a place. */
final class ArrayOfPlaces implements Places {
  /** Arrays this long are made however little stands in them. */
  private static final int SMALL = 1 << 16;

  /** Longer arrays must be filled to this part. */
  static final int SPARSE = 8;

  static final int MAX_LENGTH = 1 << 30;

  private long[] addresses;

  /** Of every chunk, unless {@link #sizes} say otherwise. */
  private long uniform;

  private long @Nullable [] sizes;
  private int @Nullable [] masks;

  /** Chunks from here on have no place. */
  private int used;

  private int placed;

  ArrayOfPlaces(int capacity) {
    addresses = new long[capacity];
    Arrays.fill(addresses, -1);
  }

  /** The same places, whatever way they were kept. */
  static Places of(Places other) {
    Places[] copy = {new ArrayOfPlaces(16)};
    other.visit(
        (chunk, address, bytes, mask) -> copy[0] = copy[0].with(chunk, address, bytes, mask));
    return copy[0];
  }

  @Override
  public long address(long chunk) {
    return chunk < used ? addresses[(int) chunk] : -1;
  }

  @Override
  public long bytes(long chunk) {
    if (address(chunk) == -1) {
      return 0;
    }
    return sizes == null ? uniform : sizes[(int) chunk];
  }

  @Override
  public int mask(long chunk) {
    return masks == null || address(chunk) == -1 ? 0 : masks[(int) chunk];
  }

  @Override
  public long placed() {
    return placed;
  }

  @Override
  public Places with(long chunk, long address, long bytes, int mask) {
    if (chunk >= addresses.length) {
      if (chunk >= MAX_LENGTH || chunk >= Math.max(SMALL, SPARSE * (placed + 1L))) {
        return HashOfPlaces.of(this).with(chunk, address, bytes, mask);
      }
      grow((int) chunk + 1);
    }
    int at = (int) chunk;
    if (placed == 0) {
      uniform = bytes;
    }
    if (bytes != uniform && sizes == null) {
      sizes = new long[addresses.length];
      Arrays.fill(sizes, 0, used, uniform);
    }
    if (sizes != null) {
      sizes[at] = bytes;
    }
    if (mask != 0 && masks == null) {
      masks = new int[addresses.length];
    }
    if (masks != null) {
      masks[at] = mask;
    }
    if (addresses[at] == -1) {
      placed++;
    }
    addresses[at] = address;
    used = Math.max(used, at + 1);
    return this;
  }

  private void grow(int least) {
    int before = addresses.length;
    int length = (int) Math.min(MAX_LENGTH, Math.max(least, before + (long) before / 2));
    addresses = Arrays.copyOf(addresses, length);
    Arrays.fill(addresses, before, length, -1);
    if (sizes != null) {
      sizes = Arrays.copyOf(sizes, length);
    }
    if (masks != null) {
      masks = Arrays.copyOf(masks, length);
    }
  }

  @Override
  public Places before(long chunks) {
    for (int chunk = (int) Math.min(chunks, used); chunk < used; chunk++) {
      if (addresses[chunk] != -1) {
        addresses[chunk] = -1;
        placed--;
      }
    }
    used = (int) Math.min(chunks, used);
    return this;
  }

  @Override
  public void visit(ChunkTable.Visitor visitor) {
    for (int chunk = 0; chunk < used; chunk++) {
      if (addresses[chunk] != -1) {
        visitor.chunk(chunk, addresses[chunk], bytes(chunk), mask(chunk));
      }
    }
  }
}
