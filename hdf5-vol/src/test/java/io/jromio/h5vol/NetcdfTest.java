package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dimension scales, written as attributes: what netCDF and h5py know dimensions by.
 *
 * @source HDF5 Dimension Scale Specification 1.0; netCDF-4 file format, "HDF5 dimension scales"
 */
final class NetcdfTest {
  private static final ValueLayout.OfLong LITTLE_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LITTLE_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int LATITUDES = 4;
  private static final int LONGITUDES = 6;

  @TempDir private Path folder = Path.of("");

  /** Strings of dimension scales end with a zero, and libraries insist on it. */
  private static void text(H5Object object, String name, String value) throws H5Exception {
    H5Type type =
        new StringType(value.length() + 1, StringPadding.NULL_TERMINATED, StringCharset.ASCII);
    object.attributes().put(name, type, Dataspace.scalar(), value);
  }

  private static H5Dataset scale(H5File file, String name, int length, double step)
      throws H5Exception {
    H5Dataset scale = file.newDataset(name).type(H5Type.F64).shape(length).create();
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = i * step;
    }
    boolean writes = file.vol().communicator().rank() == 0;
    scale.at(writes ? Selection.all() : Selection.none()).writeAll(writes ? values : new double[0]);
    text(scale, "CLASS", "DIMENSION_SCALE");
    text(scale, "NAME", name);
    return scale;
  }

  /** Says which scales a dataset has, and to the scales whose they are. */
  private static void attach(H5Dataset dataset, H5Dataset... scales) throws H5Exception {
    long[][] references = new long[scales.length][1];
    H5Type user =
        H5Type.compound(
            Map.entry("dataset", H5Type.OBJECT_REFERENCE), Map.entry("dimension", H5Type.I32));
    for (int d = 0; d < scales.length; d++) {
      references[d][0] = scales[d].token().value();
      MemorySegment one = MemorySegment.ofArray(new byte[user.size()]);
      one.set(LITTLE_LONG, 0, dataset.token().value());
      one.set(LITTLE_INT, 8, d);
      scales[d].attributes().put("REFERENCE_LIST", user, Dataspace.of(1), one);
    }
    dataset
        .attributes()
        .put(
            "DIMENSION_LIST",
            H5Type.vlen(H5Type.OBJECT_REFERENCE),
            Dataspace.of(scales.length),
            references);
  }

  private static void write(Communicator world, String name) throws H5Exception {
    try (H5File file = H5File.create(world, name)) {
      H5Dataset lat = scale(file, "lat", LATITUDES, 45);
      H5Dataset lon = scale(file, "lon", LONGITUDES, 60);
      H5Dataset t = file.newDataset("t").type(H5Type.F32).shape(LATITUDES, LONGITUDES).create();
      long[] mine = H5Contract.share(LATITUDES, world);
      float[] values = new float[(int) mine[1] * LONGITUDES];
      for (int i = 0; i < values.length; i++) {
        values[i] = mine[0] * LONGITUDES + i;
      }
      t.at(Selection.slab(new long[] {mine[0], 0}, new long[] {mine[1], LONGITUDES}))
          .writeAll(values);
      text(t, "units", "kelvin");
      attach(t, lat, lon);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldHaveNamedDimensionsWhenNetcdfReads(int ranks) throws Exception {
    OutsideReaders.assumeTool("ncdump");
    Path path = folder.resolve("scales.nc");
    RankThreads.run(ranks, world -> write(world, path.toString()));
    String dump = OutsideReaders.succeed("ncdump", path.toString());
    for (String line :
        new String[] {
          "lat = 4 ;",
          "lon = 6 ;",
          "double lat(lat) ;",
          "float t(lat, lon) ;",
          "t:units = \"kelvin\" ;",
          "lat = 0, 45, 90, 135 ;",
          "18, 19, 20, 21, 22, 23 ;"
        }) {
      assertTrue(dump.contains(line), () -> "no line %s in %s".formatted(line, dump));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldHaveScalesWhenH5pyReads(int ranks) throws Exception {
    OutsideReaders.assumeH5py();
    Path path = folder.resolve("scales.h5");
    RankThreads.run(ranks, world -> write(world, path.toString()));
    String told =
        OutsideReaders.python(
            """
            import h5py, sys
            f = h5py.File(sys.argv[1])
            t = f['t']
            print([d[0].name for d in t.dims], h5py.h5ds.is_scale(f['lat'].id), t.dims[1][0][5],
                  [(f[r].name, i) for r, i in f['lon'].attrs['REFERENCE_LIST']], end='')
            """,
            path.toString());
    assertEquals("['/lat', '/lon'] True 300.0 [('/t', 1)]", told);
  }
}
