package io.jromio.h5vol.daos;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.H5Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Which bytes of a stored element are written when it is made of an element in memory that has not
 * all of its members. Only these go to the store, so that the others need not be read, and two
 * ranks may write different members of one element.
 */
final class WrittenParts {
  private final List<Part> parts = new ArrayList<>();

  private WrittenParts() {}

  /** Bytes of an element. */
  record Part(int offset, int length) {}

  /** In ascending order, merged where they touch. */
  static List<Part> of(H5Type memory, H5Type stored) {
    WrittenParts written = new WrittenParts();
    written.collect(memory, stored, 0);
    written.parts.sort((a, b) -> Integer.compare(a.offset(), b.offset()));
    List<Part> merged = new ArrayList<>();
    for (Part part : written.parts) {
      Part last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && last.offset() + last.length() == part.offset()) {
        merged.set(merged.size() - 1, new Part(last.offset(), last.length() + part.length()));
      } else {
        merged.add(part);
      }
    }
    return merged;
  }

  private void collect(H5Type memory, H5Type stored, int offset) {
    if (memory instanceof CompoundType from && stored instanceof CompoundType to) {
      for (CompoundType.Member member : to.members()) {
        from.member(member.name())
            .ifPresent(other -> collect(other.type(), member.type(), offset + member.offset()));
      }
    } else if (memory instanceof ArrayType from
        && stored instanceof ArrayType to
        && to.base() instanceof CompoundType) {
      for (int i = 0; i < to.length(); i++) {
        collect(from.base(), to.base(), offset + i * to.base().size());
      }
    } else {
      parts.add(new Part(offset, stored.size()));
    }
  }
}
