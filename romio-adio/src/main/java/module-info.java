/** Datatypes, file views, independent strategies and file system drivers. */
module io.jromio.adio {
  requires static transitive org.jspecify;
  requires transitive io.jromio.hints;

  exports io.jromio.adio;
  exports io.jromio.adio.datatype;
  exports io.jromio.adio.view;
}
