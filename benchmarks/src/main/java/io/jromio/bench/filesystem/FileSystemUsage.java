package io.jromio.bench.filesystem;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How full a file system is. From statvfs, because Java's FileStore knows no inodes.
 *
 * @param bytes its size
 * @param freeBytes what of it nobody uses, the superuser's reserve included
 * @param inodes the most files it can hold; 0 where it sets no limit
 * @param freeInodes how many of them are free
 * @source POSIX.1-2017 sys/statvfs.h, layout of 64-bit Linux
 */
public record FileSystemUsage(long bytes, long freeBytes, long inodes, long freeInodes) {
  /*
   * struct statvfs:  0 f_bsize | 8 f_frsize | 16 f_blocks | 24 f_bfree | 32 f_bavail | 40 f_files |
   *                  48 f_ffree | ...
   */
  private static final long FRSIZE = 8;
  private static final long BLOCKS = 16;
  private static final long BFREE = 24;
  private static final long FILES = 40;
  private static final long FFREE = 48;
  private static final long STRUCT = 256;

  /** Bound when it is first asked, which one rank of a job does. */
  private static final class Statvfs {
    private static final Optional<MethodHandle> CALL = bind();
  }

  /** The file system that holds {@code path}, or nothing when it cannot be asked. */
  public static Optional<FileSystemUsage> of(Path path) {
    if (Statvfs.CALL.isEmpty()) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(STRUCT, Long.BYTES);
      int failed =
          (int) Statvfs.CALL.get().invokeExact(arena.allocateFrom(path.toString()), answer);
      if (failed != 0) {
        return Optional.empty();
      }
      long unit = answer.get(JAVA_LONG, FRSIZE);
      return Optional.of(
          new FileSystemUsage(
              answer.get(JAVA_LONG, BLOCKS) * unit,
              answer.get(JAVA_LONG, BFREE) * unit,
              answer.get(JAVA_LONG, FILES),
              answer.get(JAVA_LONG, FFREE)));
    } catch (Throwable e) {
      throw new IllegalStateException("statvfs failed: path=" + path, e);
    }
  }

  @SuppressWarnings("restricted") // calls statvfs with the layout above
  private static Optional<MethodHandle> bind() {
    if (!System.getProperty("os.name", "").equals("Linux") || ADDRESS.byteSize() != Long.BYTES) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("statvfs")
        .map(
            address ->
                linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)));
  }
}
