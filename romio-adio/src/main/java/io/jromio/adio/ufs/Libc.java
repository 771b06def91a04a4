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
import java.util.Arrays;
import java.util.Locale;

/**
 * The system calls of 64-bit Linux that move bytes of files. Every call gives its result, or the
 * negative of the errno it failed with. Absent elsewhere: then {@link #require} says why and the
 * calls throw {@link IllegalStateException}.
 *
 * <p>A buffer is handed over as a segment, so that the linker keeps it from being freed meanwhile
 * and refuses one that is closed or belongs to another thread. All other arguments are longs, for
 * functions with fewer or narrower ones too: integers and addresses travel in whole registers
 * there, and a function does not look at those it has no use for. So there are three shapes of
 * calls only, and making one costs a rank three milliseconds of its start.
 *
 * <p>What every open needs is bound at once, and tells whether anything can be; the rest when it is
 * first called.
 *
 * @param absence why there are no calls, empty if there are
 * @source System V ABI AMD64, section 3.2.3; AAPCS64, section 6.8
 */
record Libc(
    String absence, MethodHandle open, MethodHandle close, MethodHandle fcntl, MethodHandle statx) {

  /** The layout of {@link Scratch#callState}. */
  static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();

  private static final int ARGUMENTS = 6;
  private static final FunctionDescriptor MOVE =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final FunctionDescriptor LONGS =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle UNBOUND = unboundHandle();
  private static final Libc LIBC = bind();

  private static final class Unlink {
    static final MethodHandle CALL = handle("unlink", LONGS);
  }

  private static final class Pread {
    static final MethodHandle CALL = handle("pread", MOVE);
  }

  private static final class Pwrite {
    static final MethodHandle CALL = handle("pwrite", MOVE);
  }

  private static final class Preadv {
    static final MethodHandle CALL = handle("preadv", MOVE);
  }

  private static final class Pwritev {
    static final MethodHandle CALL = handle("pwritev", MOVE);
  }

  private static final class Lseek {
    static final MethodHandle CALL = handle("lseek", LONGS);
  }

  private static final class Ftruncate {
    static final MethodHandle CALL = handle("ftruncate", LONGS);
  }

  private static final class Fallocate {
    static final MethodHandle CALL = handle("fallocate", LONGS);
  }

  private static final class Fdatasync {
    static final MethodHandle CALL = handle("fdatasync", LONGS);
  }

  private static final class Fstatfs {
    static final MethodHandle CALL = handle("fstatfs", LONGS);
  }

  private static final class Mmap {
    static final MethodHandle CALL = handle("mmap", LONGS);
  }

  private static final class Munmap {
    static final MethodHandle CALL = handle("munmap", LONGS);
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
        handle("open", LONGS, variadic),
        handle("close", LONGS),
        handle("fcntl", LONGS, variadic),
        handle("statx", LONGS));
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
    return call(LIBC.open, scratch, path.address(), flags, mode);
  }

  static int close(Scratch scratch, int file) {
    return call(LIBC.close, scratch, file);
  }

  static int unlink(Scratch scratch, MemorySegment path) {
    return call(Unlink.CALL, scratch, path.address());
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
          (long)
              Preadv.CALL.invokeExact(
                  scratch.callState, file, scratch.vectors, (long) count, offset));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Writes from the first {@code count} of {@link Scratch#vectors}. */
  static long pwritev(Scratch scratch, int file, int count, long offset) {
    try {
      return orErrno(
          scratch,
          (long)
              Pwritev.CALL.invokeExact(
                  scratch.callState, file, scratch.vectors, (long) count, offset));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long lseek(Scratch scratch, int file, long offset, int whence) {
    return orErrno(scratch, result(Lseek.CALL, scratch, file, offset, whence));
  }

  static int ftruncate(Scratch scratch, int file, long size) {
    return call(Ftruncate.CALL, scratch, file, size);
  }

  static int fallocate(Scratch scratch, int file, int mode, long offset, long length) {
    return call(Fallocate.CALL, scratch, file, mode, offset, length);
  }

  static int fdatasync(Scratch scratch, int file) {
    return call(Fdatasync.CALL, scratch, file);
  }

  /** A lock command on {@link Scratch#lock}. */
  static int fcntl(Scratch scratch, int file, int command) {
    return call(LIBC.fcntl, scratch, file, command, scratch.lock.address());
  }

  /** The status of an open file, into {@link Scratch#status}. */
  static int statx(Scratch scratch, int file, MemorySegment emptyPath, int mask) {
    long path = emptyPath.address();
    long status = scratch.status.address();
    return call(LIBC.statx, scratch, file, path, Statx.AT_EMPTY_PATH, mask, status);
  }

  /** The file system of an open file, into {@link Scratch#fileSystem}. */
  static int fstatfs(Scratch scratch, int file) {
    return call(Fstatfs.CALL, scratch, file, scratch.fileSystem.address());
  }

  /**
   * Maps a range of a file, shared with all others, wherever there is room.
   *
   * @return the address
   */
  static long mmap(Scratch scratch, int file, long offset, long length, int protection) {
    int shared = UfsMapping.MAP_SHARED;
    return orErrno(
        scratch, result(Mmap.CALL, scratch, 0, length, protection, shared, file, offset));
  }

  static int munmap(Scratch scratch, long address, long length) {
    return call(Munmap.CALL, scratch, address, length);
  }

  /** Of a function that gives an int: the rest of the register means nothing. */
  private static int call(MethodHandle function, Scratch scratch, long... arguments) {
    int result = (int) result(function, scratch, arguments);
    return (int) orErrno(scratch, result);
  }

  private static long result(MethodHandle function, Scratch scratch, long... arguments) {
    long[] a = Arrays.copyOf(arguments, ARGUMENTS);
    try {
      return (long) function.invokeExact(scratch.callState, a[0], a[1], a[2], a[3], a[4], a[5]);
    } catch (Throwable e) {
      throw unexpected(e);
    }
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
