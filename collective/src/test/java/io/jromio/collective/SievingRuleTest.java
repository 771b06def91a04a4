package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.FileRuns;
import io.jromio.hints.Toggle;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SievingRuleTest {
  private static final Set<AdioFeature> SIEVING =
      EnumSet.of(AdioFeature.LOCKS, AdioFeature.DATA_SIEVING_WRITES);

  private static FileRuns runs(int count, long pitch) {
    FileRuns runs = new FileRuns(count);
    for (int i = 0; i < count; i++) {
      runs.add(1000 + i * pitch, 8);
    }
    return runs;
  }

  private static boolean writes(Toggle mode, Set<AdioFeature> features, FileRuns runs) {
    return SievingRule.readsBeforeWrite(mode, features, runs);
  }

  @Test
  void shouldReadBeforeWritingOnlyManyDenseRunsWhenAutomatic() {
    assertTrue(writes(Toggle.AUTOMATIC, SIEVING, runs(16, 16)));
    assertTrue(writes(Toggle.AUTOMATIC, SIEVING, runs(100, SievingRule.PITCH)));
    assertFalse(writes(Toggle.AUTOMATIC, SIEVING, runs(15, 16)));
    assertFalse(writes(Toggle.AUTOMATIC, SIEVING, runs(100, SievingRule.PITCH + 100)));
    Set<AdioFeature> lists = EnumSet.copyOf(SIEVING);
    lists.add(AdioFeature.LIST_IO);
    assertFalse(writes(Toggle.AUTOMATIC, lists, runs(100, 16)));
  }

  @Test
  void shouldFollowTheHintWhenItIsSet() {
    assertTrue(writes(Toggle.ENABLE, SIEVING, runs(2, 1 << 20)));
    assertFalse(writes(Toggle.DISABLE, SIEVING, runs(100, 16)));
  }

  @Test
  void shouldNeverReadBeforeWritingWithoutHolesOrLocks() {
    assertFalse(writes(Toggle.ENABLE, SIEVING, runs(1, 16)));
    assertFalse(writes(Toggle.ENABLE, SIEVING, runs(5, 8)));
    assertFalse(writes(Toggle.ENABLE, Set.of(AdioFeature.DATA_SIEVING_WRITES), runs(50, 16)));
    assertFalse(writes(Toggle.ENABLE, Set.of(AdioFeature.LOCKS), runs(50, 16)));
  }

  @Test
  void shouldReadHolesAlongUpToTheGap() {
    FileRuns needed = new FileRuns(4);
    needed.add(0, 10);
    needed.add(10 + SievingRule.GAP, 10);
    needed.add(20 + 2 * SievingRule.GAP + 1, 10);
    FileRuns read = SievingRule.toRead(Toggle.AUTOMATIC, needed);
    assertEquals(2, read.size());
    assertEquals(20 + SievingRule.GAP, read.length(0));
    assertEquals(10, read.length(1));
    assertEquals(3, SievingRule.toRead(Toggle.DISABLE, needed).size());
    FileRuns all = SievingRule.toRead(Toggle.ENABLE, needed);
    assertEquals(1, all.size());
    assertEquals(needed.end(), all.end());
  }
}
