package io.jromio.bench.h5bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BenchConfigTest {

  private static BenchConfig of(String... lines) {
    return BenchConfig.parse("test.cfg", List.of(lines));
  }

  @Test
  void shouldTakeConfigurationOfTheCProgramWhenItHasUnitsAndComments() {
    BenchConfig config =
        of(
            "# sample",
            "",
            "MEM_PATTERN=CONTIG",
            "FILE_PATTERN = INTERLEAVED",
            "NUM_DIMS=2",
            "DIM_1=1 K # per rank",
            "DIM_2=8",
            "TIMESTEPS=5",
            "EMULATED_COMPUTE_TIME_PER_TIMESTEP=1 s",
            "COLLECTIVE_DATA=YES");
    assertArrayEquals(new long[] {1024, 8}, config.shape());
    assertEquals(8192, config.particles());
    assertEquals(5, config.timesteps());
    assertEquals(1_000_000, config.microseconds("EMULATED_COMPUTE_TIME_PER_TIMESTEP"));
    assertEquals(BenchConfig.Pattern.INTERLEAVED, config.file());
    assertTrue(config.collectiveData());
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "8 K, 8192", "1M, 1048576", "2 GB, 2147483648"})
  void shouldReadNumberWhenUnitFollows(String text, long number) {
    assertEquals(number, of("DIM_1=" + text).number("DIM_1", 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DIM_1=0",
        "DIM_1=many",
        "NO_SUCH_KEY=1",
        "DIM_1",
        "DIM_1=4;SUBFILING=YES",
        "DIM_1=4;MODE=ASYNC",
        "DIM_1=4;NUM_DIMS=4",
        "DIM_1=4;TIMESTEPS=0",
        "DIM_1=4;MEM_PATTERN=STRIDED",
        "DIM_1=4;FILE_PATTERN=SIDEWAYS",
        "DIM_1=4;COMPRESS=YES",
        "DIM_1=4;FILE_PATTERN=STRIDED",
        "DIM_1=4;STDEV_DIM_1=2",
        "DIM_1=4;NUM_DIMS=3;DIM_2=1;DIM_3=1;FILE_PATTERN=INTERLEAVED"
      })
  void shouldNameFileWhenConfigurationIsWrong(String lines) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> of(lines.split(";")));
    assertTrue(String.valueOf(refused.getMessage()).contains("file=test.cfg"), refused::toString);
  }
}
