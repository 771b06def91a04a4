/** HDF5 for many ranks: a VOL layer with connectors for the real file format and DAOS objects. */
module io.jromio.h5vol {
  requires static transitive org.jspecify;
  requires transitive io.jromio.mpiio;
  requires io.jromio.dfs;

  exports io.jromio.h5vol;
  exports io.jromio.h5vol.model;
  exports io.jromio.h5vol.convert;
  exports io.jromio.h5vol.nativefile;
  exports io.jromio.h5vol.vol;

  uses io.jromio.h5vol.vol.VolConnector;

  provides io.jromio.h5vol.vol.VolConnector with
      io.jromio.h5vol.daos.DaosConnector,
      io.jromio.h5vol.log.LogConnector,
      io.jromio.h5vol.nativefile.NativeConnector;
}
