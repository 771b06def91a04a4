package io.jromio.dfs.engine;

/**
 * Joins checksums: the CRC-32C of bytes that stand one behind the other, from that of each part,
 * without the bytes.
 *
 * @source Mark Adler, zlib crc32.c, crc32_combine: multiplication by x^(8 n) modulo the polynomial
 */
final class Crc {
  /** Castagnoli's polynomial, lowest power in the highest bit. */
  private static final int POLYNOMIAL = 0x82f63b78;

  private static final int ONE = 1 << 31;

  /** x^(2^n) modulo the polynomial. */
  private static final int[] POWERS = powers();

  private Crc() {}

  private static int[] powers() {
    int[] powers = new int[32];
    powers[0] = 1 << 30;
    for (int n = 1; n < powers.length; n++) {
      powers[n] = multiply(powers[n - 1], powers[n - 1]);
    }
    return powers;
  }

  /** The sum of the bytes of {@code first} followed by {@code length} bytes of {@code second}. */
  static int join(int first, int second, int length) {
    return length == 0 ? first : multiply(shift(length), first) ^ second;
  }

  /** x^(8 length). */
  private static int shift(int length) {
    int product = ONE;
    int power = 3;
    for (int n = length; n != 0; n >>>= 1) {
      if ((n & 1) != 0) {
        product = multiply(POWERS[power], product);
      }
      power++;
    }
    return product;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= b;
        if ((a & (bit - 1)) == 0) {
          break;
        }
      }
      b = (b & 1) != 0 ? (b >>> 1) ^ POLYNOMIAL : b >>> 1;
    }
    return product;
  }
}
