package io.jromio.h5vol.nativefile;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.MetadataSpace;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What describes the objects of a file, on one rank. Rank 0 has it: on disk, and what is to be
 * written there at the next flush. The others have nothing, and are told what rank 0 read while it
 * did the same work.
 *
 * <p>So everything that may read is done {@link #together}: rank 0 works and notes what it read,
 * the notes are broadcast, and the others do the same work over them. It must depend on nothing but
 * what all ranks have in common.
 */
final class Metadata implements MetadataSpace {
  /** Most bytes of one structure. What is larger is no structure, but a damaged length. */
  private static final long LARGEST_READ = 1 << 30;

  private final Communicator comm;
  private final RootFile root;
  private final Allocator allocator;
  private final TreeMap<Long, byte[]> pending = new TreeMap<>();
  private @Nullable ReadNotes noting;
  private final Queue<ReadNotes.Note> told = new ArrayDeque<>();
  private boolean working;

  /** Work that is the same on all ranks. */
  interface Work<T> {
    T run() throws H5Exception;
  }

  Metadata(Communicator comm, RootFile root, Allocator allocator) {
    this.comm = comm;
    this.root = root;
    this.allocator = allocator;
  }

  RootFile root() {
    return root;
  }

  Allocator allocator() {
    return allocator;
  }

  /**
   * Collective: does work that reads. It ends the same way on all ranks; if rank 0 cannot read, for
   * all.
   */
  <T> T together(Work<T> work) throws H5Exception {
    if (working) {
      return work.run();
    }
    working = true;
    try {
      if (comm.size() == 1) {
        return work.run();
      }
      return comm.rank() == 0 ? noted(work) : retold(work);
    } finally {
      working = false;
    }
  }

  private <T> T noted(Work<T> work) throws H5Exception {
    ReadNotes notes = new ReadNotes();
    noting = notes;
    try {
      return work.run();
    } finally {
      noting = null;
      comm.bcast(notes.encode(), 0);
    }
  }

  private <T> T retold(Work<T> work) throws H5Exception {
    ReadNotes.decode(comm.bcast(new byte[0], 0), told);
    try {
      return work.run();
    } finally {
      told.clear();
    }
  }

  @Override
  public byte[] read(long address, long length, String what) throws H5Exception {
    if (!working) {
      throw new IllegalStateException("read outside of common work: what=" + what);
    }
    if (address < 0 || length < 0 || length > LARGEST_READ || address > end() - length) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "%s is not inside the file: address=%d length=%d end=%d file=%s"
              .formatted(what, address, length, end(), root.name()));
    }
    if (comm.rank() != 0) {
      return retold(address, length, what);
    }
    byte[] bytes = new byte[0];
    H5Exception failure = null;
    try {
      bytes = onRoot(address, (int) length);
      return bytes;
    } catch (H5Exception e) {
      failure = e;
      throw e;
    } finally {
      if (noting != null) {
        noting.add(bytes, failure);
      }
    }
  }

  private byte[] retold(long address, long length, String what) throws H5Exception {
    ReadNotes.Note note = told.poll();
    if (note == null || (note.failure() == null && note.bytes().length != length)) {
      throw new IllegalStateException(
          "rank 0 did not read this: what=%s address=%d length=%d"
              .formatted(what, address, length));
    }
    if (note.failure() != null) {
      throw note.failure();
    }
    return note.bytes();
  }

  /** What is on disk, with what is to be written over it. */
  private byte[] onRoot(long address, int length) throws H5Exception {
    var first = pending.floorEntry(address);
    if (first != null && first.getKey() + first.getValue().length >= address + length) {
      byte[] part = new byte[length];
      System.arraycopy(first.getValue(), (int) (address - first.getKey()), part, 0, length);
      return part;
    }
    byte[] bytes = root.read(address, length);
    long from = first == null ? address : first.getKey();
    for (var block : pending.subMap(from, address + length).entrySet()) {
      long start = Math.max(block.getKey(), address);
      long stop = Math.min(block.getKey() + block.getValue().length, address + length);
      if (start < stop) {
        System.arraycopy(
            block.getValue(),
            (int) (start - block.getKey()),
            bytes,
            (int) (start - address),
            (int) (stop - start));
      }
    }
    return bytes;
  }

  @Override
  public long end() {
    return allocator.end();
  }

  @Override
  public long allocate(long bytes) {
    return allocator.metadata(bytes);
  }

  @Override
  public void free(long address, long bytes) {
    if (address < 0 || bytes <= 0) {
      return;
    }
    pending.subMap(address, address + bytes).clear();
    allocator.freeMetadata(address, bytes);
  }

  @Override
  public void put(long address, byte[] block) {
    if (comm.rank() == 0) {
      pending.put(address, block);
    }
  }

  /** On rank 0: writes what is to be written. What was not is kept for another try. */
  void write() throws H5Exception {
    if (!pending.isEmpty()) {
      root.write(pending, allocator.freshMetadata());
      pending.clear();
    }
  }
}
