package io.jromio.adio.ufs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/**
 * The system calls of 64-bit Linux that move bytes of files. Every call gives its result, or the
 * negative of the errno it failed with. Absent elsewhere: then {@link #require} says why and the
 * calls throw {@link IllegalStateException}.
 *
 * <p>A buffer is handed over as a segment, so that the linker keeps it from being freed meanwhile
 * and refuses one that is closed or belongs to another thread.
 *
 * <p>What every open needs is bound at once, and tells whether anything can be. The rest is bound
 * when it is first called: a binding costs a rank ten milliseconds of its start.
 *
 * @param absence why there are no calls, empty if there are
 */
record Libc(
    String absence, MethodHandle open, MethodHandle close, MethodHandle fcntl, MethodHandle statx) {

  /** The layout of {@link Scratch#callState}. */
  static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

  private static final FunctionDescriptor MOVE =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor MOVE_VECTORS =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG);
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle UNBOUND = unboundHandle();
  private static final Libc LIBC = bind();

  private static final class Unlink {
    static final MethodHandle CALL = handle("unlink", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  }

  private static final class Pread {
    static final MethodHandle CALL = handle("pread", MOVE);
  }

  private static final class Pwrite {
    static final MethodHandle CALL = handle("pwrite", MOVE);
  }

  private static final class Preadv {
    static final MethodHandle CALL = handle("preadv", MOVE_VECTORS);
  }

  private static final class Pwritev {
    static final MethodHandle CALL = handle("pwritev", MOVE_VECTORS);
  }

  private static final class Lseek {
    static final MethodHandle CALL =
        handle("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  }

  private static final class Ftruncate {
    static final MethodHandle CALL =
        handle("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  }

  private static final class Fallocate {
    static final MethodHandle CALL =
        handle(
            "fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  }

  private static final class Fdatasync {
    static final MethodHandle CALL = handle("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  private static final class Fstatfs {
    static final MethodHandle CALL =
        handle("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  }

  private static final class Mmap {
    static final MethodHandle CALL =
        handle(
            "mmap",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  }

  private static final class Munmap {
    static final MethodHandle CALL =
        handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  }

  private static Libc bind() {
    String system = System.getProperty("os.name", "?");
    String pointer = System.getProperty("sun.arch.data.model", "64");
    if (!system.toLowerCase(Locale.ROOT).startsWith("linux") || ADDRESS.byteSize() != 8) {
      return absent("ufs needs 64-bit Linux: os.name=%s bits=%s".formatted(system, pointer));
    }
    try {
      return bound();
    } catch (RuntimeException | LinkageError e) {
      return absent("ufs cannot bind libc (is native access denied?): " + e);
    }
  }

  private static Libc bound() {
    Linker.Option variadic = Linker.Option.firstVariadicArg(2);
    return new Libc(
        "",
        handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), variadic),
        handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)),
        handle("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), variadic),
        handle(
            "statx",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS)));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup symbols = linker.defaultLookup();
    Linker.Option[] all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 1, options.length);
    all[0] = Linker.Option.captureCallState("errno");
    return linker.downcallHandle(symbols.findOrThrow(name), type, all);
  }

  private static MethodHandle unboundHandle() {
    return MethodHandles.insertArguments(
        MethodHandles.throwException(void.class, IllegalStateException.class),
        0,
        new IllegalStateException("no libc is bound"));
  }

  private static Libc absent(String reason) {
    return new Libc(reason, UNBOUND, UNBOUND, UNBOUND, UNBOUND);
  }

  /**
   * Makes sure that there are calls.
   *
   * @throws MpiIoException {@link ErrorClass#UNSUPPORTED_OPERATION} with the reason
   */
  static void require() throws MpiIoException {
    if (!LIBC.absence.isEmpty()) {
      throw new MpiIoException(ErrorClass.UNSUPPORTED_OPERATION, LIBC.absence);
    }
  }

  static int open(Scratch scratch, MemorySegment path, int flags, int mode) {
    try {
      return orErrno(scratch, (int) LIBC.open.invokeExact(scratch.callState, path, flags, mode));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int close(Scratch scratch, int file) {
    try {
      return orErrno(scratch, (int) LIBC.close.invokeExact(scratch.callState, file));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int unlink(Scratch scratch, MemorySegment path) {
    try {
      return orErrno(scratch, (int) Unlink.CALL.invokeExact(scratch.callState, path));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long pread(Scratch scratch, int file, MemorySegment into, long length, long offset) {
    try {
      return orErrno(
          scratch, (long) Pread.CALL.invokeExact(scratch.callState, file, into, length, offset));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long pwrite(Scratch scratch, int file, MemorySegment from, long length, long offset) {
    try {
      return orErrno(
          scratch, (long) Pwrite.CALL.invokeExact(scratch.callState, file, from, length, offset));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Reads into the first {@code count} of {@link Scratch#vectors}. */
  static long preadv(Scratch scratch, int file, int count, long offset) {
    try {
      return orErrno(
          scratch,
          (long) Preadv.CALL.invokeExact(scratch.callState, file, scratch.vectors, count, offset));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Writes from the first {@code count} of {@link Scratch#vectors}. */
  static long pwritev(Scratch scratch, int file, int count, long offset) {
    try {
      return orErrno(
          scratch,
          (long) Pwritev.CALL.invokeExact(scratch.callState, file, scratch.vectors, count, offset));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long lseek(Scratch scratch, int file, long offset, int whence) {
    try {
      return orErrno(
          scratch, (long) Lseek.CALL.invokeExact(scratch.callState, file, offset, whence));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int ftruncate(Scratch scratch, int file, long size) {
    try {
      return orErrno(scratch, (int) Ftruncate.CALL.invokeExact(scratch.callState, file, size));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int fallocate(Scratch scratch, int file, int mode, long offset, long length) {
    try {
      return orErrno(
          scratch, (int) Fallocate.CALL.invokeExact(scratch.callState, file, mode, offset, length));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int fdatasync(Scratch scratch, int file) {
    try {
      return orErrno(scratch, (int) Fdatasync.CALL.invokeExact(scratch.callState, file));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A lock command on {@link Scratch#lock}. */
  static int fcntl(Scratch scratch, int file, int command) {
    try {
      return orErrno(
          scratch, (int) LIBC.fcntl.invokeExact(scratch.callState, file, command, scratch.lock));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The status of an open file, into {@link Scratch#status}. */
  static int statx(Scratch scratch, int file, MemorySegment emptyPath, int mask) {
    try {
      return orErrno(
          scratch,
          (int)
              LIBC.statx.invokeExact(
                  scratch.callState, file, emptyPath, Statx.AT_EMPTY_PATH, mask, scratch.status));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The file system of an open file, into {@link Scratch#fileSystem}. */
  static int fstatfs(Scratch scratch, int file) {
    try {
      return orErrno(
          scratch, (int) Fstatfs.CALL.invokeExact(scratch.callState, file, scratch.fileSystem));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Maps a range of a file, shared with all others, wherever there is room.
   *
   * @return the address
   */
  static long mmap(Scratch scratch, int file, long offset, long length, int protection) {
    try {
      return orErrno(
          scratch,
          (long)
              Mmap.CALL.invokeExact(
                  scratch.callState, 0L, length, protection, UfsMapping.MAP_SHARED, file, offset));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int munmap(Scratch scratch, long address, long length) {
    try {
      return orErrno(scratch, (int) Munmap.CALL.invokeExact(scratch.callState, address, length));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static int orErrno(Scratch scratch, int result) {
    return result >= 0 ? result : -(int) ERRNO.get(scratch.callState, 0L);
  }

  private static long orErrno(Scratch scratch, long result) {
    return result >= 0 ? result : -(int) ERRNO.get(scratch.callState, 0L);
  }

  private static RuntimeException unexpected(Throwable e) {
    return switch (e) {
      case RuntimeException misuse -> misuse;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }
}
