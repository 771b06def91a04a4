package io.jromio.h5vol.model;

import java.util.Set;

/**
 * What a transfer did on this rank.
 *
 * @param collective whether the bytes were moved by the ranks together
 * @param reasons why not, and what was converted or filtered on the way
 * @param elements moved
 * @param bytes moved to or from the file by this rank's request, before aggregation
 * @param requests to the file below: calls of MPI-IO, or requests to the object store
 * @source H5Pget_mpio_actual_io_mode, H5Pget_mpio_no_collective_cause
 */
public record TransferReport(
    boolean collective, Set<Reason> reasons, long elements, long bytes, long requests) {
  /** What made a transfer differ from a plain collective one. */
  public enum Reason {
    /** The caller asked for an independent transfer. */
    INDEPENDENT_REQUESTED,
    /** The elements are kept with the description of the dataset. */
    COMPACT_DATASET,
    /** The connector moves the elements of each rank by itself. */
    CONNECTOR_INDEPENDENT,
    /** Elements were converted between types. */
    TYPE_CONVERSION,
    /** Chunks passed through filters at their owners. */
    FILTERS,
    /** Parts of variable length went to heaps. */
    VARIABLE_LENGTH
  }

  public TransferReport {
    reasons = Set.copyOf(reasons);
  }
}
