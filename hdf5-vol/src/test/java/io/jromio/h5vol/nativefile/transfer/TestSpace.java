package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.AccessMode;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.comm.Communicator;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import io.jromio.mpiio.View;
import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicInteger;

/** A file with space that is only taken, from {@link #BASE} on. */
final class TestSpace implements RawSpace, AutoCloseable {
  static final long BASE = 512;
  private static final AtomicInteger FILES = new AtomicInteger();

  private final Communicator comm;
  private final MpiFile file;
  private long end = 96;

  TestSpace(Communicator comm, String name) throws MpiIoException {
    this.comm = comm;
    this.file =
        MpiFile.open(
            comm,
            name,
            EnumSet.of(AccessMode.CREATE, AccessMode.RDWR, AccessMode.DELETE_ON_CLOSE),
            new Info());
  }

  /** A name that no other test uses. */
  static String name() {
    return "mem:h5-transfer-" + FILES.incrementAndGet();
  }

  @Override
  public Communicator communicator() {
    return comm;
  }

  @Override
  public MpiFile file() {
    return file;
  }

  @Override
  public long base() {
    return BASE;
  }

  @Override
  public long allocate(long bytes) {
    long address = end;
    end += (bytes + 7) & -8;
    return address;
  }

  @Override
  public void free(long address, long bytes) {
    // Never used again.
  }

  /** What a rank does with the file; one that fails does not wait for others to close it. */
  interface Body {
    void run() throws Exception;
  }

  void abortIfFails(Body body) throws Exception {
    try {
      body.run();
    } catch (Throwable t) {
      comm.abort(1);
      throw t;
    }
  }

  /** All bytes of the file, zeros up to what was taken. */
  byte[] content() throws MpiIoException {
    byte[] all = new byte[(int) (BASE + end)];
    MemorySegment memory = MemorySegment.ofArray(all);
    file.readThrough(new View(0, Datatype.BYTE), memory, all.length, Datatype.BYTE);
    return all;
  }

  @Override
  public void close() throws MpiIoException {
    file.close();
  }
}
