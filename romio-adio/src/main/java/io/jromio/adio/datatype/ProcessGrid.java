package io.jromio.adio.datatype;

import java.util.Arrays;

/** A row-major grid of processes, seen by one of them. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProcessGrid(int size, int rank, int[] psizes) {
  ProcessGrid {
    psizes = psizes.clone();
    long product = 1;
    for (int i = 0; i < psizes.length; i++) {
      if (psizes[i] < 1) {
        throw new IllegalArgumentException("not positive: psizes[%d]=%d".formatted(i, psizes[i]));
      }
      product = Math.min(product * psizes[i], Integer.MAX_VALUE + 1L);
    }
    if (product != size) {
      throw new IllegalArgumentException(
          "grid does not match: size=%d psizes=%s".formatted(size, Arrays.toString(psizes)));
    }
    if (rank < 0 || rank >= size) {
      throw new IllegalArgumentException(
          "rank outside the grid: rank=%d size=%d".formatted(rank, size));
    }
  }

  /** The place of the process in each dimension. */
  int[] coordinates() {
    int[] place = new int[psizes.length];
    int rest = rank;
    for (int i = psizes.length - 1; i >= 0; i--) {
      place[i] = rest % psizes[i];
      rest /= psizes[i];
    }
    return place;
  }
}
