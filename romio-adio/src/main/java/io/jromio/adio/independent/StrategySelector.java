package io.jromio.adio.independent;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.view.AccessList;
import io.jromio.hints.Toggle;
import java.util.Set;

/**
 * Chooses the strategy of a request from its shape, the hints and what the file can do. Pure.
 *
 * <p><b>Sieving.</b> With {@code enable} every request with holes is sieved if the file allows it,
 * with {@code disable} none. {@code automatic} sieves a read when a call per piece costs more than
 * moving the holes along, judged by the mean stride, the span of the request divided by its pieces:
 * up to {@link #READ_STRIDE}, about what a memory file system copies in the time of a system call;
 * and up to the block size of the file system, which a server may have to fetch whole anyway, if at
 * least one byte in {@link #DENSITY} is wanted. So one byte in every 4 MiB is never sieved. Files
 * that move many ranges in one call are not sieved at all.
 *
 * <p>{@code automatic} never sieves a write: others may be writing into the holes meanwhile, and
 * would need a lock for each of their calls. ROMIO's {@code automatic} sieves always.
 *
 * <p><b>Mapping.</b> Only for requests with holes of files that can be mapped, and neither in
 * atomic mode nor for writes where others may sieve, since both need locks around calls. {@code
 * enable} maps then, whatever it costs. {@code automatic} maps unless sieving is asked for, from
 * {@link #MAPPED_PIECES} pieces on, whose fixed costs are then small, if the mean stride is one
 * that the file calls {@linkplain AdioFile#mappedStride worthwhile}. As space is reserved for the
 * holes too, that also bounds how much of the disk a request takes: a stride of it for each piece.
 */
final class StrategySelector {
  static final long READ_STRIDE = 4096;
  static final long DENSITY = 16;
  static final long MAPPED_PIECES = 32;

  private StrategySelector() {}

  /** What the user asks for; {@code sieving} is that of the request's direction. */
  record Wishes(Toggle sieving, Toggle mapping, boolean atomic) {}

  /**
   * What matters of a file.
   *
   * @param blockSize of the file system, 0 if unknown
   * @param mappedStride in the request's direction
   */
  record Abilities(Set<AdioFeature> features, long blockSize, long mappedStride) {
    static Abilities of(AdioFile file, boolean writes) {
      return new Abilities(file.features(), file.alignment(), file.mappedStride(writes));
    }

    boolean has(AdioFeature feature) {
      return features.contains(feature);
    }
  }

  static Strategy forRead(AccessList list, Wishes wishes, Abilities file) {
    if (list.isContiguous()) {
      return Strategy.CONTIGUOUS;
    }
    if (maps(list, wishes, file)) {
      return Strategy.MAPPED;
    }
    boolean sieves =
        switch (wishes.sieving()) {
          case ENABLE -> true;
          case DISABLE -> false;
          case AUTOMATIC -> !file.has(AdioFeature.LIST_IO) && pays(list, file.blockSize());
        };
    return sieves ? Strategy.SIEVING : Strategy.LIST;
  }

  static Strategy forWrite(AccessList list, Wishes wishes, Abilities file) {
    if (list.isContiguous()) {
      return Strategy.CONTIGUOUS;
    }
    boolean others = file.has(AdioFeature.DATA_SIEVING_WRITES);
    if (wishes.sieving() == Toggle.ENABLE && others) {
      return file.has(AdioFeature.LOCKS) ? Strategy.SIEVING : Strategy.LIST;
    }
    return maps(list, wishes, file) ? Strategy.MAPPED : Strategy.LIST;
  }

  private static boolean maps(AccessList list, Wishes wishes, Abilities file) {
    if (!file.has(AdioFeature.MAPPING) || wishes.atomic()) {
      return false;
    }
    return switch (wishes.mapping()) {
      case ENABLE -> true;
      case DISABLE -> false;
      case AUTOMATIC ->
          wishes.sieving() != Toggle.ENABLE
              && list.pieces() >= MAPPED_PIECES
              && meanStride(list) <= file.mappedStride();
    };
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
