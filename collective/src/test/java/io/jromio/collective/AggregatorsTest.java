package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.RankThreads;
import io.jromio.hints.HintFile;
import io.jromio.hints.HintResolver;
import io.jromio.hints.Hints;
import io.jromio.hints.Info;
import io.jromio.hints.RomioHints;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AggregatorsTest {
  private static final String[] NODES = {"A", "A", "A", "A", "B", "B", "B", "B"};

  private static Hints hints(String list, long cbNodes) {
    return Hints.defaults()
        .with(RomioHints.CB_CONFIG_LIST, list)
        .with(RomioHints.CB_NODES, cbNodes);
  }

  @Test
  void shouldFollowListAndCountWhenChoosing() throws MpiIoException {
    assertArrayEquals(new int[] {0, 4}, Aggregators.choose(NODES, hints("*:1", 0)));
    assertArrayEquals(new int[] {0, 1, 2, 3}, Aggregators.choose(NODES, hints("*:*", 4)));
    assertArrayEquals(new int[] {4, 5, 0}, Aggregators.choose(NODES, hints("B:2,A:1", 99)));
  }

  @Test
  void shouldFailWithIoWhenNothingMatches() {
    MpiIoException none =
        assertThrows(MpiIoException.class, () -> Aggregators.choose(NODES, hints("C:1", 0)));
    assertEquals(ErrorClass.IO, none.errorClass());
    assertTrue(none.detail().contains("no aggregators match cb_config_list=C:1"));
  }

  @Test
  void shouldChooseAlikeOnAllRanks() {
    for (int ranks : new int[] {1, 2, 3, 4, 7}) {
      RankThreads.run(
          ranks,
          world -> {
            assertArrayEquals(new int[] {0}, Aggregators.choose(world, hints("*:1", 0)));
            int most = Math.min(2, ranks);
            assertEquals(most, Aggregators.choose(world, hints("*:2", 0)).length);
            MpiIoException none =
                assertThrows(
                    MpiIoException.class, () -> Aggregators.choose(world, hints("nowhere", 0)));
            assertEquals(ErrorClass.IO, none.errorClass());
          });
    }
  }

  @Test
  void shouldLetAllRanksAggregateOnlyWhereTheirPageCacheHoldsTheFileAndNobodyChose()
      throws MpiIoException {
    AdioFile cached = file(Set.of(AdioFeature.NODE_CACHE));
    AdioFile remote = file(Set.of());
    String[] nodes = {"a", "a", "b", "b"};
    Hints free = Hints.defaults();
    Hints chosen = HintResolver.resolve(new Info().set("cb_config_list", "*:1"), HintFile.none());
    assertArrayEquals(
        new int[] {0, 1, 2, 3}, Aggregators.choose(nodes, Aggregators.settled(free, cached)));
    assertArrayEquals(
        new int[] {0, 2}, Aggregators.choose(nodes, Aggregators.settled(free, remote)));
    assertArrayEquals(
        new int[] {0, 2}, Aggregators.choose(nodes, Aggregators.settled(chosen, cached)));
  }

  private static AdioFile file(Set<AdioFeature> features) {
    return (AdioFile)
        Proxy.newProxyInstance(
            AdioFile.class.getClassLoader(),
            new Class<?>[] {AdioFile.class},
            (proxy, method, args) -> features);
  }
}
