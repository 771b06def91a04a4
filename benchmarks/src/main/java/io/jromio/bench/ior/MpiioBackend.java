package io.jromio.bench.ior;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDrivers;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.ResolvedFile;
import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.adio.daos.DaosPath;
import io.jromio.adio.daos.DaosStores;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.Order;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.hints.Info;
import io.jromio.mpiio.IoStatus;
import io.jromio.mpiio.MpiFile;
import io.jromio.mpiio.Whence;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Through {@link MpiFile}: explicit offsets, or a file view per rank; independent or collective.
 *
 * <p>With a file view and strided datatypes, the view of each call begins at the transfer and
 * repeats it in every segment, and the call's memory is the same transfer over and over.
 */
final class MpiioBackend implements IorBackend {
  private static final Set<AccessMode> TO_WRITE =
      EnumSet.of(AccessMode.WRONLY, AccessMode.CREATE, AccessMode.UNIQUE_OPEN);
  private static final Set<AccessMode> TO_READ =
      EnumSet.of(AccessMode.RDONLY, AccessMode.UNIQUE_OPEN);

  private static final int DIRECTORY_PERMISSIONS = 0775;

  private final IorJob job;
  private final Layout layout;
  private final Info hints;
  private final Communicator self;

  /** Collective. */
  MpiioBackend(IorJob job, Info hints) {
    this.job = job;
    this.layout = job.layout();
    this.hints = hints;
    this.self = job.comm().split(job.rank(), 0);
  }

  @Override
  public String version() {
    return "(4.1)";
  }

  @Override
  public IorFile open(String name, Access access, int owner) throws IOException {
    if (showsHints()) {
      show("passed to MPI_File_open()", hints);
    }
    Communicator ranks = job.filePerProcess() ? self : job.comm();
    MpiFile file = MpiFile.open(ranks, name, access.writes() ? TO_WRITE : TO_READ, hints);
    try {
      return prepared(file, name, access, owner);
    } catch (IOException | RuntimeException e) {
      abandon(file, e);
      throw e;
    }
  }

