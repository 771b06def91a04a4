/** The MPI-IO API. */
module io.jromio.mpiio {
  requires static transitive org.jspecify;
  requires transitive io.jromio.adio;
  requires transitive io.jromio.comm;
  requires io.jromio.collective;

  exports io.jromio.mpiio;
}
