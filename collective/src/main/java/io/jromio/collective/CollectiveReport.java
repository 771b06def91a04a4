package io.jromio.collective;

/**
 * What one rank has done in collective calls since the file was opened. For people and for tests; a
 * rank that does not aggregate has no windows.
 *
 * @param aggregated collective reads and writes that were two-phase
 * @param windows windows moved as an aggregator
 * @param sentBytes bytes of data sent to other ranks
 * @param fileRequests reads and writes of the file as an aggregator
 * @param readModifyWrites windows that were read in order to be written
 */
public record CollectiveReport(
    long aggregated, long windows, long sentBytes, long fileRequests, long readModifyWrites) {}
