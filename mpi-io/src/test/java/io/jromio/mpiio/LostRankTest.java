package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.comm.CommException;
import io.jromio.comm.RankFailure;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Info;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rank that goes away in the middle: the others fail, and do not wait for it. */
final class LostRankTest extends FileTest {

  @ParameterizedTest
  @ValueSource(strings = {"enable", "disable"})
  void shouldFailOnTheOtherRanksWhenOneIsGone(String collectiveBuffering) {
    String name = file(Place.UFS);
    AtomicInteger failed = new AtomicInteger();
    RankFailure failure =
        assertThrows(
            RankFailure.class,
            () ->
                RankThreads.run(
                    4,
                    world -> {
                      Info info = new Info().set("romio_cb_write", collectiveBuffering);
                      MpiFile file = MpiFile.open(world, name, CREATE, info);
                      if (world.rank() == 2) {
                        file.writeAtAll(world.rank(), room(1));
                        throw new IllegalStateException("gone");
                      }
                      // The first call may have ended here or not when the rank is gone.
                      assertThrows(
                          CommException.class,
                          () -> {
                            file.writeAtAll(world.rank(), room(1));
                            file.writeAtAll(world.rank(), room(1));
                          });
                      assertThrows(CommException.class, file::close);
                      failed.incrementAndGet();
                    }));
    assertEquals(2, failure.rank());
    assertEquals(3, failed.get());
  }
}
