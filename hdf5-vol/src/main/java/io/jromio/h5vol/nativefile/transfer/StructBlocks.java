package io.jromio.h5vol.nativefile.transfer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Puts structs together from arrays of their members and takes them apart again, a block that stays
 * in the cache at a time. Members are copied as words where they and the struct consist of such,
 * through arrays: loops over these are fast in whatever way they are compiled.
 */
final class StructBlocks {
  /** Bytes of structs in a block. */
  private static final int BLOCK = 1 << 17;

  /** One member: where it lies in a struct, and the array of its values. */
  record Member(int offset, int length, MemorySegment array) {}

  private final List<Member> members;
  private final int size;
  private final int[] block;
  private final int[] column;
  private final boolean words;

  /**
   * @param size bytes of a struct
   */
  StructBlocks(List<Member> members, int size) {
    this.members = members;
    this.size = size;
    boolean aligned = true;
    for (Member member : members) {
      aligned &= areWords(size, member.offset(), member.length());
    }
    this.words = aligned;
    this.block = new int[aligned ? structs() * (size / Integer.BYTES) : 0];
    this.column = new int[block.length];
  }

  /** Whether structs and a member of them consist of words. */
  static boolean areWords(int size, int offset, int length) {
    return (size | offset | length) % Integer.BYTES == 0;
  }

  private int structs() {
    return Math.max(1, BLOCK / size);
  }

  /** Structs {@code from} to {@code from + count} of all, from the arrays. */
  void join(MemorySegment structs, long from, long count) {
    for (long done = 0; done < count; done += structs()) {
      int n = (int) Math.min(structs(), count - done);
      if (!words) {
        copyBytes(structs, done, from + done, n, true);
        continue;
      }
      for (Member member : members) {
        int width = member.length() / Integer.BYTES;
        long at = (from + done) * member.length();
        MemorySegment.copy(
            member.array(), ValueLayout.JAVA_INT_UNALIGNED, at, column, 0, n * width);
        spread(member.offset() / Integer.BYTES, width, n);
      }
      MemorySegment.copy(
          block, 0, structs, ValueLayout.JAVA_INT_UNALIGNED, done * size, n * stride());
    }
  }

  /** The same structs, to the arrays. */
  void split(MemorySegment structs, long from, long count) {
    for (long done = 0; done < count; done += structs()) {
      int n = (int) Math.min(structs(), count - done);
      if (!words) {
        copyBytes(structs, done, from + done, n, false);
        continue;
      }
      MemorySegment.copy(
          structs, ValueLayout.JAVA_INT_UNALIGNED, done * size, block, 0, n * stride());
      for (Member member : members) {
        int width = member.length() / Integer.BYTES;
        gather(member.offset() / Integer.BYTES, width, n);
        long at = (from + done) * member.length();
        MemorySegment.copy(
            column, 0, member.array(), ValueLayout.JAVA_INT_UNALIGNED, at, n * width);
      }
    }
  }

  private int stride() {
    return size / Integer.BYTES;
  }

  private void spread(int first, int width, int count) {
    int stride = stride();
    for (int w = 0; w < width; w++) {
      for (int i = 0, to = first + w, from = w; i < count; i++, to += stride, from += width) {
        block[to] = column[from];
      }
    }
  }

  private void gather(int first, int width, int count) {
    int stride = stride();
    for (int w = 0; w < width; w++) {
      for (int i = 0, from = first + w, to = w; i < count; i++, from += stride, to += width) {
        column[to] = block[from];
      }
    }
  }

  private void copyBytes(MemorySegment structs, long place, long number, int count, boolean join) {
    for (Member member : members) {
      int length = member.length();
      for (int i = 0; i < count; i++) {
        long inStruct = (place + i) * size + member.offset();
        long inArray = (number + i) * length;
        if (join) {
          MemorySegment.copy(member.array(), inArray, structs, inStruct, length);
        } else {
          MemorySegment.copy(structs, inStruct, member.array(), inArray, length);
        }
      }
    }
  }
}
