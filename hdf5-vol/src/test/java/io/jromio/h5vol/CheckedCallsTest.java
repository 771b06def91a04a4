package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that differ between ranks, in files whose calls are compared. */
final class CheckedCallsTest {

  /** A call that one of the ranks makes with another number. */
  private interface OddCall {
    void make(H5Group group, int odd) throws H5Exception;
  }

  private static void shouldFail(int ranks, Path folder, OddCall call) {
    RankThreads.run(
        ranks,
        world -> {
          String name = folder.resolve("checked.h5").toString();
          int odd = world.rank() == world.size() - 1 ? 1 : 0;
          H5File file = H5File.create(world, name, FileOption.checked());
          H5Group group = file.group("g");
          group.attributes().put("b", 7);
          assertEquals(7, group.attributes().get("b"));
          H5Contract.assertError(H5Error.NOT_SAME, () -> call.make(group, odd));
          H5Contract.assertError(H5Error.NOT_SAME, file::close);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void shouldBeTheSameErrorEverywhereWhenNamesDiffer(int ranks, @TempDir Path folder) {
    shouldFail(
        ranks,
        folder,
        (group, odd) -> group.newDataset("t" + odd).type(H5Type.I32).shape(4).create());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void shouldBeTheSameErrorEverywhereWhenShapesDiffer(int ranks, @TempDir Path folder) {
    shouldFail(
        ranks,
        folder,
        (group, odd) -> group.newDataset("t").type(H5Type.I32).shape(4L + odd).create());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void shouldBeTheSameErrorEverywhereWhenValuesDiffer(int ranks, @TempDir Path folder) {
    shouldFail(ranks, folder, (group, odd) -> group.attributes().put("a", odd));
  }
}
