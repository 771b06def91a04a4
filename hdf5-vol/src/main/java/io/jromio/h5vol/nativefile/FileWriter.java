package io.jromio.h5vol.nativefile;

import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.Superblock;
import io.jromio.mpiio.MpiFile;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what was changed to the file, in this order: the elements of all ranks are written; the
 * file gets its size; rank 0 writes what describes the objects, and last the superblock, which
 * makes it reachable.
 *
 * <p>While a file of superblock version 3 is open for writing, its superblock says so. C's library
 * and this one refuse it then.
 */
final class FileWriter {
  private final NativeFile file;
  private final Communicator comm;
  private final MpiFile mpi;
  private final Metadata metadata;
  private final RootFile root;
  private List<NativeObject> changed = new ArrayList<>();

  FileWriter(NativeFile file, MpiFile mpi) {
    this.file = file;
    this.comm = file.communicator();
    this.mpi = mpi;
    this.metadata = file.metadata();
    this.root = metadata.root();
  }

  /** Something of this object is to be written; called once until it is. */
  void changed(NativeObject object) {
    changed.add(object);
  }

  /** Collective: marks a file that was opened as being written. */
  void mark() throws H5Exception {
    if (file.superblock().version() == 3) {
      Outcome.onRoot(comm, () -> writeSuperblock(Superblock.WRITING));
    }
  }

  /**
   * Collective.
   *
   * @param durable whether it is to be on stable storage afterwards
   */
  void flush(boolean durable) throws H5Exception {
    prepare("flush");
    if (!durable) {
      Outcome.onRoot(
          comm,
          () -> {
            metadata.write();
            writeSuperblock(Superblock.WRITING);
          });
    } else {
      Outcome.onRoot(comm, metadata::write);
      sync();
      Outcome.onRoot(comm, () -> writeSuperblock(Superblock.WRITING));
      sync();
    }
    metadata.allocator().flushed();
  }

  /** Collective: as flush, and the file is not marked any longer. */
  void finish() throws H5Exception {
    encode();
    metadata.allocator().trim();
    prepare("close");
    Outcome.onRoot(
        comm,
        () -> {
          metadata.write();
          writeSuperblock(0);
        });
  }

  private void prepare(String call) throws H5Exception {
    encode();
    file.log().compare(call);
    if (file.superblock().version() < 2) {
      return;
    }
    try {
      mpi.setSize(file.superblock().base() + metadata.allocator().end());
    } catch (MpiIoException e) {
      throw H5Exception.of("setting the size", e);
    }
  }

  /** What was changed becomes bytes, on rank 0 to be written; all ranks take the same space. */
  private void encode() throws H5Exception {
    if (changed.isEmpty()) {
      return;
    }
    metadata.together(
        () -> {
          file.heap().store(metadata);
          for (NativeObject object : changed) {
            object.store(metadata);
          }
          return true;
        });
    changed = new ArrayList<>();
  }

  private void writeSuperblock(int flags) throws H5Exception {
    Superblock now = file.superblock();
    if (now.version() < 2) {
      return;
    }
    Superblock next =
        new Superblock(
            now.version(),
            now.version() == 3 ? (now.flags() & ~Superblock.WRITING) | flags : now.flags(),
            now.base(),
            now.extension(),
            metadata.allocator().end(),
            now.root());
    root.write(0, MemorySegment.ofArray(next.encode()));
  }

  private void sync() throws H5Exception {
    try {
      mpi.sync();
    } catch (MpiIoException e) {
      throw H5Exception.of("syncing", e);
    }
  }
}
