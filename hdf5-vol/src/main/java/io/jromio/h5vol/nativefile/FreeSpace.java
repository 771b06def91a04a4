package io.jromio.h5vol.nativefile;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Pieces of a file that may be used again. Neighbours are joined; the smallest piece that is large
 * enough is given away, of several the first in the file. Each call costs the logarithm of the
 * number of pieces.
 */
final class FreeSpace {
  /** A free piece; bytes. */
  private record Piece(long address, long bytes) {}

  private final TreeMap<Long, Long> byAddress = new TreeMap<>();
  private final TreeSet<Piece> bySize =
      new TreeSet<>(Comparator.comparingLong(Piece::bytes).thenComparingLong(Piece::address));

  /** Gives a piece back. */
  void add(long address, long bytes) {
    if (bytes <= 0) {
      return;
    }
    long from = address;
    long end = address + bytes;
    Map.Entry<Long, Long> before = byAddress.lowerEntry(address);
    if (before != null && before.getKey() + before.getValue() == address) {
      from = before.getKey();
      remove(from, before.getValue());
    }
    Long after = byAddress.get(end);
    if (after != null) {
      remove(end, after);
      end += after;
    }
    byAddress.put(from, end - from);
    bySize.add(new Piece(from, end - from));
  }

  private void remove(long address, long bytes) {
    byAddress.remove(address);
    bySize.remove(new Piece(address, bytes));
  }

  /** The address of so many bytes, or -1 if there is no such piece. */
  long take(long bytes) {
    Piece piece = bySize.ceiling(new Piece(0, bytes));
    if (piece == null) {
      return -1;
    }
    remove(piece.address(), piece.bytes());
    add(piece.address() + bytes, piece.bytes() - bytes);
    return piece.address();
  }

  /**
   * Takes the piece that ends at {@code end}, if there is one; where it begins, else {@code end}.
   */
  long takeLast(long end) {
    Map.Entry<Long, Long> last = byAddress.lastEntry();
    if (last == null || last.getKey() + last.getValue() != end) {
      return end;
    }
    remove(last.getKey(), last.getValue());
    return last.getKey();
  }

  /** Moves all pieces to another one. */
  void moveTo(FreeSpace other) {
    byAddress.forEach(other::add);
    byAddress.clear();
    bySize.clear();
  }
}
