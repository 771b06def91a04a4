package io.jromio.h5vol.nativefile;

import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import io.jromio.h5vol.nativefile.format.Superblock;
import io.jromio.h5vol.nativefile.transfer.RawSpace;
import io.jromio.h5vol.nativefile.transfer.Transfers;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.PendingTransfer;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolRequest;
import io.jromio.mpiio.MpiFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open file: the objects that were met so far, by address, the same on all ranks. */
final class NativeFile implements VolFile {
  private final VolRequest request;
  private final MpiFile mpi;
  private final Metadata metadata;
  private final CallLog log;
  private final FileWriter writer;
  private final AttributeHeap heap = new AttributeHeap();
  private final Transfers transfers;
  private final Map<Long, NativeObject> objects = new HashMap<>();
  private Superblock superblock;
  private boolean closed;

  NativeFile(VolRequest request, MpiFile mpi, Superblock superblock, Metadata metadata) {
    this.request = request;
    this.mpi = mpi;
    this.superblock = superblock;
    this.metadata = metadata;
    this.log = new CallLog(request.communicator(), request.properties().checked(), request.name());
    this.transfers = new Transfers(new Elements());
    this.writer = new FileWriter(this, mpi);
  }

  /** Where elements are. */
  private final class Elements implements RawSpace {
    @Override
    public Communicator communicator() {
      return request.communicator();
    }

    @Override
    public MpiFile file() {
      return mpi;
    }

    @Override
    public long base() {
      return superblock.base();
    }

    @Override
    public long allocate(long bytes) {
      return metadata.allocator().raw(bytes);
    }

    @Override
    public void free(long address, long bytes) {
      metadata.allocator().freeRaw(address, bytes);
    }
  }

  Superblock superblock() {
    return superblock;
  }

  /** The file is a new one, whose root group is there now. */
  void rootAt(long address) {
    superblock =
        new Superblock(
            superblock.version(),
            superblock.flags(),
            superblock.base(),
            superblock.extension(),
            superblock.end(),
            address);
  }

  Metadata metadata() {
    return metadata;
  }

  CallLog log() {
    return log;
  }

  FileWriter writer() {
    return writer;
  }

  AttributeHeap heap() {
    return heap;
  }

  Transfers transfers() {
    return transfers;
  }

  void checkOpen() throws H5Exception {
    if (closed) {
      throw new H5Exception(H5Error.CLOSED, "file was closed: file=" + request.name());
    }
  }

  /**
   * @param call what is to be done, for messages
   */
  void checkWritable(String call) throws H5Exception {
    checkOpen();
    if (!request.properties().writes()) {
      throw new H5Exception(
          H5Error.READ_ONLY,
          "file was opened for reading: call=%s file=%s".formatted(call, request.name()));
    }
  }

  /** Whether objects may be made, removed and changed in this file at all. */
  void checkStructure(String call) throws H5Exception {
    checkWritable(call);
    if (superblock.version() < 2) {
      throw oldFormat(call, "superblock of version " + superblock.version());
    }
  }

  H5Exception oldFormat(String call, String what) {
    return new H5Exception(
        H5Error.UNSUPPORTED,
        ("%s needs the format of HDF5 1.10, but this is a %s; elements can be read and written in"
                + " place. Rewrite the file first: h5repack --latest OLD NEW. file=%s")
            .formatted(call, what, request.name()));
  }

  void add(NativeObject object) {
    objects.put(object.header().address(), object);
  }

  void remove(NativeObject object) {
    objects.remove(object.header().address());
  }

  @Override
  public String name() {
    return request.name();
  }

  @Override
  public FileProperties properties() {
    return request.properties();
  }

  @Override
  public Set<VolCapability> capabilities() {
    return NativeConnector.capabilities(request.properties());
  }

  @Override
  public Communicator communicator() {
    return request.communicator();
  }

  @Override
  public VolGroup root() throws H5Exception {
    if (object(superblock.root()) instanceof NativeGroup group) {
      return group;
    }
    throw new H5Exception(H5Error.BAD_FILE, "the root is no group: file=" + request.name());
  }

  @Override
  public VolObject object(ObjectToken token) throws H5Exception {
    return object(token.value());
  }

  /** An object that was met already. */
  @Nullable NativeObject known(long address) {
    return objects.get(address);
  }

  NativeObject object(long address) throws H5Exception {
    checkOpen();
    NativeObject known = objects.get(address);
    if (known != null) {
      return known;
    }
    if (address <= 0 || address >= metadata.end()) {
      throw new H5Exception(
          H5Error.NOT_FOUND,
          "no such object: address=%d file=%s".formatted(address, request.name()));
    }
    NativeObject read =
        metadata.together(
            () -> NativeObject.of(this, ObjectHeader.read(metadata, address), metadata));
    objects.put(address, read);
    return read;
  }

  @Override
  public void flush() throws H5Exception {
    checkOpen();
    if (request.properties().writes()) {
      writer.flush(true);
    }
  }

  @Override
  public PendingTransfer transfer(Direction direction, TransferMode mode, List<Transfer> parts)
      throws H5Exception {
    checkOpen();
    if (direction == Direction.WRITE) {
      checkWritable("write");
    }
    List<Transfers.Part> stored = new ArrayList<>();
    for (Transfer part : parts) {
      if (!(part.dataset() instanceof NativeDataset dataset) || dataset.file() != this) {
        throw new H5Exception(
            H5Error.ARG, "dataset of another file: dataset=%s".formatted(part.dataset()));
      }
      dataset.checkThere();
      if (direction == Direction.WRITE) {
        dataset.prepareWrite(mode);
      }
      stored.add(
          new Transfers.Part(
              dataset.stored(),
              part.selection(),
              part.memory(),
              part.memorySpace(),
              part.memorySelection()));
    }
    return PendingTransfer.done(transfers.move(direction, mode, stored));
  }

  @Override
  public void close() throws H5Exception {
    if (closed) {
      return;
    }
    closed = true;
    H5Exception failure = request.properties().writes() ? Outcome.of(writer::finish) : null;
    try {
      mpi.close();
    } catch (MpiIoException e) {
      H5Exception late = H5Exception.of("closing", e);
      if (failure == null) {
        throw late;
      }
      failure.addSuppressed(late);
    }
    if (failure != null) {
      throw failure;
    }
  }
}
