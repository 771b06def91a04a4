package io.jromio.bench.h5;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Makes references to objects of one file out of those to objects of another. References to objects
 * that the other file has not, and those to regions, become null.
 */
final class References {
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Map<ObjectToken, ObjectToken> tokens;
  private long lost;

  /**
   * @param tokens of the second file by those of the first
   */
  References(Map<ObjectToken, ObjectToken> tokens) {
    this.tokens = tokens;
  }

  /** References that became null. */
  long lost() {
    return lost;
  }

  /** Whether elements are references, or have them in their parts. */
  static boolean areIn(H5Type type) {
    return switch (type) {
      case ReferenceType reference -> true;
      case ArrayType array -> areIn(array.base());
      case VlenType vlen -> areIn(vlen.base());
      case CompoundType compound -> {
        boolean any = false;
        for (CompoundType.Member member : compound.members()) {
          any |= areIn(member.type());
        }
        yield any;
      }
      default -> false;
    };
  }

  /** The elements with other references; the memory may be the same. */
  Elements translate(Elements elements) {
    H5Type type = elements.type();
    if (!areIn(type)) {
      return elements;
    }
    MemorySegment bytes = MemorySegment.ofArray(elements.bytes().toArray(ValueLayout.JAVA_BYTE));
    Blobs blobs = new Blobs();
    for (long at = 0; at < bytes.byteSize(); at += type.size()) {
      translate(type, bytes, at, elements.blobs(), blobs);
    }
    return new Elements(type, bytes, blobs);
  }

  private void translate(H5Type type, MemorySegment bytes, long at, Blobs from, Blobs to) {
    switch (type) {
      case ReferenceType reference -> reference(reference, bytes, at);
      case ArrayType array -> {
        for (int i = 0; i < array.length(); i++) {
          translate(array.base(), bytes, at + (long) i * array.base().size(), from, to);
        }
      }
      case CompoundType compound -> {
        for (CompoundType.Member member : compound.members()) {
          translate(member.type(), bytes, at + member.offset(), from, to);
        }
      }
      case VlenStringType string -> {
        byte[] content = ElementText.sequence(bytes, at, 1, from);
        put(bytes, at, content, to);
      }
      case VlenType vlen -> {
        int size = vlen.base().size();
        byte[] content = ElementText.sequence(bytes, at, size, from);
        MemorySegment inner = MemorySegment.ofArray(content);
        for (int i = 0; i < content.length; i += size) {
          translate(vlen.base(), inner, i, from, to);
        }
        put(bytes, at, content, to);
      }
      default -> {
        // Nothing in it refers to anything.
      }
    }
  }

  private static void put(MemorySegment bytes, long at, byte[] content, Blobs to) {
    long slot = content.length == 0 ? 0 : to.add(MemorySegment.ofArray(content));
    bytes.set(WORD, at + Long.BYTES, slot);
  }

  private void reference(ReferenceType type, MemorySegment bytes, long at) {
    MemorySegment place = bytes.asSlice(at, type.size());
    if (type.kind() == ReferenceType.Kind.OBJECT) {
      long old = place.get(WORD, 0);
      ObjectToken token = tokens.get(new ObjectToken(old));
      place.set(WORD, 0, token == null ? 0 : token.value());
      lost += old != 0 && token == null ? 1 : 0;
      return;
    }
    boolean isNull = place.mismatch(MemorySegment.ofArray(new byte[type.size()])) < 0;
    lost += isNull ? 0 : 1;
    place.fill((byte) 0);
  }
}
