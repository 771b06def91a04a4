package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Strings of fixed length: where they end, and how they fill their place. */
final class Text {
  private Text() {}

  /** Bytes of the text in a place of {@code size} bytes, without what pads it. */
  static long length(MemorySegment segment, long offset, long size, StringPadding padding) {
    long length = 0;
    if (padding == StringPadding.SPACE_PADDED) {
      length = size;
      while (length > 0 && segment.get(ValueLayout.JAVA_BYTE, offset + length - 1) == ' ') {
        length--;
      }
      return length;
    }
    while (length < size && segment.get(ValueLayout.JAVA_BYTE, offset + length) != 0) {
      length++;
    }
    return length;
  }

  /**
   * How much of a text fits into a place of a type: all, or what is left when it is cut, between
   * two code points if it is UTF-8.
   */
  static long fitting(MemorySegment text, StringType type) {
    long length = text.byteSize();
    long room = type.padding() == StringPadding.NULL_TERMINATED ? type.size() - 1L : type.size();
    if (length <= room) {
      return length;
    }
    long cut = room;
    if (type.charset() == StringCharset.UTF_8) {
      while (cut > 0 && (text.get(ValueLayout.JAVA_BYTE, cut) & 0xc0) == 0x80) {
        cut--;
      }
      // Bytes that are no UTF-8 have no code points to keep whole.
      cut = room - cut > 3 ? room : cut;
    }
    return cut;
  }

  /** Writes as much of a text as fits, and the padding behind it. */
  static void put(MemorySegment text, MemorySegment target, long offset, StringType type) {
    long length = fitting(text, type);
    MemorySegment.copy(text, 0, target, offset, length);
    byte filler = (byte) (type.padding() == StringPadding.SPACE_PADDED ? ' ' : 0);
    for (long b = offset + length; b < offset + type.size(); b++) {
      target.set(ValueLayout.JAVA_BYTE, b, filler);
    }
  }
}
