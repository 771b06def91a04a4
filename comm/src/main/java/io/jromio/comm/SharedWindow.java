package io.jromio.comm;

import io.jromio.comm.shm.SharedFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Memory that all ranks of one node map, with any provider: what one rank stores, the others see,
 * ordered by messages or barriers between them (or by acquire and release on its words). It is zero
 * at first.
 *
 * <p>The memory is a file in {@code /dev/shm}, or in {@code java.io.tmpdir} where that is missing.
 * All of it is reserved when the window is made, so that lack of memory is an exception on every
 * rank then, never a fault later. Its name is random, readable by its owner only, and removed as
 * soon as all ranks have mapped it: nothing is left behind, however the job ends.
 *
 * @source MPI 4.1 section 12.2.3, MPI_Win_allocate_shared
 */
public final class SharedWindow implements AutoCloseable {
  private final Arena arena;
  private final MemorySegment segment;

  private SharedWindow(Arena arena, MemorySegment segment) {
    this.arena = arena;
    this.segment = segment;
  }

  /**
   * Makes a window; collective.
   *
   * @param nodeRanks ranks that can map memory together, as {@link Communicator#splitShared} gives
   * @param bytes the size; the same on all ranks
   * @throws IllegalArgumentException if {@code bytes} is negative
   * @throws CommException on all ranks, if one of them cannot get the memory
   */
  public static SharedWindow allocate(Communicator nodeRanks, long bytes) {
    return allocate(nodeRanks, bytes, SharedFile.directory());
  }

  static SharedWindow allocate(Communicator nodeRanks, long bytes, Path directory) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes=%d, expected >= 0".formatted(bytes));
    }
    @Nullable Path made = null;
    try {
      String offer = "";
      if (nodeRanks.rank() == 0) {
        try {
          made = SharedFile.create(directory, "window", bytes);
          offer = "+" + made;
        } catch (IOException | RuntimeException e) {
          offer = "-" + e;
        }
      }
      byte[] agreed = nodeRanks.bcast(offer.getBytes(StandardCharsets.UTF_8), 0);
      String answer = new String(agreed, StandardCharsets.UTF_8);
      if (answer.startsWith("-")) {
        throw new CommException(
            "no shared window of %d bytes: %s".formatted(bytes, answer.substring(1)));
      }
      return map(nodeRanks, Path.of(answer.substring(1)), bytes);
    } finally {
      if (made != null) {
        delete(made);
      }
    }
  }

  /** The memory, all of it, writable on every rank. */
  public MemorySegment segment() {
    return segment;
  }

  /** Unmaps the memory on this rank; it is given back when the last rank has done so. */
  @Override
  public void close() {
    if (segment.scope().isAlive()) {
      arena.close();
    }
  }

  /** Maps on all ranks or on none. */
  private static SharedWindow map(Communicator nodeRanks, Path path, long bytes) {
    Arena arena = Arena.ofShared();
    MemorySegment segment = MemorySegment.NULL;
    String problem = "";
    try {
      segment = SharedFile.map(path, arena);
      if (segment.byteSize() != bytes) {
        problem = "bytes=%d here, but %d on rank 0".formatted(bytes, segment.byteSize());
      }
    } catch (IOException | RuntimeException e) {
      problem = e.toString();
    }
    byte[][] problems = nodeRanks.allgather(problem.getBytes(StandardCharsets.UTF_8));
    for (int r = 0; r < problems.length; r++) {
      if (problems[r].length > 0) {
        arena.close();
        throw new CommException(
            "no shared window on rank %d: %s"
                .formatted(r, new String(problems[r], StandardCharsets.UTF_8)));
      }
    }
    return new SharedWindow(arena, segment);
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new CommException("cannot remove the name of a window: " + e, e);
    }
  }
}
