package io.jromio.bench.ior;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Through what IOR moves bytes ({@code -a}). */
enum IorApi {
  POSIX,
  MPIIO,
  DFS,
  HDF5,
  DUMMY;

  private static final List<String> NOT_YET =
      List.of("AIO", "CEPHFS", "HDFS", "MMAP", "NCMPI", "PMDK", "RADOS", "S3");

  /**
   * Finds an API by its name, upper or lower case.
   *
   * @throws IllegalArgumentException saying what there is
   */
  static IorApi parse(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (IorApi api : values()) {
      if (api.name().equals(upper)) {
        return api;
      }
    }
    String why = NOT_YET.contains(upper) ? " is not there yet" : " is unknown";
    throw new IllegalArgumentException(upper + why + "; there are " + Arrays.toString(values()));
  }
}
