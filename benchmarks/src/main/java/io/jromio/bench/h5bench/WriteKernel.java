package io.jromio.bench.h5bench;

import io.jromio.bench.h5bench.Particles.Variable;
import io.jromio.comm.Communicator;
import io.jromio.h5vol.DatasetSpec;
import io.jromio.h5vol.FileOption;
import io.jromio.h5vol.H5Dataset;
import io.jromio.h5vol.H5File;
import io.jromio.h5vol.H5Group;
import io.jromio.h5vol.Region;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.TransferReport;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the particles of all ranks, a group per time step: eight datasets, or one of structs.
 *
 * @source VPIC-IO; h5bench_write.c
 */
final class WriteKernel {
  private static final String STRUCTS = "particles";

  private final Communicator comm;
  private final BenchConfig config;
  private final Share share;
  private final Stopwatch metadata = new Stopwatch();
  private final Stopwatch raw = new Stopwatch();

  WriteKernel(Communicator comm, BenchConfig config) {
    this.comm = comm;
    this.config = config;
    this.share =
        config.yes("FILE_PER_PROC")
            ? Share.ofWriter(config, 0, 1)
            : Share.ofWriter(config, comm.rank(), comm.size());
  }

  /** Writes all time steps into a new file. */
  BenchReport.Figures run(String name, BenchReport report) throws H5Exception {
    try (Arena arena = Arena.ofShared()) {
      Particles particles =
          new Particles(arena, share.elements(), config.rowLength(), config.memory());
      particles.fill();
      comm.barrier();
      Stopwatch total = new Stopwatch();
      return total.time(() -> write(name, particles, report)).apply(total.seconds());
    }
  }

  /** Figures but for the time of everything. */
  private interface Unfinished {
    BenchReport.Figures apply(double totalSeconds);
  }

  private Unfinished write(String name, Particles particles, BenchReport report)
      throws H5Exception {
    Stopwatch create = new Stopwatch();
    Stopwatch flush = new Stopwatch();
    Stopwatch close = new Stopwatch();
    double computed = 0;
    H5File file = create.time(() -> H5File.create(ranksOfFile(), name, options()));
    try {
      for (int step = 0; step < config.timesteps(); step++) {
        writeStep(file, step, particles, report);
        if (step + 1 < config.timesteps()) {
          computed += Computation.emulate(config);
        }
      }
      flush.time(
          () -> {
            file.flush();
            return file;
          });
    } finally {
      close.time(
          () -> {
            file.close();
            return file;
          });
    }
    comm.barrier();
    long bytes = (long) comm.size() * config.timesteps() * share.elements() * Particles.SIZE;
    BenchReport.Figures.Opening opening =
        new BenchReport.Figures.Opening(
            create.seconds(), flush.seconds(), close.seconds(), computed);
    return total ->
        new BenchReport.Figures(bytes, raw.seconds(), metadata.seconds(), total, opening);
  }

  private Communicator ranksOfFile() {
    return config.yes("FILE_PER_PROC") ? comm.split(comm.rank(), 0) : comm;
  }

  private FileOption[] options() {
    List<FileOption> options = new ArrayList<>();
    if (config.yes("ALIGN")) {
      options.add(
          FileOption.alignment(
              config.number("ALIGN_THRESHOLD", 0), Math.max(1, config.number("ALIGN_LEN", 1))));
    }
    return options.toArray(FileOption[]::new);
  }

  private void writeStep(H5File file, int step, Particles particles, BenchReport report)
      throws H5Exception {
    report.say("Writing Timestep_%d ... ".formatted(step));
    H5Group group = metadata.time(() -> file.group("Timestep_" + step));
    if (config.file() == BenchConfig.Pattern.INTERLEAVED) {
      H5Dataset dataset = metadata.time(() -> create(group, STRUCTS, Particles.struct()));
      writeStructs(dataset, particles);
    } else {
      writeArrays(group, particles);
    }
  }

  private void writeStructs(H5Dataset dataset, Particles particles) throws H5Exception {
    if (particles.interleaved()) {
      move(dataset, particles.structs(), Particles.struct());
      return;
    }
    if (config.collectiveData()) {
      writeMembers(dataset, particles);
      return;
    }
    for (Variable variable : Variable.values()) {
      move(dataset, particles.array(variable), variable.alone());
    }
  }

  /** All members in one call; where the library is C's, one member after the other. */
  private void writeMembers(H5Dataset dataset, Particles particles) throws H5Exception {
    Map<Region, MemorySegment> members = new LinkedHashMap<>();
    for (Variable variable : Variable.values()) {
      members.put(dataset.at(share.selection()).as(variable.alone()), particles.array(variable));
    }
    TransferReport unused = raw.time(() -> dataset.file().writeAll(members));
  }

  private void writeArrays(H5Group group, Particles particles) throws H5Exception {
    H5Dataset[] datasets = new H5Dataset[Variable.values().length];
    for (Variable variable : Variable.values()) {
      H5Type type = particles.interleaved() ? variable.alone() : variable.type();
      datasets[variable.ordinal()] = metadata.time(() -> create(group, variable.key(), type));
    }
    for (Variable variable : Variable.values()) {
      H5Dataset dataset = datasets[variable.ordinal()];
      if (particles.interleaved()) {
        move(dataset, particles.structs(), Particles.struct());
      } else {
        move(dataset, particles.array(variable), variable.type());
      }
    }
  }

  private H5Dataset create(H5Group group, String name, H5Type type) throws H5Exception {
    DatasetSpec spec = group.newDataset(name).type(type).shape(share.fileShape());
    if (config.yes("COMPRESS")) {
      spec = spec.chunks(config.chunk()).deflate(config.compressLevel());
    }
    return spec.create();
  }

  private void move(H5Dataset dataset, MemorySegment memory, H5Type memoryType) throws H5Exception {
    Region region = dataset.at(share.selection()).as(memoryType);
    TransferReport unused =
        raw.time(() -> config.collectiveData() ? region.writeAll(memory) : region.write(memory));
  }
}
