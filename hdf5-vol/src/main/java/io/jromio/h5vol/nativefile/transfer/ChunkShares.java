package io.jromio.h5vol.nativefile.transfer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Which chunks the ranks write to in one call, and who owns each: the rank with the most elements
 * in it, of several the lowest. The same on all ranks.
 */
final class ChunkShares {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final long[] chunk;
  private final int[] owner;
  private final long[] elements;
  private final int[] writers;
  private final boolean[] partial;
  private final ElementBytes[] moved;
  private int size;

  private ChunkShares(int room, ElementBytes... moved) {
    this.moved = moved;
    chunk = new long[room];
    owner = new int[room];
    elements = new long[room];
    writers = new int[room];
    partial = new boolean[room];
  }

  /** What this rank writes: which bytes of an element, chunks, elements in each. */
  static byte[] encode(PartPlan plan, Extents pieces) {
    long unit = plan.grid().elements();
    Extents shares = new Extents();
    for (int i = 0; i < pieces.size(); ) {
      long number = pieces.key(i) / unit;
      int to = pieces.firstFrom(i, (number + 1) * unit);
      long count = 0;
      for (; i < to; i++) {
        count += pieces.length(i);
      }
      shares.append(number, 0, count);
    }
    List<ElementBytes.Piece> moved = plan.moved().pieces();
    int pairs = Math.addExact(moved.size(), shares.size());
    byte[] bytes = new byte[Math.addExact(8, Math.multiplyExact(pairs, 16))];
    MemorySegment out = MemorySegment.ofArray(bytes);
    out.set(LONG, 0, moved.size());
    long at = 8;
    for (ElementBytes.Piece piece : moved) {
      out.set(LONG, at, piece.file());
      out.set(LONG, at + 8, piece.length());
      at += 16;
    }
    for (int i = 0; i < shares.size(); i++) {
      out.set(LONG, at, shares.key(i));
      out.set(LONG, at + 8, shares.length(i));
      at += 16;
    }
    return bytes;
  }

  /** All chunks that are written to, in the order of their numbers. */
  static ChunkShares of(int elementSize, byte[]... ranks) {
    Extents all = new Extents();
    boolean[] partial = new boolean[ranks.length];
    ElementBytes[] moved = new ElementBytes[ranks.length];
    for (int r = 0; r < ranks.length; r++) {
      MemorySegment in = MemorySegment.ofArray(ranks[r]);
      List<ElementBytes.Piece> pieces = new ArrayList<>();
      long at = 8;
      for (long left = in.get(LONG, 0); left > 0; left--) {
        int file = (int) in.get(LONG, at);
        pieces.add(new ElementBytes.Piece(file, file, (int) in.get(LONG, at + 8)));
        at += 16;
      }
      moved[r] = new ElementBytes(pieces);
      partial[r] = !moved[r].isWhole(elementSize);
      for (; at < ranks[r].length; at += 16) {
        all.append(in.get(LONG, at), r, in.get(LONG, at + 8));
      }
    }
    all.sort();
    ChunkShares shares = new ChunkShares(all.size(), moved);
    for (int i = 0; i < all.size(); ) {
      i = shares.add(all, i, partial);
    }
    return shares;
  }

  private int add(Extents all, int from, boolean... partials) {
    long number = all.key(from);
    long most = 0;
    int i = from;
    for (; i < all.size() && all.key(i) == number; i++) {
      int rank = (int) all.value(i);
      if (all.length(i) > most) {
        most = all.length(i);
        owner[size] = rank;
      }
      elements[size] += all.length(i);
      writers[size]++;
      partial[size] |= partials[rank];
    }
    chunk[size++] = number;
    return i;
  }

  int size() {
    return size;
  }

  long chunk(int i) {
    return chunk[i];
  }

  int owner(int i) {
    return owner[i];
  }

  /** Ranks that write to it. */
  int writers(int i) {
    return writers[i];
  }

  /** Elements written, those twice that two ranks write. */
  long elements(int i) {
    return elements[i];
  }

  /** Which bytes of an element a rank writes. */
  ElementBytes moved(int rank) {
    return moved[rank];
  }

  /** Whether some rank leaves bytes of elements as they are. */
  boolean isPartial(int i) {
    return partial[i];
  }
}
