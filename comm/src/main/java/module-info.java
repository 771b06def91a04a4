/** Ranks: messages and shared windows. */
module io.jromio.comm {
  requires static transitive org.jspecify;

  exports io.jromio.comm;
  exports io.jromio.comm.launch;

  uses io.jromio.comm.CommProvider;

  provides io.jromio.comm.CommProvider with
      io.jromio.comm.mpj.MpjProvider;
}
