package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizesTest {

  @ParameterizedTest
  @CsvSource({
    "8, 8",
    "4k, 4096",
    "4K, 4096",
    "2m, 2097152",
    "1g, 1073741824",
    "3t, 3298534883328",
    "1p, 1125899906842624",
    "-5, -5",
    "0, 0",
    "47008, 47008",
    "' 16 m ', 16777216"
  })
  void shouldReadPowersOf1024WhenUnitIsGiven(String text, long expected) {
    assertEquals(expected, ByteSizes.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "k", "4x", "4kb", "1.5m", "0x10", "m4", "4 4", "--1"})
  void shouldSayWhatIsExpectedWhenTextIsNoSize(String text) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> ByteSizes.parse(text));
    assertTrue(String.valueOf(e.getMessage()).contains("4k"), e::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8192p", "9999999t", "99999999999999999999"})
  void shouldRefuseWhenSizeDoesNotFit(String text) {
    assertThrows(IllegalArgumentException.class, () -> ByteSizes.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "65536, 65536 bytes",
    "1048575, 1048575 bytes",
    "1048576, 1 MiB",
    "1610612736, 1.50 GiB",
    "3221225472, 3 GiB",
    "2254857830400, 2.05 TiB",
    "1572864, 1.50 MiB"
  })
  void shouldShowWhatTheCProgramShowsWhenSizeIsReported(long bytes, String expected) {
    assertEquals(expected, ByteSizes.show(bytes));
  }

  @Test
  void shouldRoundHalfToEvenOfTheExactValueWhenFormattingLikeC() {
    assertEquals("0.12", CFormat.fixed(0.125, 2));
    assertEquals("0.38", CFormat.fixed(0.375, 2));
    assertEquals("1.00", CFormat.fixed(1.005, 2));
    assertEquals("-0.00", "-" + CFormat.fixed(0.0, 2));
    assertEquals("inf", CFormat.fixed(Double.POSITIVE_INFINITY, 2));
    assertEquals("nan", CFormat.fixed(Double.NaN, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "0.000252, '0.000252  '",
    "0.9999999, '1.000000  '",
    "1, '1.00      '",
    "3599.994, '3599.99   '",
    "3600, '3600      '",
    "148143.4, '148143    '",
    "-1, '   -      '",
    "12345678901, '12345678901'"
  })
  void shouldGiveFewerDecimalsWhenColumnValueGrows(double value, String expected) {
    assertEquals(expected, CFormat.column(value));
  }
}
