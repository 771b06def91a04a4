/** Datatypes, file views, independent strategies and file system drivers. */
module io.jromio.adio {
  requires static transitive org.jspecify;
  requires transitive io.jromio.hints;
  requires transitive io.jromio.dfs;

  exports io.jromio.adio;
  exports io.jromio.adio.daos;
  exports io.jromio.adio.datatype;
  exports io.jromio.adio.fault;
  exports io.jromio.adio.independent;
  exports io.jromio.adio.mem;
  exports io.jromio.adio.view;

  uses io.jromio.adio.AdioDriver;

  provides io.jromio.adio.AdioDriver with
      io.jromio.adio.ufs.UfsDriver,
      io.jromio.adio.mem.MemDriver,
      io.jromio.adio.daos.DaosDriver;
}
