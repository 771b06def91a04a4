package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.adio.AccessMode;
import io.jromio.adio.ErrorClass;
import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Info;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Communicators that one file after the other uses. */
final class FileRanksTest extends FileTest {
  private static final Info TOGETHER = new Info().set("romio_cb_write", "enable");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldServeOneFileAfterTheOther(int ranks) {
    String name = file(Place.UFS);
    RankThreads.run(
        ranks,
        world -> {
          for (int round = 0; round < 40; round++) {
            // Other aggregators in each round: other owners of the depots that are there.
            Info info = TOGETHER.copy().set("cb_nodes", Integer.toString(1 + round % ranks));
            if (round % 5 == 4) {
              info.set("jromio_cb_shared_memory", "disable");
            }
            try (MpiFile file = MpiFile.open(world, name, CREATE, info)) {
              check(world, file, round);
            }
          }
        });
  }

  private static void check(Communicator world, MpiFile file, int round) throws Exception {
    int length = 1 + (world.rank() * 37 + round * 101) % 999;
    byte[] mine = new byte[length];
    new Random(round * 31L + world.rank()).nextBytes(mine);
    file.writeAtAll(world.rank() * 1000L, MemorySegment.ofArray(mine));
    int next = (world.rank() + 1) % world.size();
    byte[] theirs = new byte[1 + (next * 37 + round * 101) % 999];
    byte[] read = new byte[theirs.length];
    new Random(round * 31L + next).nextBytes(theirs);
    file.readAtAll(next * 1000L, MemorySegment.ofArray(read));
    assertEquals(MemorySegment.ofArray(theirs).mismatch(MemorySegment.ofArray(read)), -1);
  }

  @Test
  void shouldKeepTrafficApartWhenFilesAreOpenAtOnce() {
    String first = file(Place.UFS);
    String second = file(Place.UFS);
    RankThreads.run(
        3,
        world -> {
          for (int round = 0; round < 5; round++) {
            MpiFile one = MpiFile.open(world, first, CREATE, TOGETHER);
            MpiFile other = MpiFile.open(world, second, CREATE, TOGETHER);
            FutureTask<Void> task =
                new FutureTask<>(
                    () -> {
                      check(world, other, 2);
                      other.close();
                      return null;
                    });
            Thread thread = new Thread(task, Thread.currentThread().getName() + "-second");
            thread.start();
            check(world, one, 1);
            one.close();
            // The next open may meet a file that this rank's other thread has not closed yet.
            try (MpiFile third = MpiFile.open(world, first, CREATE, TOGETHER)) {
              check(world, third, 3);
            }
            task.get();
            thread.join();
          }
        });
  }

  @Test
  void shouldStayOpenWhenUserClosesTheCommunicator() {
    String name = file(Place.UFS);
    RankThreads.run(
        3,
        world -> {
          Communicator user = world.dup();
          MpiFile file = MpiFile.open(user, name, CREATE, TOGETHER);
          user.close();
          check(world, file, 1);
          file.close();
          assertThrows(
              IllegalStateException.class, () -> MpiFile.open(user, name, CREATE, TOGETHER));
          world.barrier();
        });
  }

  @Test
  void shouldOpenWhenTheOpenBeforeFailed() {
    String name = file(Place.UFS);
    RankThreads.run(
        3,
        world -> {
          for (int round = 0; round < 3; round++) {
            refused(
                ErrorClass.NO_SUCH_FILE,
                () -> MpiFile.open(world, name + "-none", Set.of(AccessMode.RDONLY), new Info()));
            try (MpiFile file = MpiFile.open(world, name, CREATE, TOGETHER)) {
              check(world, file, round);
            }
          }
        });
  }

  @Test
  void shouldTakeTheSameRanksAgainWhenGivenBack() {
    RankThreads.run(
        2,
        world -> {
          FileRanks.Taken first = FileRanks.take(world, new byte[] {(byte) (7 + world.rank())});
          assertEquals(1, first.told().length);
          assertEquals(7, first.told()[0]);
          FileRanks.Taken second = FileRanks.take(world, new byte[0]);
          assertNotEquals(first.number(), second.number());
          second.giveBack();
          FileRanks.Taken third = FileRanks.take(world, new byte[0]);
          assertEquals(second.number(), third.number());
          third.discard();
          first.giveBack();
          List<Integer> numbers = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            numbers.add(FileRanks.take(world, new byte[0]).number());
          }
          assertEquals(List.of(first.number(), 2, 3), numbers);
        });
  }
}
