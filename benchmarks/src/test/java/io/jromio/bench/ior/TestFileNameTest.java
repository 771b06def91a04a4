package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

final class TestFileNameTest {

  private static TestFileName names(String line) {
    return new TestFileName(IorOptions.parse(line.split(" ")));
  }

  @Test
  void shouldAppendTheOwnerWhenEachRankHasItsFile() {
    assertEquals("/d/f", names("-o /d/f").of(5, 2));
    assertEquals("/d/f.00000005", names("-F -o /d/f").of(5, 2));
    assertEquals("f.12345678", names("-F -o f").of(12345678, 0));
  }

  @Test
  void shouldAppendTheRepetitionWhenEachHasItsFile() {
    assertEquals("f.2", names("-m -o f").of(5, 2));
    assertEquals("f.00000005.2", names("-m -F -o f").of(5, 2));
    assertEquals("f.00000005", names("-m -F -o f").first(5));
  }

  @Test
  void shouldDealPathsToOwnersWhenSeveralAreGiven() {
    TestFileName names = names("-F -o /a/f@/b/g@/c/h");
    assertEquals("/a/f.00000000", names.of(0, 0));
    assertEquals("/c/h.00000002", names.of(2, 0));
    assertEquals("/b/g.00000004", names.of(4, 0));
    assertEquals("/a/f", names("-o /a/f@/b/g").of(1, 0));
  }

  @Test
  void shouldInsertADirectoryWhenEachRankHasItsOwn() {
    assertEquals("/d/3/f.00000003", names("-F -u -o /d/f").of(3, 0));
    assertEquals("3/f.00000003", names("-F -u -o f").of(3, 0));
    assertEquals("/d/f", names("-u -o /d/f").of(3, 0));
    assertFalse(names("-u -o /d/f").inOwnDirectory());
  }
}
