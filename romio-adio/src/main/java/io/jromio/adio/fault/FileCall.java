package io.jromio.adio.fault;

/** The kinds of calls that {@link Faults} counts; a vectored transfer or a list of runs is one. */
public enum FileCall {
  OPEN,
  DELETE,
  READ,
  WRITE,
  SIZE,
  SET_SIZE,
  PREALLOCATE,
  SYNC,
  LOCK,
  MAP,
  CLOSE
}
