package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SizesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "9, 9 B",
    "10, 10 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "9949, 9.9 kB",
    "9950, 10 kB",
    "36000000, 36 MB",
    "1100000000, 1.1 GB",
    "145999999999, 146 GB",
    "146500000000, 146 GB",
    "147500000000, 148 GB",
    "4700000000000, 4.7 TB",
    "9223372036854775807, 9.2 EB"
  })
  void shouldShowAsPoolsAreWhenDecimal(long bytes, String expected) {
    assertEquals(expected, Sizes.decimal(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "4096, 4.0 KiB",
    "32768, 32 KiB",
    "131072, 128 KiB",
    "4194304, 4.0 MiB",
    "9223372036854775807, 8.0 EiB"
  })
  void shouldShowAsContainersAreWhenBinary(long bytes, String expected) {
    assertEquals(expected, Sizes.binary(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "4MiB, 4194304",
    "128kib, 131072",
    "128KiB, 131072",
    "2097152, 2097152",
    "131072, 131072",
    "1 k, 1000",
    "1kb, 1000",
    "1.5 GB, 1500000000",
    "1.5GiB, 1610612736",
    "'1,024', 1024",
    "7b, 7",
    "1ei, 1152921504606846976"
  })
  void shouldReadUnitsOfBothKindsWhenParsing(String text, long expected) {
    assertEquals(expected, Sizes.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "4XiB", "4MMB", "MiB", "1.2.3", "8EiB", "1e9"})
  void shouldRefuseWhenTextIsNoSize(String text) {
    assertThrows(IllegalArgumentException.class, () -> Sizes.parse(text));
  }

  @Test
  void shouldRefuseWhenSizeIsNegative() {
    assertThrows(IllegalArgumentException.class, () -> Sizes.decimal(-1));
  }
}
