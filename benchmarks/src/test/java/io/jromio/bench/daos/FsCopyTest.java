package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FsCopyTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  /** A tree with room for some bytes only. */
  private record Full(Tree tree, long room) implements Tree {
    @Override
    public OpenFile create(String file) throws IOException {
      OpenFile open = tree.create(file);
      return new OpenFile() {
        @Override
        public long read(long offset, MemorySegment target) throws IOException {
          return open.read(offset, target);
        }

        @Override
        public void write(long offset, MemorySegment source) throws IOException {
          if (offset + source.byteSize() > room) {
            open.write(offset, source.asSlice(0, Math.max(0, room - offset)));
            throw new IOException(file + ": No space left on device");
          }
          open.write(offset, source);
        }

        @Override
        public void close() throws IOException {
          open.close();
        }
      };
    }

    @Override
    public String name(String path) {
      return tree.name(path);
    }

    @Override
    public Optional<Node> look(String path) throws IOException {
      return tree.look(path);
    }

    @Override
    public List<String> list(String directory) throws IOException {
      return tree.list(directory);
    }

    @Override
    public String linkTarget(String link) throws IOException {
      return tree.linkTarget(link);
    }

    @Override
    public OpenFile open(String file) throws IOException {
      return tree.open(file);
    }

    @Override
    public void makeDirectory(String directory) throws IOException {
      tree.makeDirectory(directory);
    }

    @Override
    public void makeLink(String link, String target) throws IOException {
      tree.makeLink(link, target);
    }

    @Override
    public void setMode(String path, int permissions) throws IOException {
      tree.setMode(path, permissions);
    }

    @Override
    public void setModified(String path, Instant time) throws IOException {
      tree.setModified(path, time);
    }

    @Override
    public void replace(String file, String by) throws IOException {
      tree.replace(file, by);
    }

    @Override
    public void remove(String file) throws IOException {
      tree.remove(file);
    }

    @Override
    public void close() throws IOException {
      tree.close();
    }
  }

  private static FsCopy copy(Tree to) {
    Session session =
        new Session(
            Map.of(),
            environment -> {
              throw new AssertionError("no store");
            },
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            false);
    return new FsCopy(new PosixTree(), to, session.progress());
  }

  private List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shouldKeepTheOldFileWhenThereIsNoRoomForTheNewOne() throws IOException {
    Path from = Files.write(folder.resolve("from"), new byte[10_000]);
    Path target = Files.createDirectory(folder.resolve("target"));
    Path to = Files.writeString(target.resolve("to"), "old and dear");
    FsCopy copy = copy(new Full(new PosixTree(), 5000));
    IOException e =
        assertThrows(IOException.class, () -> copy.copy(from.toString(), to.toString()));
    assertTrue(e.toString().contains("to") && e.toString().contains("No space"), e.toString());
    assertEquals("old and dear", Files.readString(to));
    assertEquals(List.of("to"), names(target));
  }

  @Test
  void shouldLeaveNothingHalfWhenThereIsNoRoomForANewFile() throws IOException {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.write(from.resolve("big"), new byte[10_000]);
    Path target = folder.resolve("target");
    FsCopy copy = copy(new Full(new PosixTree(), 5000));
    assertThrows(IOException.class, () -> copy.copy(from.toString(), target.toString()));
    assertEquals(List.of(), names(target));
    assertEquals(10_000, Files.size(from.resolve("big")));
  }

  @Test
  void shouldReplaceAFileAndKeepALinkWhenCopiedAgain() throws IOException {
    Path from = Files.createDirectory(folder.resolve("from"));
    Files.writeString(from.resolve("file"), "new");
    Files.createSymbolicLink(from.resolve("link"), Path.of("file"));
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(target.resolve("file"), "old");
    assertEquals(
        new FsCopy.Counts(1, 1, 1), copy(new PosixTree()).copy(from.toString(), target.toString()));
    assertEquals("new", Files.readString(target.resolve("file")));
    assertEquals(
        new FsCopy.Counts(1, 1, 1), copy(new PosixTree()).copy(from.toString(), target.toString()));
    Files.delete(from.resolve("link"));
    Files.createSymbolicLink(from.resolve("link"), Path.of("other"));
    IOException e =
        assertThrows(
            IOException.class,
            () -> copy(new PosixTree()).copy(from.toString(), target.toString()));
    assertTrue(e.toString().endsWith("link: file exists"), e.toString());
    assertEquals(Path.of("file"), Files.readSymbolicLink(target.resolve("link")));
  }
}
