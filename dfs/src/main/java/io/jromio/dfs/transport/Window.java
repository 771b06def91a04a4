package io.jromio.dfs.transport;

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
import java.util.HexFormat;
import java.util.Set;

/**
 * Memory that a client and an engine on one node both have mapped, for bulk. The client makes the
 * file, both map it, and then it has no name any more. A client that cuts its file short hurts the
 * engine that maps it; so an engine takes only files of its own user, who could end it anyway.
 */
final class Window implements AutoCloseable {
  /** Longest that an engine maps. */
  static final long MAX_LENGTH = 64 << 20;

  private static final Path DEV_SHM = Path.of("/dev/shm");
  private static final String PREFIX = "jromio-window-";
  private static final int ZEROS_LENGTH = 1 << 20;

  private final Path path;
  private final Arena arena;
  private final MemorySegment memory;

  private Window(Path path, Arena arena, MemorySegment memory) {
    this.path = path;
    this.arena = arena;
    this.memory = memory;
  }

  /**
   * Makes a window whose memory is reserved, so that touching it cannot fail.
   *
   * @param folder that both sides may use where there is no {@code /dev/shm}
   * @throws IOException if there is not enough memory; then no file is left
   */
  static Window create(Path folder, long length) throws IOException {
    Path in = Files.isWritable(DEV_SHM) ? DEV_SHM : folder;
    Path path = in.resolve(PREFIX + HexFormat.of().formatHex(Secret.random(16)));
    FileAttribute<Set<PosixFilePermission>> mine =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(path, options, mine)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(length, ZEROS_LENGTH));
      for (long done = 0; done < length; ) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), length - done));
        done += channel.write(zeros, done);
      }
      return map(path, channel);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /**
   * Maps the window that a client made, and takes its name away.
   *
   * @throws IOException if it is none, or not of our own user
   */
  static Window open(Handshake.WindowOffer offer, Path folder) throws IOException {
    Path path = Path.of(offer.path());
    Path parent = path.getParent();
    if ((!DEV_SHM.equals(parent) && !folder.equals(parent))
        || !path.getFileName().toString().startsWith(PREFIX)
        || offer.length() < 1
        || offer.length() > MAX_LENGTH) {
      throw new IOException(
          "no window: length=%d, limit=%d (%s)".formatted(offer.length(), MAX_LENGTH, path));
    }
    Set<OpenOption> options =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        || !Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(folder))) {
      throw new IOException("no file of our own (%s)".formatted(path));
    }
    try (FileChannel channel = FileChannel.open(path, options)) {
      if (channel.size() != offer.length()) {
        throw new IOException(
            "wrong length: length=%d, offered=%d (%s)"
                .formatted(channel.size(), offer.length(), path));
      }
      return map(path, channel);
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static Window map(Path path, FileChannel channel) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      return new Window(path, arena, channel.map(MapMode.READ_WRITE, 0, channel.size(), arena));
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  MemorySegment memory() {
    return memory;
  }

  /** Takes the name away; nobody else can map it then. */
  void unlink() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      System.getLogger(Window.class.getName())
          .log(System.Logger.Level.WARNING, "file stays behind: %s".formatted(e));
    }
  }

  /** Unmaps it; nobody may use its memory any more. */
  @Override
  public void close() {
    arena.close();
  }
}
