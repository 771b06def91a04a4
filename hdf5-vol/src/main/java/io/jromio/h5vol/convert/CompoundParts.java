package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which bytes of a compound in a file are which bytes of a compound in memory, where the members
 * that both have are equal byte for byte. With it single members are written and read as a strided
 * view of the file, without a conversion and without reading the members in between.
 *
 * @param fileSize bytes of an element in the file
 * @param memorySize bytes of an element in memory
 * @param ranges ascending in the file, merged where they touch on both sides; at least one
 */
public record CompoundParts(int fileSize, int memorySize, List<Range> ranges) {
  /**
   * Bytes of an element.
   *
   * @param file where they begin in the element in the file
   * @param memory where they begin in the element in memory
   */
  public record Range(int file, int memory, int length) {}

  public CompoundParts {
    ranges = List.copyOf(ranges);
  }

  /**
   * Empty if the two are not both compounds, or a member that both have needs a conversion (as
   * members of variable length always do).
   *
   * @throws H5Exception {@link H5Error#CONVERSION} if the types do not go together
   */
  public static Optional<CompoundParts> of(H5Type file, H5Type memory) throws H5Exception {
    TypeConversion.converter(memory, file);
    List<Range> found = new ArrayList<>();
    if (!(file instanceof CompoundType inFile)
        || !(memory instanceof CompoundType inMemory)
        || !collect(inFile, inMemory, new Range(0, 0, 0), found)) {
      return Optional.empty();
    }
    found.sort((a, b) -> Integer.compare(a.file(), b.file()));
    List<Range> merged = new ArrayList<>();
    for (Range range : found) {
      Range last = merged.isEmpty() ? null : merged.getLast();
      if (last != null
          && last.file() + last.length() == range.file()
          && last.memory() + last.length() == range.memory()) {
        merged.set(
            merged.size() - 1,
            new Range(last.file(), last.memory(), last.length() + range.length()));
      } else {
        merged.add(range);
      }
    }
    return Optional.of(new CompoundParts(file.size(), memory.size(), merged));
  }

  /** Bytes of an element that move. */
  public int bytes() {
    int bytes = 0;
    for (Range range : ranges) {
      bytes += range.length();
    }
    return bytes;
  }

  /** False if a member needs a conversion. */
  private static boolean collect(
      CompoundType file, CompoundType memory, Range at, List<Range> found) throws H5Exception {
    for (CompoundType.Member member : file.members()) {
      var other = memory.member(member.name());
      if (other.isEmpty()) {
        continue;
      }
      int inFile = at.file() + member.offset();
      int inMemory = at.memory() + other.get().offset();
      H5Type type = other.get().type();
      if (TypeConversion.converter(type, member.type()).isIdentity()) {
        found.add(new Range(inFile, inMemory, type.size()));
      } else if (!nested(member.type(), type, new Range(inFile, inMemory, 0), found)) {
        return false;
      }
    }
    return true;
  }

  private static boolean nested(H5Type file, H5Type memory, Range at, List<Range> found)
      throws H5Exception {
    if (file instanceof CompoundType inFile && memory instanceof CompoundType inMemory) {
      return collect(inFile, inMemory, at, found);
    }
    if (file instanceof ArrayType inFile && memory instanceof ArrayType inMemory) {
      for (int i = 0; i < inFile.length(); i++) {
        Range element =
            new Range(
                at.file() + i * inFile.base().size(), at.memory() + i * inMemory.base().size(), 0);
        if (!nested(inFile.base(), inMemory.base(), element, found)) {
          return false;
        }
      }
      return true;
    }
    return false;
  }
}
