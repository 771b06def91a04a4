package io.jromio.bench.ior;

/**
 * The sequence of glibc's {@code srand} and {@code rand}, which decides IOR's random offsets and
 * task orders: equal seeds must read what the C program wrote.
 *
 * @source glibc manual 19.8 (BSD random): additive feedback, degree 31, separation 3, seeded by
 *     Park and Miller's minimal standard generator
 */
final class GlibcRandom {
  private static final int DEGREE = 31;
  private static final int SEPARATION = 3;
  private static final long MODULUS = Integer.MAX_VALUE;
  private static final long MULTIPLIER = 16807;

  private final int[] state = new int[DEGREE];
  private int position;

  GlibcRandom(int seed) {
    long word = seed == 0 ? 1 : seed;
    state[0] = (int) word;
    for (int i = 1; i < DEGREE; i++) {
      word = MULTIPLIER * word % MODULUS;
      if (word < 0) {
        word += MODULUS;
      }
      state[i] = (int) word;
    }
    position = SEPARATION;
    for (int i = 0; i < 10 * DEGREE; i++) {
      next();
    }
  }

  /** The next number, {@code 0 <= number < 2^31}. */
  int next() {
    int sum = state[position] + state[(position + DEGREE - SEPARATION) % DEGREE];
    state[position] = sum;
    position = (position + 1) % DEGREE;
    return sum >>> 1;
  }

  /** {@code rand() % bound}. */
  int next(int bound) {
    return next() % bound;
  }
}
