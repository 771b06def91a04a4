package io.jromio.h5vol.daos;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Elements with their variable-length parts as one piece of bytes, for attributes and fill values:
 * the elements as they lie in memory, and behind them, if their type has such parts, the slots of
 * their blobs, each its length (4 bytes) and its bytes.
 */
final class Packed {
  private Packed() {}

  /**
   * Packs elements.
   *
   * @param type that they are kept in, to which they are converted
   */
  static byte[] encode(Elements elements, H5Type type) throws H5Exception {
    Elements compact = compact(elements, type);
    ByteWriter out = new ByteWriter();
    out.raw(compact.bytes().toArray(ValueLayout.JAVA_BYTE));
    if (type.hasVlen()) {
      out.u4(compact.blobs().size());
      for (int i = 0; i < compact.blobs().size(); i++) {
        MemorySegment slot = compact.blobs().get(i);
        out.u4(slot.byteSize()).raw(slot.toArray(ValueLayout.JAVA_BYTE));
      }
    }
    return out.bytes();
  }

  /** The elements in their type, with no blobs but their own. */
  static Elements compact(Elements elements, H5Type type) throws H5Exception {
    TypeConversion conversion = TypeConversion.between(elements.type(), type);
    if (conversion.isIdentity() && !type.hasVlen()) {
      return Elements.of(type, elements.bytes());
    }
    long count = elements.count();
    MemorySegment target = MemorySegment.ofArray(new byte[Math.toIntExact(count * type.size())]);
    Blobs blobs = new Blobs();
    conversion.convert(
        new TypeConversion.Place(elements.bytes(), 0),
        new TypeConversion.Place(target, 0),
        count,
        new MemoryBlobs(elements.blobs()),
        new MemoryBlobs(blobs));
    return new Elements(type, target, blobs);
  }

  static Elements decode(H5Type type, long count, ByteReader reader) throws H5Exception {
    if (count > Integer.MAX_VALUE / type.size()) {
      throw reader.bad("has too many elements: count=" + count);
    }
    MemorySegment bytes = MemorySegment.ofArray(reader.raw(count * type.size()));
    Blobs blobs = new Blobs();
    if (type.hasVlen()) {
      long slots = reader.u4();
      for (long i = 0; i < slots; i++) {
        blobs.add(MemorySegment.ofArray(reader.raw(reader.u4())));
      }
    }
    return new Elements(type, bytes, blobs);
  }
}
