package io.jromio.collective;

/** Counts what {@link CollectiveReport} shows. */
final class Counters {
  private long aggregated;
  private long windows;
  private long sentBytes;
  private long fileRequests;
  private long readModifyWrites;

  void aggregatedCall() {
    aggregated++;
  }

  void window() {
    windows++;
  }

  void sent(long bytes) {
    sentBytes += bytes;
  }

  void fileRequests(long number) {
    fileRequests += number;
  }

  void readModifyWrite() {
    readModifyWrites++;
  }

  CollectiveReport report() {
    return new CollectiveReport(aggregated, windows, sentBytes, fileRequests, readModifyWrites);
  }
}
