package io.jromio.comm.shm;

import static io.jromio.comm.shm.JobDescriptor.ABORT_CODE_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.ABORT_RANK_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.ALARM_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.ATTACHED_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.EXIT_CODE_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.LAUNCHER_PID_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.MAGIC;
import static io.jromio.comm.shm.JobDescriptor.MAGIC_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.MAX_RANKS;
import static io.jromio.comm.shm.JobDescriptor.PID_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.RING_ALIGNMENT;
import static io.jromio.comm.shm.JobDescriptor.RING_CAPACITY_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.SIZE_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.STATE_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.VERSION;
import static io.jromio.comm.shm.JobDescriptor.VERSION_OFFSET;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One job's shared memory, laid out as {@link JobDescriptor} draws it: who is alive, whether the
 * job was aborted, and the rings. May be used by all threads of all ranks and by the launcher; the
 * rings by their one source and one destination.
 */
public final class JobSegment {
  private static final VarHandle INT = JAVA_INT.varHandle();
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment segment;
  private final int size;
  private final long ringCapacity;

  private JobSegment(MemorySegment segment, int size, long ringCapacity) {
    this.segment = segment;
    this.size = size;
    this.ringCapacity = ringCapacity;
  }

  /** The length of the segment that a job of {@code size} ranks needs. */
  public static long length(int size) {
    if (size < 1 || size > MAX_RANKS) {
      throw new IllegalArgumentException("size=%d, expected 1..%d".formatted(size, MAX_RANKS));
    }
    return JobDescriptor.length(size, JobDescriptor.ringCapacity(size));
  }

  /** Makes a job in memory of this JVM, for ranks that are its threads. */
  public static JobSegment allocate(Arena arena, int size) {
    return format(arena.allocate(length(size), RING_ALIGNMENT), size);
  }

  /** Turns {@code zeroed} memory of {@link #length} bytes into a job that this process launches. */
  static JobSegment format(MemorySegment zeroed, int size) {
    long ringCapacity = JobDescriptor.ringCapacity(size);
    zeroed.set(JAVA_INT, VERSION_OFFSET, VERSION);
    zeroed.set(JAVA_INT, SIZE_OFFSET, size);
    zeroed.set(JAVA_LONG, RING_CAPACITY_OFFSET, ringCapacity);
    zeroed.set(JAVA_LONG, LAUNCHER_PID_OFFSET, ProcessHandle.current().pid());
    LONG.setRelease(zeroed, MAGIC_OFFSET, MAGIC);
    return new JobSegment(zeroed, size, ringCapacity);
  }

  /**
   * Takes memory that another process has formatted.
   *
   * @throws IllegalArgumentException if it is no job segment of this version
   */
  static JobSegment open(MemorySegment mapped) {
    if (mapped.byteSize() < length(1)) {
      throw new IllegalArgumentException("too short for a job: length=" + mapped.byteSize());
    }
    long magic = (long) LONG.getAcquire(mapped, MAGIC_OFFSET);
    int version = mapped.get(JAVA_INT, VERSION_OFFSET);
    int size = mapped.get(JAVA_INT, SIZE_OFFSET);
    long ringCapacity = mapped.get(JAVA_LONG, RING_CAPACITY_OFFSET);
    if (magic != MAGIC || version != VERSION) {
      throw new IllegalArgumentException(
          "no job of version %d: magic=%x version=%d".formatted(VERSION, magic, version));
    }
    if (size < 1 || mapped.byteSize() != JobDescriptor.length(size, ringCapacity)) {
      throw new IllegalArgumentException(
          "damaged job: size=%d ringCapacity=%d length=%d"
              .formatted(size, ringCapacity, mapped.byteSize()));
    }
    return new JobSegment(mapped, size, ringCapacity);
  }

  /** The number of ranks. */
  public int size() {
    return size;
  }

  /** How many bytes fit into a ring; longer frames stream through it. */
  public long ringCapacity() {
    return ringCapacity;
  }

  /** The process that made the job and watches its ranks. */
  public long launcherPid() {
    return segment.get(JAVA_LONG, LAUNCHER_PID_OFFSET);
  }

