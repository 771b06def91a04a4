package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Checksums;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored bytes and verifies them, piece by piece of the checksum chunk. The last piece is
 * kept, for lists of small ranges out of the same one.
 */
final class PieceReader {
  private final SegmentFiles segments;
  private final Counters counters;
  private final String target;
  private MemorySegment scratch = MemorySegment.NULL;
  private @Nullable Extent kept;
  private int keptPiece;
  private int keptBytes;

  PieceReader(SegmentFiles segments, Counters counters, String target) {
    this.segments = segments;
    this.counters = counters;
    this.target = target;
  }

  /** Whose bytes they are, for messages. */
  record Owner(DkeyId id, Key akey) {}

  static long pieceStart(Extent extent, int piece, long chunk) {
    return piece == 0 ? extent.offset() : (extent.offset() / chunk + piece) * chunk;
  }

  static long pieceEnd(Extent extent, int piece, long chunk) {
    return Math.min(extent.end(), (extent.offset() / chunk + piece + 1) * chunk);
  }

  /** The number of the piece that an offset is in. */
  static int pieceAt(Extent extent, long offset, long chunk) {
    return (int) (offset / chunk - extent.offset() / chunk);
  }

  /** The verified bytes of one piece; valid until the next call. */
  @SuppressWarnings("ReferenceEquality") // the very extent: its place may be used again for another
  MemorySegment load(Extent extent, int piece, long chunk, Owner owner) throws StoreException {
    if (kept == extent && keptPiece == piece) {
      return scratch.asSlice(0, keptBytes);
    }
    long start = pieceStart(extent, piece, chunk);
    int length = (int) (pieceEnd(extent, piece, chunk) - start);
    if (scratch.byteSize() < length) {
      scratch = Arena.ofAuto().allocate(Math.max(length, 64 << 10), 4096);
    }
    kept = null;
    MemorySegment bytes = scratch.asSlice(0, length);
    raw(extent, start, bytes, owner);
    verify(extent, piece, bytes, start, owner);
    kept = extent;
    keptPiece = piece;
    keptBytes = length;
    return bytes;
  }

  /** Fills memory with bytes of an extent, unverified. */
  void raw(Extent extent, long from, MemorySegment into, Owner owner) throws StoreException {
    int skip = (int) (from - extent.offset());
    byte[] inline = extent.at().inline();
    if (inline != null) {
      MemorySegment.copy(MemorySegment.ofArray(inline), skip, into, 0, into.byteSize());
      return;
    }
    try {
      segments.read(extent.at().part(skip, (int) into.byteSize()), into);
    } catch (IOException e) {
      throw Failures.of(
          e,
          "read stored bytes, offset=%d length=%d akey=%s %s %s"
              .formatted(from, into.byteSize(), owner.akey(), owner.id(), target));
    }
  }

  /** Compares the bytes of a piece with its sum. */
  void verify(Extent extent, int piece, MemorySegment bytes, long offset, Owner owner)
      throws StoreException {
    int found = Checksums.of(bytes);
    if (found != extent.sums()[piece]) {
      counters.add(Counter.CHECKSUM_ERRORS, 1);
      throw new StoreException(
          Der.CSUM,
          "stored bytes are not those that were written: expected=%08x found=%08x offset=%d length=%d akey=%s %s %s"
              .formatted(
                  extent.sums()[piece],
                  found,
                  offset,
                  bytes.byteSize(),
                  owner.akey(),
                  owner.id(),
                  target));
    }
  }

  /** The part {@code [from, to)} of an extent, with its own checksums. */
  Extent cut(Extent extent, long from, long to, long chunk, Owner owner) throws StoreException {
    int length = (int) (to - from);
    Extent.Place place = extent.at().part((int) (from - extent.offset()), length);
    if (!extent.hasSums()) {
      return new Extent(from, length, extent.epoch(), place, extent.sums());
    }
    int first = pieceAt(extent, from, chunk);
    int last = pieceAt(extent, to - 1, chunk);
    int[] sums = Arrays.copyOfRange(extent.sums(), first, last + 1);
    if (from != pieceStart(extent, first, chunk)) {
      sums[0] = partSum(extent, first, new long[] {from, to, chunk}, owner);
    }
    if (to != pieceEnd(extent, last, chunk)) {
      sums[last - first] = partSum(extent, last, new long[] {from, to, chunk}, owner);
    }
    return new Extent(from, length, extent.epoch(), place, sums);
  }

  private int partSum(Extent extent, int piece, long[] range, Owner owner) throws StoreException {
    long start = pieceStart(extent, piece, range[2]);
    long from = Math.max(range[0], start);
    long to = Math.min(range[1], pieceEnd(extent, piece, range[2]));
    return Checksums.of(load(extent, piece, range[2], owner).asSlice(from - start, to - from));
  }
}
