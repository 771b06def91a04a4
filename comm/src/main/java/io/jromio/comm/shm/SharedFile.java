package io.jromio.comm.shm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * Files that stand for memory: in {@code /dev/shm}, or in {@code java.io.tmpdir} where that is
 * missing (then the memory is the page cache of a disk). Names are random and the files are
 * readable by their owner only.
 */
public final class SharedFile {
  private static final Path DEV_SHM = Path.of("/dev/shm");
  private static final Path DIRECTORY =
      Files.isDirectory(DEV_SHM) && Files.isWritable(DEV_SHM)
          ? DEV_SHM
          : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
  private static final int ZEROS_LENGTH = 1 << 20;

  private SharedFile() {}

  /** Where shared files live on this machine. */
  public static Path directory() {
    return DIRECTORY;
  }

  /**
   * Makes a file of {@code bytes} zero bytes in {@code directory} whose memory is reserved, so that
   * touching it later cannot fail.
   *
   * @param kind a word for the name that tells people what the file is
   * @throws IOException if there is not enough memory; then no file is left
   */
  public static Path create(Path directory, String kind, long bytes) throws IOException {
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    Path path = directory.resolve("jromio-" + kind + "-" + HexFormat.of().formatHex(secret));
    FileAttribute<Set<PosixFilePermission>> mine =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(path, options, mine)) {
      reserve(channel, path, bytes);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(path);
      throw e;
    }
    return path;
  }

  /** Maps the whole file; the mapping lives as long as {@code arena}. */
  public static MemorySegment map(Path path, Arena arena) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(path, options)) {
      return channel.map(MapMode.READ_WRITE, 0, channel.size(), arena);
    }
  }

  private static void reserve(FileChannel channel, Path path, long bytes) throws IOException {
    long usable = Files.getFileStore(path).getUsableSpace();
    if (usable < bytes) {
      throw new IOException(
          "no space left: wanted=%d usable=%d (%s)".formatted(bytes, usable, path.getParent()));
    }
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(bytes, ZEROS_LENGTH));
    for (long done = 0; done < bytes; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - done));
      done += channel.write(zeros, done);
    }
  }
}
