package io.jromio.bench.h5bench;

import io.jromio.bench.h5bench.Particles.Variable;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.h5vol.H5Dataset;
import io.jromio.h5vol.H5File;
import io.jromio.h5vol.H5Group;
import io.jromio.h5vol.Region;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.TransferReport;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * Reads the eight datasets of every time step.
 *
 * @source BD-CATS-IO; h5bench_read.c
 */
final class ReadKernel {
  private final Communicator comm;
  private final BenchConfig config;
  private final boolean verify;
  private final Stopwatch metadata = new Stopwatch();
  private final Stopwatch raw = new Stopwatch();
  private long wrong;
  private long elements;

  /**
   * @param verify whether every value is compared with what {@link WriteKernel} wrote with as many
   *     ranks
   */
  ReadKernel(Communicator comm, BenchConfig config, boolean verify) {
    this.comm = comm;
    this.config = config;
    this.verify = verify;
  }

  /**
   * Reads all time steps.
   *
   * @throws H5Exception {@link H5Error#BAD_FILE} on all ranks if values are wrong on one of them
   */
  BenchReport.Figures run(String name, BenchReport report) throws H5Exception {
    comm.barrier();
    Stopwatch total = new Stopwatch();
    double computed = total.time(() -> read(name, report));
    if (verify) {
      long bad = comm.allreduce(ReduceOp.SUM, wrong)[0];
      if (bad != 0) {
        throw new H5Exception(
            H5Error.BAD_FILE, "wrong values: values=%d file=%s".formatted(bad, name));
      }
      report.say("All values are right");
    }
    long bytes = comm.allreduce(ReduceOp.SUM, elements)[0] * config.timesteps() * Particles.SIZE;
    return new BenchReport.Figures(
        bytes,
        raw.seconds(),
        metadata.seconds(),
        total.seconds(),
        new BenchReport.Figures.Opening(0, 0, 0, computed));
  }

  private double read(String name, BenchReport report) throws H5Exception {
    double computed = 0;
    try (H5File file = metadata.time(() -> H5File.open(comm, name));
        Arena arena = Arena.ofShared()) {
      long[] shape = file.dataset("/Timestep_0/px").shape();
      check(shape, name);
      report.say("Opened HDF5 file... [%s], dims %s".formatted(name, Arrays.toString(shape)));
      Share share = Share.ofReader(config, shape, comm.rank(), comm.size());
      elements = share.elements();
      Particles particles =
          new Particles(arena, elements, config.rowLength(), BenchConfig.Pattern.CONTIG);
      for (int step = 0; step < config.timesteps(); step++) {
        report.say("Reading Timestep_%d ... ".formatted(step));
        readStep(file, step, share, particles);
        if (step + 1 < config.timesteps()) {
          computed += Computation.emulate(config);
        }
      }
    }
    comm.barrier();
    return computed;
  }

  private void check(long[] shape, String name) {
    long[] wanted = config.shape();
    boolean fits = shape.length == wanted.length && wanted[0] <= shape[0] / comm.size();
    for (int d = 1; fits && d < wanted.length; d++) {
      fits = wanted[d] == shape[d];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "DIM_1, ...=%s on each of %d ranks, but datasets have %s: file=%s"
              .formatted(Arrays.toString(wanted), comm.size(), Arrays.toString(shape), name));
    }
  }

  private void readStep(H5File file, int step, Share share, Particles particles)
      throws H5Exception {
    H5Group group = metadata.time(() -> file.group("Timestep_" + step));
    for (Variable variable : Variable.values()) {
      H5Dataset dataset = metadata.time(() -> group.dataset(variable.key()));
      boolean isMember = dataset.type() instanceof CompoundType;
      H5Type type = isMember ? variable.alone() : variable.type();
      Region region = dataset.at(share.selection()).as(type);
      TransferReport unused =
          raw.time(
              () ->
                  config.collectiveData()
                      ? region.readAll(particles.array(variable))
                      : region.read(particles.array(variable)));
      if (verify) {
        wrong += particles.wrong(variable);
      }
    }
  }
}
