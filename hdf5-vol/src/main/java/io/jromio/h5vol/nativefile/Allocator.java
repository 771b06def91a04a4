package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.vol.FileProperties.Placement;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes space of a file: a pure function of the calls, so that all ranks, which make the same
 * calls, get the same addresses. Everything is a multiple of 8 bytes.
 *
 * <p>Metadata and small raw data come from blocks of their own, which grow with the file, so that
 * many small things lie together and are written together; large raw data are put at the end. Space
 * that was given back is used again at once if it was taken since the last flush, else after the
 * next one: until then the file on disk may still refer to it.
 *
 * @source H5MF.c, H5MFaggr.c: metadata and small-data aggregators
 */
final class Allocator {
  private static final long LARGEST_BLOCK = 1 << 20;

  /** A range of the file, half-open. */
  record Extent(long from, long to) {}

  private final Placement placement;
  private final Block metadata;
  private final Block small;
  private long end;
  private long flushedEnd;

  /** A region from which small pieces are cut, with what was given back of its kind. */
  private final class Block {
    private final long first;
    private final FreeSpace free = new FreeSpace();
    private final FreeSpace quarantine = new FreeSpace();
    private long at;
    private long limit;
    private long taken;
    private final List<Extent> regions = new ArrayList<>();

    Block(long first) {
      this.first = first;
    }

    long take(long bytes) {
      if (limit - at < bytes) {
        grow(bytes);
      }
      long address = at;
      at += bytes;
      taken += bytes;
      return address;
    }

    /** Blocks double with what was taken; one that ends the file goes on where it is. */
    private void grow(long bytes) {
      long block = Math.max(first, Math.min(LARGEST_BLOCK, Long.highestOneBit(taken | 1)));
      if (limit != end) {
        free.add(at, limit - at);
        at = up(end);
      }
      long from = limit == end && limit > 0 ? limit : at;
      limit = at + Math.max(block, bytes);
      end = limit;
      regions.add(new Extent(from, limit));
    }

    void give(long address, long bytes) {
      (address >= flushedEnd ? free : quarantine).add(address, bytes);
    }

    /** Gives up what is left of the block, if it ends the file. */
    void trim() {
      if (limit == end) {
        end = at;
        limit = at;
      }
      end = free.takeLast(end);
    }
  }

  /**
   * @param end of what is taken already: of the superblock, or of the file
   */
  Allocator(Placement placement, long end) {
    this.placement = placement;
    this.end = end;
    this.flushedEnd = end;
    this.metadata = new Block(up(Math.max(placement.metadataBlock(), 512)));
    this.small = new Block(2048);
  }

  /** For a new file: the first block of metadata begins with the superblock. */
  static Allocator ofNewFile(Placement placement, long superblock) {
    Allocator allocator = new Allocator(placement, 0);
    allocator.metadata(superblock);
    return allocator;
  }

  private static long up(long bytes) {
    return (bytes + 7) & ~7;
  }

  /** Bytes up to the end of all that was taken. */
  long end() {
    return end;
  }

  long metadata(long bytes) {
    long wanted = up(bytes);
    long again = metadata.free.take(wanted);
    return again >= 0 ? again : metadata.take(wanted);
  }

  void freeMetadata(long address, long bytes) {
    give(metadata, address, bytes);
  }

  /** Space for elements all of which the caller is going to write. */
  long raw(long bytes) {
    long wanted = up(bytes);
    long again = isAligned(bytes) ? -1 : small.free.take(wanted);
    return again >= 0 ? again : fresh(bytes);
  }

  /** Space for elements that reads as zeros, because nothing was ever written there. */
  long fresh(long bytes) {
    long wanted = up(bytes);
    if (isAligned(bytes)) {
      long step = placement.alignment();
      long start = Math.ceilDiv(end, step) * step;
      if (end % 8 == 0) {
        small.free.add(end, (start & ~7) - end);
      }
      end = Math.addExact(start, wanted);
      return start;
    }
    if (wanted <= small.first / 2) {
      return small.take(wanted);
    }
    long start = up(end);
    end = Math.addExact(start, wanted);
    return start;
  }

  /** Whether so many bytes are put at a multiple of the file's alignment. */
  boolean isAligned(long bytes) {
    return placement.alignment() > 1 && bytes >= placement.threshold();
  }

  /** Bytes from one aligned thing of this size to the next. */
  long aligned(long bytes) {
    return Math.ceilDiv(bytes, placement.alignment()) * placement.alignment();
  }

  void freeRaw(long address, long bytes) {
    give(small, address, bytes);
  }

  /** What others wrote may share words of 8 bytes with something else; those are left alone. */
  private void give(Block block, long address, long bytes) {
    long from = up(address);
    long to = address >= flushedEnd ? up(address + bytes) : (address + bytes) & ~7;
    block.give(from, to - from);
  }

  /**
   * Where only metadata are that were put there since the last flush: what no metadata stand in is
   * nobody's. Ascending.
   */
  List<Extent> freshMetadata() {
    return List.copyOf(metadata.regions);
  }

  /** What is on disk refers no more to what was given back. */
  void flushed() {
    metadata.quarantine.moveTo(metadata.free);
    small.quarantine.moveTo(small.free);
    flushedEnd = end;
    metadata.regions.clear();
    metadata.regions.add(new Extent(metadata.at, metadata.limit));
    small.regions.clear();
  }

  /** The file ends where the last thing does that is in use. */
  void trim() {
    long before;
    do {
      before = end;
      metadata.trim();
      small.trim();
    } while (end < before);
  }
}
