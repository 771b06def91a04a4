package io.jromio.h5vol.model;

/** One run, or none if its length is 0. */
final class SingleRun implements Runs {
  private final long start;
  private final long length;
  private boolean pending;

  SingleRun(long start, long length) {
    this.start = start;
    this.length = length;
    pending = length > 0;
  }

  @Override
  public boolean next() {
    boolean found = pending;
    pending = false;
    return found;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long length() {
    return length;
  }
}
