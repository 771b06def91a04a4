package io.jromio.h5vol.nativefile;

import io.jromio.adio.AccessMode;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;
import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.HeaderMessage;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import io.jromio.h5vol.nativefile.format.Superblock;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.FileProperties.Format;
import io.jromio.h5vol.vol.FileProperties.Placement;
import io.jromio.h5vol.vol.VolRequest;
import io.jromio.mpiio.MpiFile;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes and opens files: rank 0 reads, all ranks end with the same file or the same error. */
final class FileOpening {
  private static final int FILE_SPACE_INFO = 0x17;
  private static final int PAGED = 1;

  private final VolRequest request;
  private final Communicator comm;
  private final FileProperties properties;
  private final MpiFile mpi;

  FileOpening(VolRequest request, MpiFile mpi) {
    this.request = request;
    this.comm = request.communicator();
    this.properties = request.properties();
    this.mpi = mpi;
  }

  static NativeFile create(VolRequest request) throws H5Exception {
    Set<AccessMode> modes = EnumSet.of(AccessMode.RDWR, AccessMode.CREATE);
    if (request.properties().access() == Access.EXCLUSIVE) {
      modes.add(AccessMode.EXCL);
    }
    return opened(request, modes, FileOpening::created);
  }

  static NativeFile open(VolRequest request) throws H5Exception {
    boolean writes = request.properties().writes();
    Set<AccessMode> modes = EnumSet.of(writes ? AccessMode.RDWR : AccessMode.RDONLY);
    return opened(request, modes, FileOpening::read);
  }

  /** What is done with the file below once it is open. */
  private interface Making {
    NativeFile make(FileOpening opening) throws H5Exception, MpiIoException;
  }

  private static NativeFile opened(VolRequest request, Set<AccessMode> modes, Making making)
      throws H5Exception {
    MpiFile mpi = null;
    NativeFile file = null;
    try {
      mpi =
          MpiFile.open(request.communicator(), request.name(), modes, request.properties().info());
      file = making.make(new FileOpening(request, mpi));
      return file;
    } catch (MpiIoException e) {
      throw H5Exception.of("opening", e);
    } finally {
      if (mpi != null && file == null) {
        abandon(mpi);
      }
    }
  }

  /** The other failure is already being thrown, on all ranks. */
  private static void abandon(MpiFile mpi) {
    Outcome.of(
        () -> {
          try {
            mpi.close();
          } catch (MpiIoException e) {
            throw H5Exception.of("closing", e);
          }
        });
  }

  private NativeFile created() throws H5Exception, MpiIoException {
    if (properties.access() == Access.TRUNCATE) {
      mpi.setSize(0);
    }
    Allocator allocator = Allocator.ofNewFile(properties.placement(), Superblock.SIZE);
    int version = properties.format() == Format.V18 ? 2 : 3;
    long none = MetadataSource.UNDEFINED;
    NativeFile file = file(new Superblock(version, 0, 0, none, Superblock.SIZE, none), allocator);
    note(file.log());
    NativeGroup root = NativeGroup.create(file, "/");
    file.rootAt(root.header().address());
    file.writer().flush(false);
    return file;
  }

  private NativeFile file(Superblock superblock, Allocator allocator) {
    RootFile root = new RootFile(mpi, request.name(), superblock.base());
    return new NativeFile(request, mpi, superblock, new Metadata(comm, root, allocator));
  }

  /** What must be the same on all ranks for them to go on alike. */
  private void note(CallLog log) {
    Placement placement = properties.placement();
    log.add(
        placement.threshold(),
        placement.alignment(),
        placement.metadataBlock(),
        properties.format().ordinal(),
        properties.checked() ? 1 : 0);
  }

  private NativeFile read() throws H5Exception, MpiIoException {
    long size = sizeOfFile();
    Superblock superblock = find(size);
    boolean marked = (superblock.flags() & (Superblock.WRITING | Superblock.SWMR)) != 0;
    if (superblock.version() == 3 && marked) {
      throw new H5Exception(
          H5Error.IN_USE,
          "its last writer did not close it, or is still writing; if there is none, repair it with:"
              + " jromio h5 clear %s".formatted(request.name()));
    }
    if (superblock.end() > size - superblock.base()) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "truncated: size=%d, should be %d, file=%s"
              .formatted(size, superblock.base() + superblock.end(), request.name()));
    }
    NativeFile file = file(superblock, new Allocator(properties.placement(), superblock.end()));
    if (properties.writes()) {
      note(file.log());
      file.log().compare("open");
      if (superblock.version() >= 2) {
        checkSpaceInfo(file);
        if (size > superblock.base() + superblock.end()) {
          mpi.setSize(superblock.base() + superblock.end());
        }
      }
      file.writer().mark();
    }
    file.root();
    return file;
  }

  /** As it is, marked or too short: to be looked at. */
  NativeFile inspected(long size) throws H5Exception {
    Superblock superblock = find(size);
    return file(superblock, new Allocator(properties.placement(), superblock.end()));
  }

  /** Collective: the size of the file of the system, as rank 0 sees it. */
  private long sizeOfFile() throws H5Exception {
    byte[] told = new byte[0];
    H5Exception failure = null;
    if (comm.rank() == 0) {
      try {
        told = new ByteWriter().u8(mpi.size()).bytes();
      } catch (MpiIoException e) {
        failure = H5Exception.of("asking for the size", e);
      }
    }
    Outcome.agree(comm, failure);
    return new ByteReader(comm.bcast(told, 0), "size").u8();
  }

  private Superblock find(long size) throws H5Exception {
    Metadata whole =
        new Metadata(
            comm,
            new RootFile(mpi, request.name(), 0),
            new Allocator(properties.placement(), size));
    try {
      return whole.together(() -> Superblock.find(whole));
    } catch (H5Exception e) {
      throw new H5Exception(e.error(), e.detail() + ", file=" + request.name(), e);
    }
  }

  /** Files whose free space is kept in the file, or goes by pages, are not ours to extend. */
  private void checkSpaceInfo(NativeFile file) throws H5Exception {
    if (file.superblock().extension() < 0) {
      return;
    }
    Metadata metadata = file.metadata();
    ObjectHeader header =
        metadata.together(() -> ObjectHeader.read(metadata, file.superblock().extension()));
    for (HeaderMessage message : header.messages()) {
      byte[] info = spaceInfo(message);
      if (info != null && info.length > 2 && (info[1] == PAGED || info[2] != 0)) {
        throw new H5Exception(
            H5Error.UNSUPPORTED,
            "its free space is kept in the file, or taken by pages; rewrite it with:"
                + " h5repack -S NONE OLD NEW, file=%s".formatted(request.name()));
      }
    }
  }

  private static byte @Nullable [] spaceInfo(HeaderMessage message) {
    return message instanceof HeaderMessage.Other other && other.type() == FILE_SPACE_INFO
        ? other.body()
        : null;
  }
}
