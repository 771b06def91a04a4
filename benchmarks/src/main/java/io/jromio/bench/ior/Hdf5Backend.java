package io.jromio.bench.ior;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.DatasetSpec;
import io.jromio.h5vol.FileOption;
import io.jromio.h5vol.H5Dataset;
import io.jromio.h5vol.H5File;
import io.jromio.h5vol.Region;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.hints.Info;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Through HDF5: a dataset of 64-bit integers per segment, in which each rank moves its block by
 * hyperslabs, collective or not.
 *
 * @source IOR 4.1 src/aiori-HDF5.c (behaviour)
 */
final class Hdf5Backend implements IorBackend {
  private final IorJob job;
  private final Layout layout;
  private final Info hints;
  private final MpiioBackend files;
  private final Communicator self;

  /** Collective. */
  Hdf5Backend(IorJob job, Info hints) {
    this.job = job;
    this.layout = job.layout();
    this.hints = hints;
    this.files = new MpiioBackend(job, hints);
    this.self = job.comm().split(job.rank(), 0);
  }

  @Override
  public String version() {
    return "file format 3.0 (Parallel)";
  }

  @Override
  public IorFile open(String name, Access access, int owner) throws IOException {
    Communicator ranks = job.filePerProcess() ? self : job.comm();
    H5File file =
        access.writes()
            ? H5File.create(ranks, name, options())
            : H5File.open(ranks, name, FileOption.info(hints));
    return new Opened(file, access.writes());
  }

  private FileOption[] options() {
    List<FileOption> options = new ArrayList<>();
    options.add(FileOption.info(hints));
    long alignment = job.options().get(IorOption.HDF5_ALIGNMENT);
    if (alignment > 1) {
      options.add(FileOption.alignment(alignment, alignment));
    }
    return options.toArray(FileOption[]::new);
  }

  @Override
  public boolean exists(String name) throws IOException {
    Optional<Path> path = location(name);
    return path.isPresent() ? Files.exists(path.get()) : H5File.isAccessible(self, name);
  }

  @Override
  public void delete(String name) throws IOException {
    H5File.delete(self, name);
  }

  /** None: the file holds descriptions too, so that its size says nothing about what was moved. */
  @Override
  public OptionalLong size(String name) {
    return OptionalLong.empty();
  }

  @Override
  public Optional<Path> location(String name) throws IOException {
    return name.startsWith("h5daos:") ? Optional.empty() : files.location(name);
  }

  @Override
  public void makeDirectory(String name) throws IOException {
    files.makeDirectory(name);
  }

  /** An open file: the dataset of one segment at a time. */
  private final class Opened implements IorFile {
    private final H5File file;
    private final boolean creates;
    private @Nullable H5Dataset dataset;
    private long segment = -1;

    Opened(H5File file, boolean creates) {
      this.file = file;
      this.creates = creates;
    }

    private Region region(long offset) throws IOException {
      long wanted = offset / layout.segmentSize();
      H5Dataset current = dataset;
      if (current == null || wanted != segment) {
        String name = String.format(Locale.ROOT, "Dataset-0000.%04d", wanted);
        current = creates && wanted > segment ? create(name) : file.dataset(name);
        dataset = current;
        segment = wanted;
      }
      long size = H5Type.I64.size();
      return current.at(
          Selection.slab(
              new long[] {offset % layout.segmentSize() / size},
              new long[] {layout.transferSize() / size}));
    }

    private H5Dataset create(String name) throws IOException {
      DatasetSpec spec =
          file.newDataset(name).type(H5Type.I64).shape(layout.segmentSize() / H5Type.I64.size());
      long chunk = job.options().get(IorOption.HDF5_CHUNK_SIZE);
      if (chunk > 0) {
        spec = spec.chunks(chunk);
      }
      if (job.options().on(IorOption.HDF5_NO_FILL)) {
        spec = spec.fillTime(FillSpec.Time.NEVER);
      }
      return spec.create();
    }

    private boolean collective() {
      return job.options().on(IorOption.COLLECTIVE);
    }

    @Override
    public void write(long offset, MemorySegment transfer) throws IOException {
      Region region = region(offset);
      TransferReport unused = collective() ? region.writeAll(transfer) : region.write(transfer);
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      Region region = region(offset);
      TransferReport unused = collective() ? region.readAll(target) : region.read(target);
    }

    @Override
    public void sync() throws IOException {
      file.flush();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
