package io.jromio.bench.daos;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files of this machine. */
final class PosixTree implements Tree {
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  PosixTree() {}

  @Override
  public String name(String path) {
    return path;
  }

  @Override
  public Optional<Node> look(String path) throws IOException {
    try {
      Map<String, Object> all =
          Files.readAttributes(Path.of(path), "unix:mode,size", LinkOption.NOFOLLOW_LINKS);
      BasicFileAttributes basic =
          Files.readAttributes(Path.of(path), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Kind kind =
          basic.isRegularFile()
              ? Kind.FILE
              : basic.isDirectory()
                  ? Kind.DIRECTORY
                  : basic.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
      int mode = all.get("mode") instanceof Integer bits ? bits & 07777 : 0;
      return Optional.of(new Node(kind, mode, basic.size(), basic.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> list(String directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names;
  }

  @Override
  public String linkTarget(String link) throws IOException {
    return Files.readSymbolicLink(Path.of(link)).toString();
  }

  @Override
  public OpenFile open(String file) throws IOException {
    return new Channel(file, FileChannel.open(Path.of(file), StandardOpenOption.READ));
  }

  @Override
  public OpenFile create(String file) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Channel(
        file,
        FileChannel.open(Path.of(file), options, PosixFilePermissions.asFileAttribute(OWNER_FILE)));
  }

  @Override
  public void makeDirectory(String directory) throws IOException {
    Files.createDirectory(
        Path.of(directory), PosixFilePermissions.asFileAttribute(OWNER_DIRECTORY));
  }

  @Override
  public void makeLink(String link, String target) throws IOException {
    Files.createSymbolicLink(Path.of(link), Path.of(target));
  }

  @Override
  public void setMode(String path, int permissions) throws IOException {
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((permissions & 0400 >> i) != 0) {
        set.add(all[i]);
      }
    }
    Files.setPosixFilePermissions(Path.of(path), set);
  }

  @Override
  public void setModified(String path, Instant time) throws IOException {
    Files.setLastModifiedTime(Path.of(path), FileTime.from(time));
  }

  @Override
  public void replace(String file, String by) throws IOException {
    Files.move(
        Path.of(by),
        Path.of(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void remove(String file) throws IOException {
    Files.deleteIfExists(Path.of(file));
  }

  @Override
  public void close() {}

  private record Channel(String file, FileChannel channel) implements OpenFile {
    @Override
    public long read(long offset, MemorySegment target) throws IOException {
      ByteBuffer bytes = target.asByteBuffer();
      try {
        while (bytes.hasRemaining()) {
          if (channel.read(bytes, offset + bytes.position()) < 0) {
            break;
          }
        }
      } catch (IOException e) {
        throw named(e);
      }
      return bytes.position();
    }

    @Override
    public void write(long offset, MemorySegment source) throws IOException {
      ByteBuffer bytes = source.asByteBuffer();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes, offset + bytes.position());
        }
      } catch (IOException e) {
        throw named(e);
      }
    }

    /** Channels do not say which file failed. */
    private IOException named(IOException e) {
      FileSystemException named = new FileSystemException(file, null, e.getMessage());
      named.initCause(e);
      return named;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
