package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.RankThreads;
import org.junit.jupiter.api.Test;

final class CollectiveOutcomeTest {

  @Test
  void shouldThrowTheFailureOfTheLowestRankEverywhere() {
    for (int ranks : new int[] {1, 2, 3, 4, 7}) {
      RankThreads.run(
          ranks,
          world -> {
            CollectiveOutcome.agree(world, null);
            for (int lowest = 0; lowest < ranks; lowest++) {
              MpiIoException mine = null;
              if (world.rank() == lowest) {
                mine = new MpiIoException(ErrorClass.NO_SPACE, "lowest", 5);
              } else if (world.rank() > lowest) {
                mine = new MpiIoException(ErrorClass.QUOTA, "higher", 3);
              }
              MpiIoException brought = mine;
              MpiIoException thrown =
                  assertThrows(MpiIoException.class, () -> CollectiveOutcome.agree(world, brought));
              assertEquals(ErrorClass.NO_SPACE, thrown.errorClass());
              assertTrue(thrown.detail().contains("rank " + lowest + ": lowest"));
              assertEquals(brought == null ? 0 : brought.transferred(), thrown.transferred());
            }
            CollectiveOutcome.agree(world, null);
          });
    }
  }
}
