/** MPI_Info, ROMIO hints and hint files. */
module io.jromio.hints {
  requires static transitive org.jspecify;

  exports io.jromio.hints;
}
