package io.jromio.adio.independent;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.view.AccessList;
import io.jromio.hints.Toggle;
import java.util.Set;

/**
 * Chooses the strategy of a request from its shape, a hint and what the file can do. Pure.
 *
 * <p>With {@code enable} every request with holes is sieved if the file allows it, with {@code
 * disable} none. {@code automatic} sieves a read when a call per piece costs more than moving the
 * holes along, judged by the mean stride, the span of the request divided by its pieces: up to
 * {@link #READ_STRIDE}, about what a memory file system copies in the time of a system call; and up
 * to the block size of the file system, which a server may have to fetch whole anyway, if at least
 * one byte in {@link #DENSITY} is wanted. So one byte in every 4 MiB is never sieved.
 *
 * <p>{@code automatic} never sieves a write: others may be writing into the holes meanwhile, and
 * would need a lock for each of their calls. ROMIO's {@code automatic} sieves always.
 */
final class StrategySelector {
  static final long READ_STRIDE = 4096;
  static final long DENSITY = 16;

  private StrategySelector() {}

  /**
   * The strategy of a read.
   *
   * @param blockSize of the file system, 0 if unknown
   */
  static Strategy forRead(AccessList list, Toggle sieving, long blockSize) {
    if (list.isContiguous()) {
      return Strategy.CONTIGUOUS;
    }
    boolean sieves =
        switch (sieving) {
          case ENABLE -> true;
          case DISABLE -> false;
          case AUTOMATIC -> pays(list, blockSize);
        };
    return sieves ? Strategy.SIEVING : Strategy.LIST;
  }

  /** The strategy of a write. */
  static Strategy forWrite(AccessList list, Toggle sieving, Set<AdioFeature> features) {
    if (list.isContiguous()) {
      return Strategy.CONTIGUOUS;
    }
    boolean possible =
        features.contains(AdioFeature.DATA_SIEVING_WRITES) && features.contains(AdioFeature.LOCKS);
    return possible && sieving == Toggle.ENABLE ? Strategy.SIEVING : Strategy.LIST;
  }

  private static boolean pays(AccessList list, long blockSize) {
    boolean dense = list.bytes() >= span(list) / DENSITY;
    return meanStride(list) <= Math.max(READ_STRIDE, dense ? blockSize : 0);
  }

  private static long span(AccessList list) {
    return list.end() - list.start();
  }

  private static long meanStride(AccessList list) {
    return span(list) / Math.max(list.pieces(), 1);
  }
}
