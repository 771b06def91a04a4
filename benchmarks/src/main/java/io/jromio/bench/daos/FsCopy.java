package io.jromio.bench.daos;

import io.jromio.bench.console.Progress;
import io.jromio.bench.daos.Tree.Kind;
import io.jromio.bench.daos.Tree.Node;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies files, directories and symbolic links with their permissions and times from one tree to
 * another. What is there already is overwritten file by file; each file is complete before it takes
 * the place of another, and one that could not be completed is removed, so that nothing is lost
 * where there is no room.
 *
 * @source DAOS src/utils/daos_hdlr.c, fs_copy
 */
final class FsCopy {
  private static final long BUFFER = 4 << 20;

  /** Set-id and sticky bits: not kept by a container. */
  private static final int UNSUPPORTED_BITS = 07000;

  private final Tree source;
  private final Tree target;
  private final Progress progress;
  private final List<String> unsupported = new ArrayList<>();
  private long directories;
  private long files;
  private long links;

  FsCopy(Tree source, Tree target, Progress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /** How many were copied. */
  record Counts(long directories, long files, long links) {}

  /** What there was that could not be copied, with why. */
  List<String> unsupported() {
    return List.copyOf(unsupported);
  }

  /** Copies one entry with all below it. */
  Counts copy(String from, String to) throws IOException {
    Node node =
        source
            .look(from)
            .orElseThrow(() -> new IOException(source.name(from) + ": no such file or directory"));
    try (Arena arena = Arena.ofShared()) {
      copy(from, node, to, arena.allocate(BUFFER));
    } finally {
      progress.end();
    }
    return new Counts(directories, files, links);
  }

  private void copy(String from, Node node, String to, MemorySegment buffer) throws IOException {
    if ((node.mode() & UNSUPPORTED_BITS) != 0 && node.kind() != Kind.LINK) {
      unsupported.add("mode=%o file=%s".formatted(node.mode(), source.name(from)));
    }
    switch (node.kind()) {
      case FILE -> copyFile(from, node, to, buffer);
      case DIRECTORY -> copyDirectory(from, node, to, buffer);
      case LINK -> copyLink(from, to);
      case OTHER -> unsupported.add("neither file, directory nor link: file=" + source.name(from));
    }
  }

  private void copyDirectory(String from, Node node, String to, MemorySegment buffer)
      throws IOException {
    Optional<Node> there = target.look(to);
    if (there.isEmpty()) {
      target.makeDirectory(to);
    } else if (there.get().kind() != Kind.DIRECTORY) {
      throw new IOException(target.name(to) + ": not a directory");
    }
    directories++;
    for (String name : source.list(from)) {
      String child = join(from, name);
      Optional<Node> next = source.look(child);
      // Entries may go while the tree is read.
      if (next.isPresent()) {
        copy(child, next.get(), join(to, name), buffer);
      }
    }
    finish(to, node);
  }

  private void copyLink(String from, String to) throws IOException {
    String link = source.linkTarget(from);
    Optional<Node> there = target.look(to);
    if (there.isEmpty()) {
      target.makeLink(to, link);
    } else if (there.get().kind() != Kind.LINK || !target.linkTarget(to).equals(link)) {
      throw new IOException(target.name(to) + ": file exists");
    }
    links++;
  }

  private void copyFile(String from, Node node, String to, MemorySegment buffer)
      throws IOException {
    Optional<Node> there = target.look(to);
    if (there.isPresent() && there.get().kind() == Kind.DIRECTORY) {
      throw new IOException(target.name(to) + ": is a directory");
    }
    String made = there.isEmpty() ? to : "%s.copy-%d".formatted(to, ProcessHandle.current().pid());
    Tree.OpenFile out = target.create(made);
    boolean done = false;
    try {
      copyBytes(from, out, buffer);
      finish(made, node);
      if (there.isPresent()) {
        target.replace(to, made);
      }
      done = true;
    } finally {
      if (!done) {
        removeQuietly(made);
      }
    }
    files++;
    progress.thing();
  }

  /** Closes what it writes to. */
  private void copyBytes(String from, Tree.OpenFile made, MemorySegment buffer) throws IOException {
    try (Tree.OpenFile out = made;
        Tree.OpenFile in = source.open(from)) {
      long offset = 0;
      long count;
      do {
        count = in.read(offset, buffer);
        if (count > 0) {
          out.write(offset, buffer.asSlice(0, count));
          offset += count;
          progress.bytes(count);
        }
      } while (count == buffer.byteSize());
    }
  }

  private void finish(String path, Node node) throws IOException {
    if (path.equals("/")) {
      return;
    }
    target.setMode(path, node.mode() & 0777);
    target.setModified(path, node.modified());
  }

  private void removeQuietly(String file) {
    try {
      if (target.look(file).isPresent()) {
        target.remove(file);
      }
    } catch (IOException e) {
      progress.say("left behind, incomplete: " + target.name(file));
    }
  }

  private static String join(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }
}
