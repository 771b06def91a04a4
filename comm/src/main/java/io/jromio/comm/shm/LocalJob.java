package io.jromio.comm.shm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A job of processes on this machine, as its launcher sees it. The launcher makes it, starts {@code
 * size} processes with {@link #environment} each, tells it of every process that has ended, and
 * closes it last.
 *
 * <p>Ranks find the job by three environment variables:
 *
 * <ul>
 *   <li>{@code JROMIO_RANK}: the rank, {@code 0 <= rank < size}
 *   <li>{@code JROMIO_SIZE}: the number of ranks
 *   <li>{@code JROMIO_JOB}: the path of the job segment
 * </ul>
 *
 * <p>If the launcher itself is killed, ranks notice within a second of waiting and fail.
 */
public final class LocalJob implements AutoCloseable {
  public static final String RANK_VARIABLE = "JROMIO_RANK";
  public static final String SIZE_VARIABLE = "JROMIO_SIZE";
  public static final String JOB_VARIABLE = "JROMIO_JOB";

  private final Path path;
  private final Arena arena;
  private final JobSegment segment;

  private LocalJob(Path path, Arena arena, JobSegment segment) {
    this.path = path;
    this.arena = arena;
    this.segment = segment;
  }

  /**
   * Makes the job segment.
   *
   * @throws IllegalArgumentException if {@code size} is out of range
   * @throws IOException if there is no memory for it
   */
  public static LocalJob create(int size) throws IOException {
    Path path = SharedFile.create(SharedFile.directory(), "job", JobSegment.length(size));
    Arena arena = Arena.ofShared();
    try {
      return new LocalJob(path, arena, JobSegment.format(SharedFile.map(path, arena), size));
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /**
   * Joins a job that another process has made.
   *
   * @throws IOException if there is no such file
   * @throws IllegalArgumentException if it is no job
   */
  public static JobSegment join(Path path, Arena arena) throws IOException {
    return JobSegment.open(SharedFile.map(path, arena));
  }

  /** The number of ranks. */
  public int size() {
    return segment.size();
  }

  /** The file of the job segment; it disappears when all ranks have attached. */
  public Path path() {
    return path;
  }

  /** What the process of {@code rank} must have in its environment. */
  public Map<String, String> environment(int rank) {
    return Map.of(
        RANK_VARIABLE, Integer.toString(rank),
        SIZE_VARIABLE, Integer.toString(size()),
        JOB_VARIABLE, path.toString());
  }

  /**
   * Must be called as soon as the process of {@code rank} has ended. With any code but 0 the rank
   * is dead, and every other rank's waiting ends with an exception; with 0 it has finished, whether
   * or not it closed its world.
   */
  public void markExited(int rank, int exitCode) {
    segment.markExited(rank, exitCode);
  }

  /** What is known of {@code rank}. */
  public RankState state(int rank) {
    return segment.state(rank);
  }

  /** The code that a rank aborted the job with: the launcher's own exit code then. */
  public OptionalInt abortCode() {
    return segment.abortCode();
  }

  /** Ends the job for all ranks, as if {@code rank} had aborted it. */
  public void abort(int rank, int code) {
    segment.abort(rank, code);
  }

  /** Gives the memory back; all processes have ended. */
  @Override
  public void close() throws IOException {
    arena.close();
    Files.deleteIfExists(path);
  }
}
