package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.CompoundParts;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which bytes of an element are moved: all of them, or those of some members of a compound.
 *
 * @param pieces in the order of the file
 */
record ElementBytes(List<Piece> pieces) {
  /** Offsets in the element in the file and in memory, and bytes. */
  record Piece(int file, int memory, int length) {}

  ElementBytes {
    pieces = List.copyOf(pieces);
  }

  static ElementBytes whole(int size) {
    return new ElementBytes(List.of(new Piece(0, 0, size)));
  }

  boolean isWhole(int size) {
    return pieces.size() == 1
        && pieces.getFirst().file() == 0
        && pieces.getFirst().length() == size;
  }

  boolean isOne() {
    return pieces.size() == 1;
  }

  Piece first() {
    return pieces.getFirst();
  }

  int bytes() {
    int bytes = 0;
    for (Piece piece : pieces) {
      bytes += piece.length();
    }
    return bytes;
  }

  private static void join(List<Piece> pieces, Piece next) {
    if (!pieces.isEmpty()) {
      Piece last = pieces.getLast();
      if (last.file() + last.length() == next.file()
          && last.memory() + last.length() == next.memory()) {
        pieces.set(
            pieces.size() - 1,
            new Piece(last.file(), last.memory(), last.length() + next.length()));
        return;
      }
    }
    pieces.add(next);
  }

  private static List<CompoundType.Member> byOffset(CompoundType type) {
    List<CompoundType.Member> members = new ArrayList<>(type.members());
    members.sort(Comparator.comparingInt(CompoundType.Member::offset));
    return members;
  }

  /**
   * The bytes that are moved without a change: all, or members that are the same on both sides.
   * Empty if something must be converted.
   */
  static Optional<ElementBytes> direct(H5Type file, H5Type memory) throws H5Exception {
    if (TypeConversion.between(memory, file).isIdentity()) {
      return Optional.of(whole(file.size()));
    }
    return CompoundParts.of(file, memory)
        .map(
            parts -> {
              List<Piece> pieces = new ArrayList<>();
              for (CompoundParts.Range range : parts.ranges()) {
                pieces.add(new Piece(range.file(), range.memory(), range.length()));
              }
              return new ElementBytes(pieces);
            });
  }

  /** The bytes of an element in the file that a conversion from memory sets. */
  static ElementBytes set(H5Type file, H5Type memory) {
    List<Piece> pieces = new ArrayList<>();
    collectSet(file, memory, 0, pieces);
    return new ElementBytes(pieces);
  }

  private static boolean collectSet(H5Type file, H5Type memory, int at, List<Piece> pieces) {
    boolean all = true;
    List<Piece> inner = new ArrayList<>();
    if (file instanceof CompoundType inFile && memory instanceof CompoundType inMemory) {
      for (CompoundType.Member member : byOffset(inFile)) {
        Optional<CompoundType.Member> same = inMemory.member(member.name());
        all &=
            same.isPresent()
                && collectSet(member.type(), same.get().type(), at + member.offset(), inner);
      }
    } else if (file instanceof ArrayType inFile
        && memory instanceof ArrayType inMemory
        && inFile.base() instanceof CompoundType base) {
      for (int i = 0; i < inFile.length(); i++) {
        all &= collectSet(base, inMemory.base(), at + i * base.size(), inner);
      }
    }
    if (all) {
      join(pieces, new Piece(at, at, file.size()));
    } else {
      for (Piece piece : inner) {
        join(pieces, piece);
      }
    }
    return all;
  }
}
