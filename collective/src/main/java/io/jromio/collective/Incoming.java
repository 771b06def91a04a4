package io.jromio.collective;

import java.util.List;

/**
 * What a keeper has to do with all ranks about one file domain: window after window, in ascending
 * order, without those that nobody asks for.
 */
final class Incoming implements WindowSequence {
  private final int domain;
  private final WindowGrid windows;
  private final List<Source> sources;
  private final Coverage coverage;

  /**
   * @param sources in the order in which later ones overwrite earlier ones
   * @param coverage to work with
   */
  Incoming(int domain, WindowGrid windows, List<Source> sources, Coverage coverage) {
    this.domain = domain;
    this.windows = windows;
    this.sources = sources;
    this.coverage = coverage;
  }

  private long nextNumber() {
    long next = Long.MAX_VALUE;
    for (Source source : sources) {
      next = Math.min(next, source.offset());
    }
    return next == Long.MAX_VALUE ? next : windows.indexOf(next);
  }

  @Override
  public PlannedWindow next() {
    long number = nextNumber();
    if (number == Long.MAX_VALUE) {
      return PlannedWindow.NONE;
    }
    long start = windows.start(number);
    long end = windows.end(number);
    coverage.reset(start, end - start);
    PlannedWindow.Place place = new PlannedWindow.Place(domain, number, start, end);
    PlannedWindow window = new PlannedWindow(place, sources.size());
    for (Source source : sources) {
      if (source.offset() < end) {
        source.plan(window, coverage);
      }
    }
    coverage.runs(window.runs());
    return window;
  }
}
