package io.jromio.mpiio;

import io.jromio.adio.AccessMode;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.ResolvedFile;
import io.jromio.adio.datatype.Datatype;
import io.jromio.comm.Communicator;
import io.jromio.hints.HintFile;
import io.jromio.hints.Info;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file shared by the ranks of a communicator: MPI_File. Each rank sees it through a view of its
 * own, and all may read and write it at once.
 *
 * <p>Offsets, positions and seeks count etypes of the view, which are bytes until {@link #setView}
 * says otherwise; {@link #size}, {@link #setSize}, {@link #preallocate} and what {@link
 * #byteOffset} returns are bytes. Memory is a segment, used from its start: all its bytes, or
 * {@code count} items of a datatype. A request must be a whole number of etypes.
 *
 * <p><b>Collective</b> routines ({@link #open}, {@link #close}, setters of what all ranks share,
 * {@link #sync} and everything named All) must be called by all ranks in the same order. When one
 * rank fails in them, by its arguments or in the file system, all ranks throw the same error class,
 * and the file is still open. The others are local: they never wait for another rank.
 *
 * <p>This holds for {@link #close} too, so a rank that leaves a try-with-resources block by an
 * exception of its own waits there for the others. A program in which they will not come ends the
 * job with {@link Communicator#abort} before it lets the exception out.
 *
 * <p>Individual pointer routines move the pointer past what was transferred, so a read at the end
 * of the file leaves it there.
 *
 * <p>Every routine throws {@link MpiIoException}: {@link ErrorClass#FILE} after close, {@link
 * ErrorClass#ACCESS} for reading a WRONLY file, {@link ErrorClass#READ_ONLY} for changing a RDONLY
 * one, {@link ErrorClass#UNSUPPORTED_OPERATION} for explicit offsets and individual pointers on a
 * SEQUENTIAL one, {@link ErrorClass#ARG} for negative offsets and broken etypes, {@link
 * ErrorClass#COUNT}, {@link ErrorClass#TYPE} and {@link ErrorClass#BUFFER} for bad memory, {@link
 * ErrorClass#NOT_SAME} when ranks differ in what must be equal, and what the file system reports.
 *
 * <p>Local routines may be called by several threads of a rank at a time, collective ones by one.
 *
 * @source MPI 4.1 chapter 14
 */
public final class MpiFile implements AutoCloseable {
  private final Communicator communicator;
  private final OpenFile file;
  private final Transfers transfers;
  private final SharedState shared;
  private final Consistency consistency;

  private MpiFile(Communicator communicator, OpenFile file, OpenEnvironment environment) {
    this.communicator = communicator;
    this.file = file;
    this.transfers = new Transfers(file);
    this.shared = new SharedState(file, environment);
    this.consistency = new Consistency(file);
  }

  /**
   * Collective: opens a file on all ranks or on none (MPI_File_open). The name may have the prefix
   * of a driver: {@code ufs:/scratch/a}, {@code mem:a}.
   *
   * @param modes the same on all ranks
   * @param info hints; those that steer collective calls must come out the same on all ranks
   * @throws MpiIoException {@link ErrorClass#AMODE}, {@link ErrorClass#NOT_SAME} if modes, names or
   *     hints differ, {@link ErrorClass#UNSUPPORTED_OPERATION} if the driver cannot serve these
   *     ranks, or what the file system reports; the same class on every rank. {@link
   *     ErrorClass#COMM} without a communicator
   */
  public static MpiFile open(
      Communicator communicator, String filename, Set<AccessMode> modes, Info info)
      throws MpiIoException {
    return open(
        communicator, new OpenRequest.Arguments(filename, modes, info), OpenEnvironment.process());
  }

  static MpiFile open(
      Communicator communicator, OpenRequest.Arguments arguments, OpenEnvironment environment)
      throws MpiIoException {
    return new MpiFile(
        communicator, CollectiveOpen.open(communicator, arguments, environment), environment);
  }

  /**
   * Removes a file by name; local (MPI_File_delete).
   *
   * @throws MpiIoException {@link ErrorClass#NO_SUCH_FILE} if there is none
   */
  public static void delete(String filename, Info info) throws MpiIoException {
    ResolvedFile file =
        new OpenRequest.Arguments(filename, EnumSet.of(AccessMode.WRONLY), info)
            .check(HintFile.none())
            .file();
    file.driver().delete(file.path());
  }

  /**
   * Collective: closes the file, and removes it if it was opened with DELETE_ON_CLOSE
   * (MPI_File_close). What was written is in the hands of the file system; {@link #sync} puts it on
   * stable storage. A second call does nothing.
   */
  @Override
  public void close() throws MpiIoException {
    if (file.startClose()) {
      shared.close();
    }
  }

  /** Collective: as the long form, in native representation, with the hints as they are. */
  public void setView(long displacement, Datatype etype, Datatype filetype) throws MpiIoException {
    setView(displacement, etype, filetype, View.NATIVE, new Info());
  }

  /**
   * Collective: changes what this rank sees and moves its pointer to the start of it
   * (MPI_File_set_view). Displacement and filetype may differ over the ranks; datarep and the
   * extent of the etype must not. If any rank is refused, all keep the view they had.
   *
   * @param displacement bytes to skip at the beginning of the file
   * @param filetype built of whole etypes, at ascending places; without overlap if the file may be
   *     written
   * @param datarep {@code native}
   * @param info hints to change; those of open only stay as they are
   * @throws MpiIoException {@link ErrorClass#ARG} or {@link ErrorClass#TYPE} for what cannot be a
   *     view, {@link ErrorClass#UNSUPPORTED_DATAREP}
   */
  public void setView(
      long displacement, Datatype etype, Datatype filetype, String datarep, Info info)
      throws MpiIoException {
    file.checkOpen();
    shared.setView(new View(displacement, etype, filetype, datarep), info);
    transfers.pointer().moveTo(0);
  }

  /** What this rank sees (MPI_File_get_view). */
  public View getView() throws MpiIoException {
    file.checkOpen();
    return View.of(file.view());
  }

  /** Reads at an explicit offset (MPI_File_read_at). */
  public IoStatus readAt(long offset, MemorySegment target) throws MpiIoException {
    return transfers.at(Direction.READ, offset, Memory.bytes(target));
  }

  /** Reads at an explicit offset (MPI_File_read_at). */
  public IoStatus readAt(long offset, MemorySegment target, long count, Datatype type)
      throws MpiIoException {
    return transfers.at(Direction.READ, offset, new Memory(target, count, type));
  }

  /** Writes at an explicit offset (MPI_File_write_at). */
  public IoStatus writeAt(long offset, MemorySegment source) throws MpiIoException {
    return transfers.at(Direction.WRITE, offset, Memory.bytes(source));
  }

  /** Writes at an explicit offset (MPI_File_write_at). */
  public IoStatus writeAt(long offset, MemorySegment source, long count, Datatype type)
      throws MpiIoException {
    return transfers.at(Direction.WRITE, offset, new Memory(source, count, type));
  }

  /** Collective: reads at an explicit offset (MPI_File_read_at_all). */
  public IoStatus readAtAll(long offset, MemorySegment target) throws MpiIoException {
    return transfers.atAll(Direction.READ, offset, Memory.bytes(target));
  }

  /** Collective: reads at an explicit offset (MPI_File_read_at_all). */
  public IoStatus readAtAll(long offset, MemorySegment target, long count, Datatype type)
      throws MpiIoException {
    return transfers.atAll(Direction.READ, offset, new Memory(target, count, type));
  }

  /** Collective: writes at an explicit offset (MPI_File_write_at_all). */
  public IoStatus writeAtAll(long offset, MemorySegment source) throws MpiIoException {
    return transfers.atAll(Direction.WRITE, offset, Memory.bytes(source));
  }

  /** Collective: writes at an explicit offset (MPI_File_write_at_all). */
  public IoStatus writeAtAll(long offset, MemorySegment source, long count, Datatype type)
      throws MpiIoException {
    return transfers.atAll(Direction.WRITE, offset, new Memory(source, count, type));
  }

  /**
   * Reads through a view for this call only, from its beginning: as setView, readAt(0) and the view
   * before again, but local and without their costs.
   */
  public IoStatus readThrough(View view, MemorySegment target, long count, Datatype type)
      throws MpiIoException {
    return transfers.through(Direction.READ, view, new Memory(target, count, type));
  }

  /** Writes through a view for this call only, from its beginning; see {@link #readThrough}. */
  public IoStatus writeThrough(View view, MemorySegment source, long count, Datatype type)
      throws MpiIoException {
    return transfers.through(Direction.WRITE, view, new Memory(source, count, type));
  }

  /** Collective: reads through a view for this call only, another one on each rank. */
  public IoStatus readThroughAll(View view, MemorySegment target, long count, Datatype type)
      throws MpiIoException {
    return transfers.throughAll(Direction.READ, view, new Memory(target, count, type));
  }

  /** Collective: writes through a view for this call only, another one on each rank. */
  public IoStatus writeThroughAll(View view, MemorySegment source, long count, Datatype type)
      throws MpiIoException {
    return transfers.throughAll(Direction.WRITE, view, new Memory(source, count, type));
  }

  /** Reads at the individual pointer (MPI_File_read). */
  public IoStatus read(MemorySegment target) throws MpiIoException {
    return transfers.next(Direction.READ, Memory.bytes(target));
  }

  /** Reads at the individual pointer (MPI_File_read). */
  public IoStatus read(MemorySegment target, long count, Datatype type) throws MpiIoException {
    return transfers.next(Direction.READ, new Memory(target, count, type));
  }

  /** Writes at the individual pointer (MPI_File_write). */
  public IoStatus write(MemorySegment source) throws MpiIoException {
    return transfers.next(Direction.WRITE, Memory.bytes(source));
  }

  /** Writes at the individual pointer (MPI_File_write). */
  public IoStatus write(MemorySegment source, long count, Datatype type) throws MpiIoException {
    return transfers.next(Direction.WRITE, new Memory(source, count, type));
  }

  /** Collective: reads at the individual pointer (MPI_File_read_all). */
  public IoStatus readAll(MemorySegment target) throws MpiIoException {
    return transfers.nextAll(Direction.READ, Memory.bytes(target));
  }

  /** Collective: reads at the individual pointer (MPI_File_read_all). */
  public IoStatus readAll(MemorySegment target, long count, Datatype type) throws MpiIoException {
    return transfers.nextAll(Direction.READ, new Memory(target, count, type));
  }

  /** Collective: writes at the individual pointer (MPI_File_write_all). */
  public IoStatus writeAll(MemorySegment source) throws MpiIoException {
    return transfers.nextAll(Direction.WRITE, Memory.bytes(source));
  }

  /** Collective: writes at the individual pointer (MPI_File_write_all). */
  public IoStatus writeAll(MemorySegment source, long count, Datatype type) throws MpiIoException {
    return transfers.nextAll(Direction.WRITE, new Memory(source, count, type));
  }

  /**
   * Moves the individual pointer (MPI_File_seek). It may go past the end of the file.
   *
   * @param offset etypes; negative too, unless {@code whence} is SET
   * @throws MpiIoException {@link ErrorClass#ARG} if that would be before the view begins
   */
  public void seek(long offset, Whence whence) throws MpiIoException {
    transfers.seek(offset, whence);
  }

  /** The individual pointer, in etypes from the start of the view (MPI_File_get_position). */
  public long position() throws MpiIoException {
    file.checkOpen();
    file.checkNotSequential("individual pointer");
    return transfers.pointer().position();
  }

  /**
   * Where in the file an etype of the view begins (MPI_File_get_byte_offset).
   *
   * @return bytes from the beginning of the file
   */
  public long byteOffset(long etypeOffset) throws MpiIoException {
    file.checkOpen();
    file.checkNotSequential("explicit offset");
    return file.view().byteOffset(etypeOffset);
  }

  /** The size of the file in bytes (MPI_File_get_size). */
  public long size() throws MpiIoException {
    file.checkOpen();
    return file.local().size();
  }

  /**
   * Collective: truncates or extends the file (MPI_File_set_size). New bytes read as zero; pointers
   * stay.
   *
   * @param size bytes, the same on all ranks
   */
  public void setSize(long size) throws MpiIoException {
    file.checkOpen();
    shared.resize("size", size, file.local()::setSize);
  }

  /**
   * Collective: makes sure that the first {@code size} bytes have their place on the device
   * (MPI_File_preallocate). A shorter file grows, a longer one stays.
   *
   * @param size bytes, the same on all ranks
   */
  public void preallocate(long size) throws MpiIoException {
    file.checkOpen();
    shared.resize("preallocate size", size, file.local()::preallocate);
  }

  /** How the file was opened (MPI_File_get_amode). */
  public Set<AccessMode> amode() throws MpiIoException {
    file.checkOpen();
    return file.modes();
  }

  /** The communicator that the file was opened on; its ranks are MPI_File_get_group's. */
  public Communicator communicator() throws MpiIoException {
    file.checkOpen();
    return communicator;
  }

  /** The hints in force, with what the library made of them (MPI_File_get_info). */
  public Info info() throws MpiIoException {
    file.checkOpen();
    return file.hints().toInfo();
  }

  /**
   * Collective: changes hints (MPI_File_set_info). What {@code info} does not name stays, and so do
   * hints of open only.
   */
  public void setInfo(Info info) throws MpiIoException {
    file.checkOpen();
    shared.setInfo(info);
  }

  /**
   * Collective: in atomic mode, overlapping requests of several ranks take effect one after the
   * other, and what one rank wrote the others read at once (MPI_File_set_atomicity).
   *
   * @param atomic the same on all ranks
   * @throws MpiIoException {@link ErrorClass#UNSUPPORTED_OPERATION} if the driver cannot
   */
  public void setAtomicity(boolean atomic) throws MpiIoException {
    file.checkOpen();
    consistency.setAtomicity(atomic);
  }

  /** Whether atomic mode is on (MPI_File_get_atomicity). */
  public boolean atomicity() throws MpiIoException {
    file.checkOpen();
    return file.atomic();
  }

  /**
   * Collective: puts what this rank wrote on stable storage and shows it to the others
   * (MPI_File_sync). When it returns, all ranks have done so.
   */
  public void sync() throws MpiIoException {
    file.checkOpen();
    consistency.sync();
  }
}
