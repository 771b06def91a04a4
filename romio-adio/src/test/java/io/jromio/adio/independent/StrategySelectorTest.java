package io.jromio.adio.independent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.datatype.Datatype;
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

  private static AccessList strided(long count, long length, long stride) {
    return AccessList.of(0, Datatype.hvector(count, length, stride, Datatype.BYTE).flatten());
  }

  @ParameterizedTest
  @EnumSource(Toggle.class)
  void shouldNeverSieveWhenTheFileRangeIsContiguous(Toggle toggle) {
    AccessList list = AccessList.contiguous(5, 100);
    assertEquals(Strategy.CONTIGUOUS, StrategySelector.forRead(list, toggle, 4096));
    assertEquals(Strategy.CONTIGUOUS, StrategySelector.forWrite(list, toggle, ALL));
  }

  @Test
  void shouldObeyTheHint() {
    AccessList sparse = strided(10, 1, 4 << 20);
    AccessList dense = strided(10, 8, 16);
    assertEquals(Strategy.SIEVING, StrategySelector.forRead(sparse, Toggle.ENABLE, 0));
    assertEquals(Strategy.SIEVING, StrategySelector.forWrite(sparse, Toggle.ENABLE, ALL));
    assertEquals(Strategy.LIST, StrategySelector.forRead(dense, Toggle.DISABLE, 0));
    assertEquals(Strategy.LIST, StrategySelector.forWrite(dense, Toggle.DISABLE, ALL));
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
    assertEquals(read, StrategySelector.forRead(list, Toggle.AUTOMATIC, block));
    assertEquals(Strategy.LIST, StrategySelector.forWrite(list, Toggle.AUTOMATIC, ALL));
  }

  @ParameterizedTest
  @EnumSource(Toggle.class)
  void shouldNotSieveWritesWhenTheFileCannotLockOrRead(Toggle toggle) {
    AccessList dense = strided(10, 8, 16);
    assertEquals(
        Strategy.LIST, StrategySelector.forWrite(dense, toggle, Set.of(AdioFeature.LOCKS)));
    assertEquals(
        Strategy.LIST,
        StrategySelector.forWrite(dense, toggle, Set.of(AdioFeature.DATA_SIEVING_WRITES)));
  }
}
