package io.jromio.h5vol.nativefile.filter;

import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Filter 32000: LZF, which h5py brings along. A stream of literal runs (up to 32 bytes) and
 * back-references (up to 264 bytes, at most 8 KiB back).
 *
 * @source h5py lzf/lzf_filter.c; the stream is that of Marc Lehmann's liblzf
 */
final class LzfFilter implements ChunkFilter {
  static final int ID = 32000;

  private static final int MAX_LITERALS = 32;
  private static final int MAX_MATCH = 264;
  private static final int MAX_DISTANCE = 1 << 13;
  private static final int TABLE_BITS = 14;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private final long[] table = new long[1 << TABLE_BITS];

  @Override
  public long bound(long bytes) {
    return bytes;
  }

  /** Where three bytes like those at {@code at} were seen last; remembers the new place. */
  private long seen(MemorySegment source, long at) {
    int three =
        (source.get(BYTE, at) & 0xff) << 16
            | (source.get(BYTE, at + 1) & 0xff) << 8
            | (source.get(BYTE, at + 2) & 0xff);
    int slot = (three * 0x9e3779b1) >>> (32 - TABLE_BITS);
    long before = table[slot];
    table[slot] = at;
    return before;
  }

  private static int matching(MemorySegment source, long before, long at) {
    int limit = (int) Math.min(MAX_MATCH, source.byteSize() - at);
    int length = 0;
    while (length < limit && source.get(BYTE, before + length) == source.get(BYTE, at + length)) {
      length++;
    }
    return length;
  }

  @Override
  public long encode(MemorySegment source, MemorySegment target) {
    Arrays.fill(table, Long.MIN_VALUE);
    long size = source.byteSize();
    long out = 0;
    long literals = 0;
    long at = 0;
    while (at < size) {
      long before = at + 2 < size ? seen(source, at) : Long.MIN_VALUE;
      int length = before >= at - MAX_DISTANCE ? matching(source, before, at) : 0;
      if (length < 3) {
        at++;
        continue;
      }
      out = literals(source, literals, at, target, out);
      if (out == FAILED || out + 3 > target.byteSize()) {
        return FAILED;
      }
      out = reference(target, out, (int) (at - before - 1), length - 2);
      at += length;
      literals = at;
    }
    out = literals(source, literals, size, target, out);
    // As h5py has it: a chunk that does not get smaller is not filtered.
    return out == FAILED || out >= size ? FAILED : out;
  }

  private static long literals(
      MemorySegment source, long from, long to, MemorySegment target, long out) {
    long next = out;
    for (long at = from; at < to; ) {
      int run = (int) Math.min(MAX_LITERALS, to - at);
      if (next + 1 + run > target.byteSize()) {
        return FAILED;
      }
      target.set(BYTE, next, (byte) (run - 1));
      MemorySegment.copy(source, at, target, next + 1, run);
      next += 1 + run;
      at += run;
    }
    return next;
  }

  private static long reference(MemorySegment target, long out, int distance, int length) {
    long next = out;
    target.set(BYTE, next++, (byte) (distance >>> 8 | Math.min(length, 7) << 5));
    if (length >= 7) {
      target.set(BYTE, next++, (byte) (length - 7));
    }
    target.set(BYTE, next++, (byte) distance);
    return next;
  }

  @Override
  public long decode(MemorySegment source, MemorySegment target) throws H5Exception {
    long size = source.byteSize();
    long in = 0;
    long out = 0;
    while (in < size) {
      int control = source.get(BYTE, in++) & 0xff;
      if (control < MAX_LITERALS) {
        int run = control + 1;
        if (run > size - in || run > target.byteSize() - out) {
          throw wrong(in, out);
        }
        MemorySegment.copy(source, in, target, out, run);
        in += run;
        out += run;
        continue;
      }
      int length = control >>> 5;
      if (size - in < (length == 7 ? 2 : 1)) {
        throw wrong(in, out);
      }
      if (length == 7) {
        length += source.get(BYTE, in++) & 0xff;
      }
      length += 2;
      long before = out - ((control & 0x1f) << 8 | (source.get(BYTE, in++) & 0xff)) - 1;
      if (before < 0 || length > target.byteSize() - out) {
        throw wrong(in, out);
      }
      // Byte by byte, because a reference may reach into what it makes.
      for (int i = 0; i < length; i++) {
        target.set(BYTE, out++, target.get(BYTE, before++));
      }
    }
    return out;
  }

  private static H5Exception wrong(long in, long out) {
    return ChunkFilter.bad("chunk is no LZF stream: at=%d made=%d".formatted(in, out));
  }
}
