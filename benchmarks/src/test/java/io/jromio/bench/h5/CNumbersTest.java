package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0.0,-0",
    "1,1",
    "-12.5,-12.5",
    "123456,123456",
    "999999.5,1e+06",
    "1234567,1.23457e+06",
    "0.0001,0.0001",
    "0.00001,1e-05",
    "0.000123456789,0.000123457",
    "0.1,0.1",
    "0.3333333333333333,0.333333",
    "1e300,1e+300",
    "1e-300,1e-300",
    "9.0072e15,9.0072e+15",
    "100000,100000",
    "2.5e-5,2.5e-05",
    "NaN,nan",
    "Infinity,inf",
    "-Infinity,-inf"
  })
  void shouldWriteAsPrintfDoesWhenGeneral(double value, String expected) {
    assertEquals(expected, CNumbers.general(value));
  }

  @Test
  void shouldCutBitsWhenNotAllCount() {
    BigInteger all = BigInteger.valueOf(0b1111_0110);
    assertEquals(BigInteger.valueOf(-1), CNumbers.bits(all, 4, 4, true));
    assertEquals(BigInteger.valueOf(0b0110), CNumbers.bits(all, 0, 4, false));
  }
}
