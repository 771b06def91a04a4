package io.jromio.adio.ufs;

import io.jromio.adio.Errno;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import java.lang.foreign.MemorySegment;

/**
 * Moves one native segment to or from one file range, whatever the kernel makes of a single call:
 * less than asked, interrupted, or limited to {@link #MAX_CALL}.
 */
final class Positional {
  /** The most bytes that Linux moves in one call. */
  static final long MAX_CALL = 0x7ffff000L;

  /** Calls that move nothing before we give up. */
  private static final int MAX_IDLE_CALLS = 100;

  private Positional() {}

  static void write(int file, String path, long offset, MemorySegment source)
      throws MpiIoException {
    Scratch scratch = Scratch.ofThread();
    long length = source.byteSize();
    long first = Libc.pwrite(scratch, file, source, Math.min(length, MAX_CALL), offset);
    if (first != length) {
      finishWrite(file, path, offset, source, first);
    }
  }

  private static void finishWrite(
      int file, String path, long offset, MemorySegment source, long first) throws MpiIoException {
    Scratch scratch = Scratch.ofThread();
    long length = source.byteSize();
    long done = 0;
    int idle = 0;
    long moved = first;
    while (true) {
      checkMoved(moved, "pwrite", path, offset + done, done);
      idle = moved > 0 ? 0 : checkProgress(idle, "pwrite", path, done);
      done += Math.max(moved, 0);
      if (done == length) {
        return;
      }
      long part = Math.min(length - done, MAX_CALL);
      moved = Libc.pwrite(scratch, file, source.asSlice(done, part), part, offset + done);
    }
  }

  static long read(int file, String path, long offset, MemorySegment target) throws MpiIoException {
    Scratch scratch = Scratch.ofThread();
    long length = target.byteSize();
    long first = Libc.pread(scratch, file, target, Math.min(length, MAX_CALL), offset);
    return first == length ? length : finishRead(file, path, offset, target, first);
  }

  private static long finishRead(
      int file, String path, long offset, MemorySegment target, long first) throws MpiIoException {
    Scratch scratch = Scratch.ofThread();
    long length = target.byteSize();
    long done = 0;
    long moved = first;
    while (true) {
      checkMoved(moved, "pread", path, offset + done, done);
      done += Math.max(moved, 0);
      if (moved == 0 || done == length) {
        return done;
      }
      long part = Math.min(length - done, MAX_CALL);
      moved = Libc.pread(scratch, file, target.asSlice(done, part), part, offset + done);
    }
  }

  /** Throws for the result of a call that failed and was not just interrupted. */
  static void checkMoved(long moved, String call, String path, long offset, long done)
      throws MpiIoException {
    if (moved < 0 && moved != -Errno.EINTR.number()) {
      String what = "%s offset=%d file=%s".formatted(call, offset, path);
      throw Errno.failure((int) -moved, what, done);
    }
  }

  /** Counts a call that moved nothing. */
  static int checkProgress(int idle, String call, String path, long done) throws MpiIoException {
    if (idle >= MAX_IDLE_CALLS) {
      throw new MpiIoException(
          ErrorClass.IO, "%s moves nothing: calls=%d file=%s".formatted(call, idle, path), done);
    }
    return idle + 1;
  }
}
