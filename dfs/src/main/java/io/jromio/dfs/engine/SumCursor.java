package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checksums of a request, one array for each write and value, or none at all. */
final class SumCursor {
  private final List<int[]> sums;
  private int next;

  SumCursor(List<int[]> sums) {
    this.sums = sums;
  }

  /** Those of the next write or value; null if the request has none. */
  int @Nullable [] next() throws StoreException {
    if (sums.isEmpty()) {
      return null;
    }
    if (next == sums.size()) {
      throw new StoreException(
          Der.INVAL, "fewer checksums than writes and values: count=%d".formatted(sums.size()));
    }
    return sums.get(next++);
  }
}
