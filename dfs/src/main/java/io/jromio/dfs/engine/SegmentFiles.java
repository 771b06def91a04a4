package io.jromio.dfs.engine;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.engine.FreeSpace.Range;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The bulk bytes of a target, in files of {@value #SEGMENT} bytes. Space that is given back is used
 * again before files grow, so bytes that are written over and over stay in the same pages; a few
 * empty files are kept for that, others are deleted. Used by the owner of the target only.
 */
final class SegmentFiles implements AutoCloseable {
  /** Bytes of a segment file. */
  static final long SEGMENT = 64L << 20;

  /** Bytes of the longest range that is asked for at once. */
  static final int MAX_EXTENT = 16 << 20;

  private static final int SPARE = 4;
  private static final int MAX_TRANSFER = 1 << 30;
  private static final String SUFFIX = ".seg";

  private final Path folder;
  private final Map<Integer, FileChannel> files = new HashMap<>();
  private final Set<Integer> unsynced = new HashSet<>();
  private final Set<Integer> empty = new HashSet<>();
  private final FreeSpace free = new FreeSpace();
  private boolean folderUnsynced;
  private int next;

  private SegmentFiles(Path folder) {
    this.folder = folder;
  }

  /** Opens what is there; all of it is in use until {@link #recover} says what is. */
  static SegmentFiles open(Path folder) throws IOException {
    Files.createDirectories(folder);
    SegmentFiles segments = new SegmentFiles(folder);
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path path : paths) {
        String name = path.getFileName().toString();
        int number = Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()));
        segments.files.put(number, segments.channel(number));
        segments.next = Math.max(segments.next, number + 1);
      }
      return segments;
    } catch (IOException | RuntimeException e) {
      segments.close();
      throw e;
    }
  }

  private Path path(int segment) {
    return folder.resolve(segment + SUFFIX);
  }

  private FileChannel channel(int segment) throws IOException {
    return FileChannel.open(
        path(segment),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /** Makes free what no extent uses. */
  void recover(UsedSpace used) throws IOException {
    for (int segment : Set.copyOf(files.keySet())) {
      used.gaps(segment, SEGMENT, (position, length) -> free.give(segment, position, length));
      if (!used.has(segment)) {
        emptied(segment);
      }
    }
  }

  /** Bytes that can be had without growing. */
  long free() {
    return free.total();
  }

  /** Takes space; nothing remembers that but memory. */
  Place allocate(int length) throws IOException {
    if (length > MAX_EXTENT) {
      throw new IllegalArgumentException(
          "too long: length=%d limit=%d folder=%s".formatted(length, MAX_EXTENT, folder));
    }
    Range range = free.take(length);
    if (range == null) {
      int segment = next;
      files.put(segment, channel(segment));
      next++;
      folderUnsynced = true;
      free.give(segment, 0, SEGMENT);
      return allocate(length);
    }
    empty.remove(range.segment());
    return Place.of(range.segment(), range.position());
  }

  /** Takes the space right behind a place, if it is free. */
  boolean allocateAt(Place place, int length) {
    boolean taken = free.takeAt(place.segment(), place.position(), length);
    if (taken) {
      empty.remove(place.segment());
    }
    return taken;
  }

  /** Gives space back. */
  void free(Place place, long length) throws IOException {
    Range range = free.give(place.segment(), place.position(), length);
    if (range.length() == SEGMENT) {
      emptied(place.segment());
    }
  }

  private void emptied(int segment) throws IOException {
    if (empty.size() < SPARE) {
      empty.add(segment);
      return;
    }
    free.drop(segment);
    unsynced.remove(segment);
    FileChannel file = files.remove(segment);
    if (file != null) {
      file.close();
    }
    Files.deleteIfExists(path(segment));
  }

  /** Deletes empty files that are kept, because the file system is nearly full. */
  void release() throws IOException {
    for (int segment : Set.copyOf(empty)) {
      empty.remove(segment);
      free.drop(segment);
      unsynced.remove(segment);
      FileChannel file = files.remove(segment);
      if (file != null) {
        file.close();
      }
      Files.deleteIfExists(path(segment));
    }
  }

  /** Writes all of {@code source}; in the hands of the operating system when it returns. */
  void write(Place place, MemorySegment source) throws IOException {
    FileChannel file = file(place.segment());
    unsynced.add(place.segment());
    long done = 0;
    while (done < source.byteSize()) {
      ByteBuffer buffer =
          source.asSlice(done, Math.min(MAX_TRANSFER, source.byteSize() - done)).asByteBuffer();
      done += file.write(buffer, place.position() + done);
    }
  }

  /** Fills {@code target}. */
  void read(Place place, MemorySegment target) throws IOException {
    FileChannel file = file(place.segment());
    long done = 0;
    while (done < target.byteSize()) {
      ByteBuffer buffer =
          target.asSlice(done, Math.min(MAX_TRANSFER, target.byteSize() - done)).asByteBuffer();
      int count = file.read(buffer, place.position() + done);
      if (count < 0) {
        throw new EOFException(
            "segment file ends: position=%d file=%s"
                .formatted(place.position() + done, path(place.segment())));
      }
      done += count;
    }
  }

  private FileChannel file(int segment) throws IOException {
    FileChannel file = files.get(segment);
    if (file == null) {
      throw new IOException("no segment file: " + path(segment));
    }
    return file;
  }

  /** Brings everything that was written to the disk. */
  void sync() throws IOException {
    for (int segment : unsynced) {
      file(segment).force(false);
    }
    unsynced.clear();
    if (folderUnsynced) {
      syncFolder(folder);
      folderUnsynced = false;
    }
  }

  /** Brings the names in a folder to the disk. */
  static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    IOException failed = null;
    for (FileChannel file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        failed = e;
      }
    }
    files.clear();
    if (failed != null) {
      throw failed;
    }
  }
}