  public RankState state(int rank) {
    int state = (int) INT.getAcquire(segment, JobDescriptor.rankOffset(rank) + STATE_OFFSET);
    return switch (state) {
      case 0 -> RankState.STARTING;
      case 1 -> RankState.RUNNING;
      case 2 -> RankState.FINISHED;
      default -> RankState.DEAD;
    };
  }

  /**
   * Lets the calling process be {@code rank}; false if that rank has been taken before.
   *
   * @return whether the rank is ours
   */
  public boolean begin(int rank) {
    long slot = JobDescriptor.rankOffset(rank);
    if (!INT.compareAndSet(
        segment, slot + STATE_OFFSET, RankState.STARTING.ordinal(), RankState.RUNNING.ordinal())) {
      return false;
    }
    segment.set(JAVA_LONG, slot + PID_OFFSET, ProcessHandle.current().pid());
    INT.getAndAdd(segment, ATTACHED_OFFSET, 1);
    return true;
  }

  /** Whether every rank has begun. */
  public boolean allBegan() {
    return (int) INT.getAcquire(segment, ATTACHED_OFFSET) == size;
  }

  /** The rank says that it has ended well. What it sent before can still be received. */
  public void finish(int rank) {
    INT.compareAndSet(
        segment,
        JobDescriptor.rankOffset(rank) + STATE_OFFSET,
        RankState.RUNNING.ordinal(),
        RankState.FINISHED.ordinal());
  }

  /**
   * Whoever watches the rank says that it has ended: well with code 0, else the rank is dead, and
   * every other rank will fail.
   */
  public void markExited(int rank, int exitCode) {
    long slot = JobDescriptor.rankOffset(rank);
    segment.set(JAVA_INT, slot + EXIT_CODE_OFFSET, exitCode);
    RankState state = exitCode == 0 ? RankState.FINISHED : RankState.DEAD;
    INT.setRelease(segment, slot + STATE_OFFSET, state.ordinal());
    if (exitCode != 0) {
      INT.setVolatile(segment, ALARM_OFFSET, 1);
    }
  }

  /** Ends the job for everyone; the first call counts. */
  public void abort(int rank, int code) {
    if (INT.compareAndSet(segment, ABORT_CODE_OFFSET, 0, code)) {
      INT.setVolatile(segment, ABORT_RANK_OFFSET, rank);
      INT.setVolatile(segment, ALARM_OFFSET, 1);
    }
  }

  /** The code that a rank aborted the job with. */
  public OptionalInt abortCode() {
    int code = (int) INT.getAcquire(segment, ABORT_CODE_OFFSET);
    return code == 0 ? OptionalInt.empty() : OptionalInt.of(code);
  }

  /** Whether the job cannot go on; one load, for use in waiting loops. */
  public boolean alarm() {
    return (int) INT.getAcquire(segment, ALARM_OFFSET) != 0;
  }

  /** Why the job cannot go on, if so. */
  public Optional<String> alarmReason() {
    if (!alarm()) {
      return Optional.empty();
    }
    OptionalInt code = abortCode();
    if (code.isPresent()) {
      int rank = (int) INT.getAcquire(segment, ABORT_RANK_OFFSET);
      return Optional.of(
          "rank %d of %d aborted the job with code %d".formatted(rank, size, code.getAsInt()));
    }
    for (int r = 0; r < size; r++) {
      if (state(r) == RankState.DEAD) {
        int exitCode = segment.get(JAVA_INT, JobDescriptor.rankOffset(r) + EXIT_CODE_OFFSET);
        return Optional.of("rank %d of %d is gone (exit code %d)".formatted(r, size, exitCode));
      }
    }
    return Optional.of("a rank is gone");
  }

  /** The sending end of a ring; only {@code source} may have it, and only once. */
  public RingWriter writer(int source, int destination) {
    return new RingWriter(ring(source, destination), ringCapacity);
  }

  /** The receiving end of a ring; only {@code destination} may have it, and only once. */
  public RingReader reader(int source, int destination) {
    return new RingReader(ring(source, destination), ringCapacity);
  }

  private MemorySegment ring(int source, int destination) {
    long offset = JobDescriptor.ringOffset(size, ringCapacity, source, destination);
    return segment.asSlice(offset, JobDescriptor.DATA_OFFSET + ringCapacity);
  }
}
