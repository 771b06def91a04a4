package io.jromio.adio.view;

import io.jromio.adio.datatype.FlatType;
import java.util.Arrays;

/**
 * Bytes of access patterns. Numbers are groups of 7 bits, the lowest first, the high bit telling
 * that more follow; those that may be negative are folded (0, -1, 1, -2, ...).
 *
 * <pre>
 * contiguous  0
 * tiled       1  base  period  groups  { length  gap  count  distance  repeats  step }
 * listed      2  pieces  { distance  length  data }
 * </pre>
 *
 * <p>A group is a row of equal strips, {@code step} apart, the first {@code distance} behind the
 * last one of the group before; so a box of a 3-D array is one group.
 */
final class AccessCodec {
  private static final byte CONTIGUOUS = 0;
  private static final byte TILED = 1;
  private static final byte LISTED = 2;
  private static final int MOST_STRIPS = 1 << 28;

  private AccessCodec() {}

  static byte[] encode(AccessPattern pattern) {
    Output out = new Output();
    Tiling tiling = pattern.tiling();
    ListedAccess listed = pattern.listed();
    if (tiling != null) {
      out.put(TILED);
      out.put(tiling.base());
      out.put(tiling.period());
      encodeTile(tiling.tile(), out);
    } else if (listed != null) {
      out.put(LISTED);
      encodeListed(listed, out);
    } else {
      out.put(CONTIGUOUS);
    }
    return out.bytes();
  }

  private static void encodeTile(FlatType tile, Output out) {
    StripGroups groups = new StripGroups();
    for (int i = 0; i < tile.strips(); i++) {
      groups.add(tile.offset(i), tile.length(i), tile.stride(i), tile.count(i));
    }
    groups.encode(out);
  }

  private static void encodeListed(ListedAccess list, Output out) {
    int pieces = (int) list.pieces();
    out.put(pieces);
    long offset = 0;
    long data = 0;
    for (int i = 0; i < pieces; i++) {
      out.put(list.offset(i) - offset);
      out.put(list.length(i));
      out.putSigned(list.dataOffset(i) - data);
      offset = list.offset(i);
      data = list.dataOffset(i) + list.length(i);
    }
  }

  static AccessPattern decode(byte[] code) {
    Input in = new Input(code);
    try {
      long kind = in.get();
      AccessPattern pattern =
          kind == CONTIGUOUS
              ? AccessPattern.CONTIGUOUS
              : kind == TILED
                  ? AccessPattern.of(decodeTiling(in))
                  : AccessPattern.of(decodeListed(kind, in));
      if (in.place != code.length) {
        throw malformed(code, "bytes left over");
      }
      return pattern;
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw malformed(code, e.toString());
    }
  }

  private static IllegalArgumentException malformed(byte[] code, String reason) {
    return new IllegalArgumentException(
        "no access list: %s (length=%d first=%s)"
            .formatted(reason, code.length, Arrays.toString(Arrays.copyOf(code, 8))));
  }

  private static Tiling decodeTiling(Input in) {
    long base = in.get();
    long period = in.get();
    FlatType tile = StripGroups.decode(in);
    if (tile.size() == 0) {
      throw malformed(in.code, "no data");
    }
    Tiling tiling = new Tiling(base, tile, period);
    if (!tiling.isRegular()) {
      throw malformed(in.code, "tiles interleave");
    }
    return tiling;
  }

  private static ListedAccess decodeListed(long kind, Input in) {
    int pieces = in.count(in.code.length);
    if (kind != LISTED || pieces == 0) {
      throw malformed(in.code, "kind=%d pieces=%d".formatted(kind, pieces));
    }
    long[] offsets = new long[pieces];
    long[] lengths = new long[pieces];
    long[] data = new long[pieces];
    long offset = 0;
    long dataEnd = 0;
    for (int i = 0; i < pieces; i++) {
      offset = Math.addExact(offset, in.get());
      offsets[i] = offset;
      lengths[i] = in.get();
      data[i] = dataEnd + in.getSigned();
      dataEnd = data[i] + lengths[i];
    }
    return new ListedAccess(offsets, lengths, data);
  }

  /** Strips, equal ones at equal distances put together. */
  private static final class StripGroups {
    private final Output groups = new Output();
    private int size;
    private long length;
    private long stride;
    private long count;
    private long distance;
    private long repeats;
    private long step;
    private long last;

    void add(long at, long bytes, long apart, long blocks) {
      boolean equal = length == bytes && count == blocks && (count == 1 || stride == apart);
      if (repeats > 0 && equal && (repeats == 1 || at - last == step)) {
        step = at - last;
        repeats++;
      } else {
        flush();
        distance = at - last;
        length = bytes;
        stride = apart;
        count = blocks;
        repeats = 1;
        step = 0;
      }
      last = at;
    }

    private void flush() {
      if (repeats > 0) {
        size++;
        groups.put(length);
        groups.putSigned(count == 1 ? 0 : stride - length);
        groups.put(count);
        groups.putSigned(distance);
        groups.put(repeats);
        groups.putSigned(step);
      }
    }

    void encode(Output out) {
      flush();
      repeats = 0;
      out.put(size);
      out.putAll(groups);
    }

    static FlatType decode(Input in) {
      int size = in.count(in.code.length);
      long[][] strips = new long[4][Math.max(size, 1)];
      int n = 0;
      long last = 0;
      for (int group = 0; group < size; group++) {
        long length = in.get();
        long stride = length + in.getSigned();
        long count = in.get();
        last = Math.addExact(last, in.getSigned());
        int repeats = in.count(MOST_STRIPS - n);
        long step = in.getSigned();
        for (int i = 0; i < strips.length && n + repeats > strips[i].length; i++) {
          strips[i] = Arrays.copyOf(strips[i], Math.max(n + repeats, n * 2));
        }
        for (int i = 0; i < repeats; i++, n++) {
          last = i == 0 ? last : Math.addExact(last, step);
          strips[0][n] = last;
          strips[1][n] = length;
          strips[2][n] = stride;
          strips[3][n] = count;
        }
      }
      for (int i = 0; i < strips.length; i++) {
        strips[i] = Arrays.copyOf(strips[i], n);
      }
      return FlatType.of(strips[0], strips[1], strips[2], strips[3]);
    }
  }

  private static final class Output {
    private byte[] code = new byte[64];
    private int size;

    void put(long value) {
      if (size + 10 > code.length) {
        code = Arrays.copyOf(code, code.length * 2);
      }
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        code[size++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      code[size++] = (byte) rest;
    }

    void putSigned(long value) {
      put((value << 1) ^ (value >> 63));
    }

    void putAll(Output other) {
      code = Arrays.copyOf(code, Math.max(code.length, size + other.size));
      System.arraycopy(other.code, 0, code, size, other.size);
      size += other.size;
    }

    byte[] bytes() {
      return Arrays.copyOf(code, size);
    }
  }

  private static final class Input {
    private final byte[] code;
    private int place;

    Input(byte[] code) {
      this.code = code;
    }

    long get() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte part = code[place++];
        value |= (part & 0x7FL) << shift;
        if (part >= 0) {
          return value;
        }
        if (shift > 56) {
          throw malformed(code, "number too long");
        }
      }
    }

    long getSigned() {
      long folded = get();
      return (folded >>> 1) ^ -(folded & 1);
    }

    /** A number of things to come. */
    int count(int most) {
      long value = get();
      if (value < 0 || value > most) {
        throw malformed(code, "count=%d most=%d".formatted(value, most));
      }
      return (int) value;
    }
  }
}
