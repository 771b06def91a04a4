package io.jromio.adio.datatype;

/**
 * How one dimension of a global array is dealt to the processes of a grid.
 *
 * @source MPI 4.1 section 5.1.4
 */
public enum Distribution {
  /** One block for each process; without an argument, of {@code ceil(gsize / psize)} elements. */
  BLOCK,
  /** Blocks dealt in turn; without an argument, of one element. */
  CYCLIC,
  /** Not distributed: every process has all of it, and the grid is 1 wide. */
  NONE;

  /** Stands for the argument that MPI_DISTRIBUTE_DFLT_DARG gives. */
  public static final long DEFAULT_ARGUMENT = -1;
}