  /** Closes a file that cannot be used; what went wrong before is what counts. */
  private static void abandon(MpiFile file, Exception cause) {
    try {
      file.close();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private IorFile prepared(MpiFile file, String name, Access access, int owner) throws IOException {
    if (access.writes()) {
      file.setSize(0);
    }
    if (showsHints()) {
      show("returned from opened file", file.info());
    }
    if (access.writes() && on(IorOption.PREALLOCATE)) {
      file.preallocate(layout.fileSize());
    }
    boolean collective = on(IorOption.COLLECTIVE);
    if (!on(IorOption.USE_FILE_VIEW)) {
      return new Explicit(new Calls(file, name, collective));
    }
    Datatype transfer = Datatype.contiguous(layout.transferSize(), Datatype.BYTE);
    Calls calls = new Calls(file, name, collective);
    return job.options().movesAllSegments()
        ? new Strided(calls, layout, transfer)
        : Viewed.of(calls, layout, transfer, owner);
  }

  private boolean showsHints() {
    return job.reports() && on(IorOption.SHOW_HINTS);
  }

  private void show(String what, Info info) {
    StringBuilder text = new StringBuilder("\nhints ").append(what).append(" {\n");
    for (String key : info.keys()) {
      text.append('\t').append(key).append(" = ").append(info.get(key).orElse("")).append('\n');
    }
    job.out().println(text.append('}'));
  }

  private boolean on(IorOption<Integer> flag) {
    return job.options().on(flag);
  }

  @Override
  public boolean exists(String name) throws IOException {
    Optional<Path> path = location(name);
    if (path.isPresent()) {
      return Files.exists(path.get());
    }
    try (MpiFile file = MpiFile.open(self, name, TO_READ, new Info())) {
      return file.size() >= 0;
    } catch (MpiIoException e) {
      if (e.errorClass() == ErrorClass.NO_SUCH_FILE) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void delete(String name) throws IOException {
    MpiFile.delete(name, new Info());
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    if (job.filePerProcess()) {
      return OptionalLong.of(sizeHere(name));
    }
    long mine = job.rank() == 0 ? sizeHere(name) : 0;
    return OptionalLong.of(job.comm().allreduce(ReduceOp.SUM, mine)[0]);
  }

  /** Asks the file system where there is one: opening the file would print its hints again. */
  private long sizeHere(String name) throws IOException {
    Optional<Path> path = location(name);
    if (path.isPresent()) {
      return Files.size(path.get());
    }
    try (MpiFile file = MpiFile.open(self, name, TO_READ, new Info())) {
      return file.size();
    }
  }

  @Override
  public Optional<Path> location(String name) throws IOException {
    ResolvedFile resolved = AdioDrivers.resolve(name);
    return resolved.driver().name().equals("ufs")
        ? Optional.of(Path.of(resolved.path()))
        : Optional.empty();
  }

  @Override
  public void makeDirectory(String name) throws IOException {
    ResolvedFile resolved = AdioDrivers.resolve(name);
    if (resolved.driver().name().equals("daos")) {
      DaosEnvironment environment = DaosEnvironment.ofProcess();
      new DaosStores(environment)
          .makeDirectoryOf(DaosPath.of(resolved.path(), environment), DIRECTORY_PERMISSIONS);
    } else {
      IorBackend.super.makeDirectory(name);
    }
  }

  /** The four ways to move bytes at the individual pointer or at an offset, with one check. */
  private record Calls(MpiFile file, String name, boolean collective) {

    void writeAt(long offset, MemorySegment source) throws IOException {
      IoStatus status = collective ? file.writeAtAll(offset, source) : file.writeAt(offset, source);
      complete("write", offset, source.byteSize(), status);
    }

    void readAt(long offset, MemorySegment target) throws IOException {
      IoStatus status = collective ? file.readAtAll(offset, target) : file.readAt(offset, target);
      complete("read", offset, target.byteSize(), status);
    }

    void write(long offset, MemorySegment source, long count, Datatype type) throws IOException {
      IoStatus status =
          collective ? file.writeAll(source, count, type) : file.write(source, count, type);
      complete("write", offset, count * type.size(), status);
    }

    void read(long offset, MemorySegment target, long count, Datatype type) throws IOException {
      IoStatus status =
          collective ? file.readAll(target, count, type) : file.read(target, count, type);
      complete("read", offset, count * type.size(), status);
    }

    private void complete(String what, long offset, long wanted, IoStatus status)
        throws IOException {
      if (status.bytes() != wanted) {
        throw new MpiIoException(
            ErrorClass.IO,
            "incomplete %s: file=%s offset=%d length=%d moved=%d"
                .formatted(what, name, offset, wanted, status.bytes()),
            status.bytes());
      }
    }
  }

  /** Every call says where in the file. */
  private record Explicit(Calls calls) implements IorFile {
    @Override
    public void write(long offset, MemorySegment transfer) throws IOException {
      calls.writeAt(offset, transfer);
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      calls.readAt(offset, target);
    }

    @Override
    public void sync() throws IOException {
      calls.file().sync();
    }

    @Override
    public void close() throws IOException {
      calls.file().close();
    }
  }

  /** A view of the blocks of one owner, in units of a transfer; calls use the pointer. */
  private record Viewed(Calls calls, Layout layout, Datatype transfer, int owner)
      implements IorFile {

    static IorFile of(Calls calls, Layout layout, Datatype transfer, int owner) throws IOException {
      long perBlock = layout.transfersPerBlock();
      long mine = layout.tasks() == 1 ? 0 : owner;
      Datatype block =
          Datatype.subarray(
              new long[] {perBlock * layout.tasks()},
              new long[] {perBlock},
              new long[] {perBlock * mine},
              Order.C,
              transfer);
      calls.file().setView(0, transfer, block);
      return new Viewed(calls, layout, transfer, owner);
    }

    @Override
    public void write(long offset, MemorySegment source) throws IOException {
      seek(offset);
      calls.write(offset, source, 1, transfer);
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      seek(offset);
      calls.read(offset, target, 1, transfer);
    }

    private void seek(long offset) throws IOException {
      long segment = offset / layout.segmentSize();
      long inBlock = offset % layout.segmentSize() - layout.blockStart(owner);
      calls
          .file()
          .seek(segment * layout.transfersPerBlock() + inBlock / layout.transferSize(), Whence.SET);
    }

    @Override
    public void sync() throws IOException {
      calls.file().sync();
    }

    @Override
    public void close() throws IOException {
      calls.file().close();
    }
  }

  /** A view per call, which repeats the transfer in every segment. */
  private static final class Strided implements IorFile {
    private final Calls calls;
    private final Layout layout;
    private final Datatype transfer;
    private final Datatype oncePerSegment;
    private final Datatype inOnePlace;

    Strided(Calls calls, Layout layout, Datatype transfer) {
      this.calls = calls;
      this.layout = layout;
      this.transfer = transfer;
      this.oncePerSegment = Datatype.resized(transfer, 0, layout.segmentSize());
      this.inOnePlace = Datatype.resized(transfer, 0, 0);
    }

    @Override
    public boolean movesAllSegments() {
      return true;
    }

    @Override
    public void write(long offset, MemorySegment source) throws IOException {
      view(offset);
      calls.write(offset, source, layout.segments(), inOnePlace);
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      view(offset);
      boolean roomForAll = target.byteSize() > layout.transferSize();
      calls.read(offset, target, layout.segments(), roomForAll ? transfer : inOnePlace);
    }

    private void view(long offset) throws IOException {
      calls.file().setView(offset, transfer, oncePerSegment);
    }

    @Override
    public void sync() throws IOException {
      calls.file().sync();
    }

    @Override
    public void close() throws IOException {
      calls.file().close();
    }
  }
}
