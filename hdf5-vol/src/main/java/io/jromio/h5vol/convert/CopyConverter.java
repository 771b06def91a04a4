package io.jromio.h5vol.convert;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Elements as they are. */
final class CopyConverter extends Converter {
  private final int size;

  CopyConverter(int size) {
    this.size = size;
  }

  @Override
  boolean isIdentity() {
    return true;
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) {
    if (count == 1 || (source.stride() == size && target.stride() == size)) {
      MemorySegment.copy(
          source.segment(), source.offset(), target.segment(), target.offset(), count * size);
      return;
    }
    switch (size) {
      case 4 -> copyInts(source, target, count);
      case 8 -> copyLongs(source, target, count);
      default -> copyAny(source, target, count);
    }
  }

  private static void copyInts(Strided source, Strided target, long count) {
    long from = source.offset();
    long to = target.offset();
    for (long i = 0; i < count; i++) {
      int bits = source.segment().get(ValueLayout.JAVA_INT_UNALIGNED, from);
      target.segment().set(ValueLayout.JAVA_INT_UNALIGNED, to, bits);
      from += source.stride();
      to += target.stride();
    }
  }

  private static void copyLongs(Strided source, Strided target, long count) {
    long from = source.offset();
    long to = target.offset();
    for (long i = 0; i < count; i++) {
      long bits = source.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, from);
      target.segment().set(ValueLayout.JAVA_LONG_UNALIGNED, to, bits);
      from += source.stride();
      to += target.stride();
    }
  }

  private void copyAny(Strided source, Strided target, long count) {
    long from = source.offset();
    long to = target.offset();
    for (long i = 0; i < count; i++) {
      MemorySegment.copy(source.segment(), from, target.segment(), to, size);
      from += source.stride();
      to += target.stride();
    }
  }
}
