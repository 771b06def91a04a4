package io.jromio.comm;

/** Reductions on long values, each with its neutral element. */
public enum ReduceOp {
  MIN(Long.MAX_VALUE),
  MAX(Long.MIN_VALUE),
  SUM(0),
  BIT_AND(-1L),
  BIT_OR(0);

  private final long neutral;

  ReduceOp(long neutral) {
    this.neutral = neutral;
  }

  /** The value that changes nothing. */
  public long neutral() {
    return neutral;
  }

  /** Combines two values. */
  public long apply(long a, long b) {
    return switch (this) {
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case SUM -> a + b;
      case BIT_AND -> a & b;
      case BIT_OR -> a | b;
    };
  }
}
