package io.jromio.bench.daos;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A tree of files that is copied from or to. Paths are absolute, with slashes. Every error names
 * the path.
 */
interface Tree extends AutoCloseable {

  /** What an entry is. */
  enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    /** What cannot be copied: devices, sockets, pipes. */
    OTHER
  }

  /**
   * An entry.
   *
   * @param mode permissions, with the bits for set-id and sticky
   * @param size of a file; bytes
   */
  record Node(Kind kind, int mode, long size, Instant modified) {}

  /** An open file. */
  interface OpenFile extends AutoCloseable {
    /** Fills {@code target}, short only at the end of the file; bytes read. */
    long read(long offset, MemorySegment target) throws IOException;

    void write(long offset, MemorySegment source) throws IOException;

    @Override
    void close() throws IOException;
  }

  /** How users name a path of this tree. */
  String name(String path);

  /** Looks at an entry, not through a link; empty if there is none. */
  Optional<Node> look(String path) throws IOException;

  List<String> list(String directory) throws IOException;

  String linkTarget(String link) throws IOException;

  OpenFile open(String file) throws IOException;

  /** Makes a file that must not be there yet, for its owner only. */
  OpenFile create(String file) throws IOException;

  /** Makes a directory, for its owner only. */
  void makeDirectory(String directory) throws IOException;

  void makeLink(String link, String target) throws IOException;

  void setMode(String path, int permissions) throws IOException;

  void setModified(String path, Instant time) throws IOException;

  /** Puts a file in the place of another, as one step. */
  void replace(String file, String by) throws IOException;

  void remove(String file) throws IOException;

  @Override
  void close() throws IOException;
}
