package io.jromio.comm.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSegmentTest {
  private final Path directory;

  JobSegmentTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void shouldKeepRingsApartAndBoundedForEverySize() {
    for (int size = 1; size <= JobDescriptor.MAX_RANKS; size++) {
      long capacity = JobDescriptor.ringCapacity(size);
      long length = JobDescriptor.length(size, capacity);
      assertEquals(capacity, Long.highestOneBit(capacity), "size=" + size);
      assertTrue(length < 512L << 20, "size=%d length=%d".formatted(size, length));
      long end = JobDescriptor.rankOffset(size);
      int step = Math.max(1, size / 5);
      for (int source = 0; source < size; source += step) {
        for (int destination = 0; destination < size; destination++) {
          if (source != destination) {
            long offset = JobDescriptor.ringOffset(size, capacity, source, destination);
            assertEquals(0, offset % JobDescriptor.RING_ALIGNMENT);
            assertTrue(offset >= end, "rings overlap: size=" + size);
            end = offset + JobDescriptor.DATA_OFFSET + capacity;
          }
        }
      }
      assertTrue(end <= length, "size=" + size);
    }
  }

  @Test
  void shouldFollowRankFromStartToEnd() {
    try (Arena arena = Arena.ofConfined()) {
      JobSegment job = JobSegment.allocate(arena, 3);
      assertEquals(RankState.STARTING, job.state(1));
      assertTrue(job.begin(1));
      assertFalse(job.begin(1), "a rank is taken once");
      assertEquals(RankState.RUNNING, job.state(1));
      job.finish(1);
      assertEquals(RankState.FINISHED, job.state(1));
      job.markExited(1, 0);
      assertEquals(RankState.FINISHED, job.state(1));
      assertFalse(job.alarm());
      job.markExited(1, 9);
      assertEquals(RankState.DEAD, job.state(1));
      assertEquals(Optional.of("rank 1 of 3 is gone (exit code 9)"), job.alarmReason());
    }
  }

  @Test
  void shouldKeepFirstCodeWhenAbortedTwice() {
    try (Arena arena = Arena.ofConfined()) {
      JobSegment job = JobSegment.allocate(arena, 2);
      assertEquals(OptionalInt.empty(), job.abortCode());
      job.abort(1, 5);
      job.abort(0, 6);
      assertEquals(OptionalInt.of(5), job.abortCode());
      assertEquals(Optional.of("rank 1 of 2 aborted the job with code 5"), job.alarmReason());
    }
  }

  @Test
  void shouldRefuseWhenMemoryIsNoJob() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(JobSegment.length(2), JobDescriptor.RING_ALIGNMENT);
      assertThrows(IllegalArgumentException.class, () -> JobSegment.open(memory));
      assertThrows(IllegalArgumentException.class, () -> JobSegment.open(memory.asSlice(0, 64)));
      JobSegment.format(memory, 2);
      assertEquals(2, JobSegment.open(memory).size());
      memory.set(ValueLayout.JAVA_INT, JobDescriptor.SIZE_OFFSET, 3);
      assertThrows(IllegalArgumentException.class, () -> JobSegment.open(memory));
      memory.set(ValueLayout.JAVA_INT, JobDescriptor.SIZE_OFFSET, 2);
      memory.set(ValueLayout.JAVA_INT, JobDescriptor.VERSION_OFFSET, JobDescriptor.VERSION + 1);
      assertThrows(IllegalArgumentException.class, () -> JobSegment.open(memory));
    }
  }

  @Test
  void shouldLeaveNoFileWhenJobIsClosed() throws IOException {
    Path path;
    try (LocalJob job = LocalJob.create(2)) {
      path = job.path();
      assertTrue(Files.exists(path));
      assertEquals("1", job.environment(1).get(LocalJob.RANK_VARIABLE));
      assertEquals("2", job.environment(1).get(LocalJob.SIZE_VARIABLE));
      assertEquals(path.toString(), job.environment(1).get(LocalJob.JOB_VARIABLE));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void shouldReserveZeroBytesForOwnerOnlyWhenFileIsMade() throws IOException {
    Path path = SharedFile.create(directory, "test", (1 << 20) + 17);
    assertEquals("rw-------", posix(path));
    assertEquals((1 << 20) + 17, Files.size(path));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapped = SharedFile.map(path, arena);
      MemorySegment zeros = MemorySegment.ofArray(new byte[(1 << 20) + 17]);
      assertEquals(-1, mapped.mismatch(zeros));
    }
  }

  @Test
  void shouldLeaveNoFileWhenThereIsNoSpace() throws IOException {
    assertThrows(IOException.class, () -> SharedFile.create(directory, "test", 1L << 56));
    try (var files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }

  private static String posix(Path path) throws IOException {
    return java.nio.file.attribute.PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path));
  }
}
