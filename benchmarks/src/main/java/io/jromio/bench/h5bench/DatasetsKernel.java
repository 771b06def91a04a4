package io.jromio.bench.h5bench;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.H5Dataset;
import io.jromio.h5vol.H5File;
import io.jromio.h5vol.H5Group;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;

/** Creates many small datasets with an attribute each: what descriptions cost. */
final class DatasetsKernel {
  private static final int PER_GROUP = 1000;

  private final Communicator comm;
  private final int datasets;

  /**
   * @param datasets how many
   */
  DatasetsKernel(Communicator comm, int datasets) {
    this.comm = comm;
    this.datasets = datasets;
  }

  /** Creates them in a new file, and returns the seconds from create to the end of close. */
  double run(String name) throws H5Exception {
    comm.barrier();
    Stopwatch watch = new Stopwatch();
    int count = watch.time(() -> create(name));
    comm.barrier();
    return count == datasets ? watch.seconds() : Double.NaN;
  }

  private int create(String name) throws H5Exception {
    try (H5File file = H5File.create(comm, name)) {
      H5Group group = file.group("g0");
      for (int i = 0; i < datasets; i++) {
        if (i > 0 && i % PER_GROUP == 0) {
          group = file.group("g" + i / PER_GROUP);
        }
        H5Dataset dataset = group.newDataset("d" + i).type(H5Type.I32).shape(comm.size()).create();
        dataset.attributes().put("number", i);
      }
    }
    return datasets;
  }
}
