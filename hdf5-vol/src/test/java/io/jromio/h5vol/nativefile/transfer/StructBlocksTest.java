package io.jromio.h5vol.nativefile.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.jromio.h5vol.nativefile.transfer.StructBlocks.Member;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StructBlocksTest {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private static List<Member> members(int structs, int... lengths) {
    Random random = new Random(structs);
    List<Member> members = new ArrayList<>();
    int offset = 0;
    for (int length : lengths) {
      byte[] array = new byte[structs * length];
      random.nextBytes(array);
      members.add(new Member(offset, length, MemorySegment.ofArray(array)));
      offset += length;
    }
    return members;
  }

  private static byte[] joined(List<Member> members, int size, int from, int count) {
    byte[] structs = new byte[count * size];
    for (Member member : members) {
      for (int i = 0; i < count; i++) {
        for (int b = 0; b < member.length(); b++) {
          structs[i * size + member.offset() + b] =
              member.array().get(BYTE, (long) (from + i) * member.length() + b);
        }
      }
    }
    return structs;
  }

  @ParameterizedTest
  @CsvSource({
    "7, 0, 7, 4, 8, 4",
    "20000, 0, 20000, 4, 4, 8",
    "20000, 333, 19000, 4, 12, 4",
    "5000, 17, 4000, 1, 3, 7",
    "9000, 1, 8000, 4, 2, 2",
    "1, 0, 1, 8, 8, 8"
  })
  void shouldJoinAndSplitWhenMembersLieInArrays(
      int structs, int from, int count, int first, int second, int third) {
    List<Member> members = members(structs, first, second, third);
    int size = first + second + third;
    StructBlocks blocks = new StructBlocks(members, size);
    byte[] expected = joined(members, size, from, count);
    byte[] found = new byte[count * size];
    blocks.join(MemorySegment.ofArray(found), from, count);
    assertArrayEquals(expected, found);

    byte[] before = joined(members, size, 0, structs);
    for (Member member : members) {
      long length = (long) count * member.length();
      member.array().asSlice((long) from * member.length(), length).fill((byte) 0);
    }
    blocks.split(MemorySegment.ofArray(found), from, count);
    assertArrayEquals(before, joined(members, size, 0, structs));
  }
}
