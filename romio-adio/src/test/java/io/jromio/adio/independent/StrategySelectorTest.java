package io.jromio.adio.independent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.independent.StrategySelector.Abilities;
import io.jromio.adio.independent.StrategySelector.Wishes;
import io.jromio.adio.view.AccessList;
import io.jromio.hints.Toggle;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class StrategySelectorTest {
  private static final Set<AdioFeature> ALL =
      Set.of(AdioFeature.LOCKS, AdioFeature.DATA_SIEVING_WRITES);
  private static final Abilities MAPPABLE =
      new Abilities(
          Set.of(AdioFeature.LOCKS, AdioFeature.DATA_SIEVING_WRITES, AdioFeature.MAPPING),
          4096,
          32768);

  private static AccessList strided(long count, long length, long stride) {
    return AccessList.of(0, Datatype.hvector(count, length, stride, Datatype.BYTE).flatten());
  }

  private static Strategy forRead(AccessList list, Toggle sieving, long blockSize) {
    return StrategySelector.forRead(list, sieves(sieving), new Abilities(ALL, blockSize, 0));
  }

  private static Strategy forWrite(AccessList list, Toggle sieving, Set<AdioFeature> features) {
    return StrategySelector.forWrite(list, sieves(sieving), new Abilities(features, 4096, 0));
  }

  private static Wishes sieves(Toggle sieving) {
    return new Wishes(sieving, Toggle.AUTOMATIC, false);
  }

  private static Wishes maps(Toggle mapping) {
    return new Wishes(Toggle.AUTOMATIC, mapping, false);
  }

  @ParameterizedTest
  @EnumSource(Toggle.class)
  void shouldNeitherSieveNorMapWhenTheFileRangeIsContiguous(Toggle toggle) {
    AccessList list = AccessList.contiguous(5, 100);
    Wishes wishes = new Wishes(toggle, toggle, false);
    assertEquals(Strategy.CONTIGUOUS, StrategySelector.forRead(list, wishes, MAPPABLE));
    assertEquals(Strategy.CONTIGUOUS, StrategySelector.forWrite(list, wishes, MAPPABLE));
  }

  @Test
  void shouldObeyTheHint() {
    AccessList sparse = strided(10, 1, 4 << 20);
    AccessList dense = strided(10, 8, 16);
    assertEquals(Strategy.SIEVING, forRead(sparse, Toggle.ENABLE, 0));
    assertEquals(Strategy.SIEVING, forWrite(sparse, Toggle.ENABLE, ALL));
    assertEquals(Strategy.LIST, forRead(dense, Toggle.DISABLE, 0));
    assertEquals(Strategy.LIST, forWrite(dense, Toggle.DISABLE, ALL));
  }

  @ParameterizedTest
  @CsvSource({
    "8, 16, 4096, SIEVING",
    "1, 2000, 4096, SIEVING",
    "2000, 4000, 4096, SIEVING",
    "4096, 8192, 4096, LIST",
    "47008, 94016, 4096, LIST",
    "65536, 131072, 1048576, SIEVING",
    "1, 1048576, 1048576, LIST",
    "1, 4194304, 4194304, LIST",
  })
  void shouldWeighTheHolesAgainstTheCallsWhenAutomatic(
      long length, long stride, long block, Strategy read) {
    AccessList list = strided(1000, length, stride);
    assertEquals(read, forRead(list, Toggle.AUTOMATIC, block));
    assertEquals(Strategy.LIST, forWrite(list, Toggle.AUTOMATIC, ALL));
  }

  @ParameterizedTest
  @EnumSource(Toggle.class)
  void shouldNotSieveWritesWhenTheFileCannotLockOrRead(Toggle toggle) {
    AccessList dense = strided(10, 8, 16);
    assertEquals(Strategy.LIST, forWrite(dense, toggle, Set.of(AdioFeature.LOCKS)));
    assertEquals(Strategy.LIST, forWrite(dense, toggle, Set.of(AdioFeature.DATA_SIEVING_WRITES)));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 1, 2, MAPPED",
    "1000, 4096, 8192, MAPPED",
    "1000, 16384, 32768, MAPPED",
    "1000, 1, 32768, MAPPED",
    "1000, 1, 40000, LIST",
    "1000, 1, 4194304, LIST",
    "1000, 47008, 94016, LIST",
    "32, 4096, 16384, MAPPED",
    "31, 4096, 16384, LIST",
  })
  void shouldMapManyPiecesThatLieCloseWhenAutomatic(
      long count, long length, long stride, Strategy expected) {
    AccessList list = strided(count, length, stride);
    assertEquals(expected, StrategySelector.forWrite(list, maps(Toggle.AUTOMATIC), MAPPABLE));
    assertEquals(expected, StrategySelector.forRead(list, maps(Toggle.AUTOMATIC), MAPPABLE));
  }

  @Test
  void shouldMapWhateverItCostsWhenEnabledAndNeverWhenDisabled() {
    AccessList sparse = strided(2, 1, 4 << 20);
    assertEquals(Strategy.MAPPED, StrategySelector.forRead(sparse, maps(Toggle.ENABLE), MAPPABLE));
    assertEquals(Strategy.MAPPED, StrategySelector.forWrite(sparse, maps(Toggle.ENABLE), MAPPABLE));
    AccessList dense = strided(1000, 512, 1024);
    assertEquals(Strategy.SIEVING, StrategySelector.forRead(dense, maps(Toggle.DISABLE), MAPPABLE));
    assertEquals(Strategy.LIST, StrategySelector.forWrite(dense, maps(Toggle.DISABLE), MAPPABLE));
  }

  @ParameterizedTest
  @EnumSource(Toggle.class)
  void shouldNotMapInAtomicModeNorWhereOthersSieveNorWhatCannotBeMapped(Toggle mapping) {
    AccessList list = strided(1000, 512, 1024);
    Wishes atomic = new Wishes(Toggle.AUTOMATIC, mapping, true);
    assertEquals(Strategy.SIEVING, StrategySelector.forRead(list, atomic, MAPPABLE));
    assertEquals(Strategy.LIST, StrategySelector.forWrite(list, atomic, MAPPABLE));
    Wishes sieving = new Wishes(Toggle.ENABLE, mapping, false);
    assertEquals(Strategy.SIEVING, StrategySelector.forWrite(list, sieving, MAPPABLE));
    Abilities plain = new Abilities(ALL, 4096, 32768);
    assertEquals(Strategy.SIEVING, StrategySelector.forRead(list, maps(mapping), plain));
    assertEquals(Strategy.LIST, StrategySelector.forWrite(list, maps(mapping), plain));
  }
}
