package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.comm.RankThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file's bytes do not tell how many ranks have written it, nor when. */
final class SameBytesTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldBeTheSameWhenWrittenByAnyNumberOfRanks(long seed, @TempDir Path folder)
      throws Exception {
    byte[] expected = new byte[0];
    for (int ranks : new int[] {1, 2, 3, 4, 7, 1}) {
      Path file = folder.resolve("ranks-%d.h5".formatted(ranks));
      Files.deleteIfExists(file);
      RankThreads.run(
          ranks,
          world -> Programs.random(world, file.toString(), seed, FileOption.connector("native")));
      byte[] bytes = Files.readAllBytes(file);
      if (expected.length == 0) {
        expected = bytes;
        if (OutsideReaders.has("h5dump")) {
          OutsideReaders.succeed("h5dump", file.toString());
        }
      }
      assertEquals(expected.length, bytes.length, "seed=%d ranks=%d".formatted(seed, ranks));
      assertArrayEquals(expected, bytes, "seed=%d ranks=%d".formatted(seed, ranks));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void shouldBeTheSameWhenCallsAreChecked(long seed, @TempDir Path folder) throws Exception {
    Path plain = folder.resolve("plain.h5");
    Path checked = folder.resolve("checked.h5");
    RankThreads.run(
        3,
        world -> {
          FileOption connector = FileOption.connector("native");
          Programs.random(world, plain.toString(), seed, connector);
          Programs.random(world, checked.toString(), seed, connector, FileOption.checked());
        });
    assertArrayEquals(Files.readAllBytes(plain), Files.readAllBytes(checked));
  }
}
