package io.jromio.bench.ior;

/** What a phase does with the file. */
enum Access {
  WRITE("write"),
  WRITE_CHECK("write-check"),
  READ("read"),
  READ_CHECK("read");

  private final String shownAs;

  Access(String shownAs) {
    this.shownAs = shownAs;
  }

  boolean writes() {
    return this == WRITE;
  }

  boolean checks() {
    return this == WRITE_CHECK || this == READ_CHECK;
  }

  /** The name in messages and in the report. */
  @Override
  public String toString() {
    return shownAs;
  }
}
