/** Two-phase collective I/O. */
module io.jromio.collective {
  requires static transitive org.jspecify;
  requires transitive io.jromio.adio;
  requires transitive io.jromio.comm;

  exports io.jromio.collective;
}
