package io.jromio.hints;

/** Where the value of a hint comes from, in ascending order of precedence. */
public enum Origin {
  DEFAULT("default"),
  SYSTEM_FILE("system hint file"),
  HINTS_FILE("ROMIO_HINTS file"),
  INFO("MPI_Info"),
  /** Not wished for but found out: what the library or the file system really does. */
  REPORTED("reported");

  private final String words;

  Origin(String words) {
    this.words = words;
  }

  /** As in messages. */
  @Override
  public String toString() {
    return words;
  }
}
