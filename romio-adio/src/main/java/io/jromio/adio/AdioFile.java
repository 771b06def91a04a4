package io.jromio.adio;

import io.jromio.hints.Hints;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

/**
 * One file, opened by one rank on one driver. Moves bytes; knows no view and no rank. Offsets and
 * lengths are bytes. Safe for use by several threads of the rank.
 *
 * <p>Every method throws {@link MpiIoException} with the class of the cause: {@link ErrorClass#ARG}
 * for a negative offset or size; {@link ErrorClass#READ_ONLY} for a change of a file that was
 * opened RDONLY; {@link ErrorClass#ACCESS} for a read where WRONLY left no way to read; {@link
 * ErrorClass#FILE} after {@link #close}; {@link ErrorClass#NO_SPACE} and {@link ErrorClass#QUOTA}
 * from writes and from {@link #preallocate}; {@link ErrorClass#IO} for what the device reports. A
 * transfer that fails half-way says in {@link MpiIoException#transferred} how many bytes it moved,
 * from its beginning on. Memory that is closed or belongs to another thread is misuse: {@link
 * IllegalStateException} or {@link WrongThreadException}.
 *
 * <p>Heap segments are welcome everywhere, native ones are moved without a copy.
 */
public interface AdioFile extends AutoCloseable {

  /** The name it was opened by, without prefix. */
  String path();

  /**
   * What this file can do beyond moving contiguous bytes. Those of its driver, less what the way it
   * was opened takes away: a file that could only be opened for writing cannot sieve writes.
   */
  default Set<AdioFeature> features() {
    return Set.of();
  }

  /**
   * Fills {@code target} from {@code offset}; short only at the end of the file.
   *
   * @return bytes read
   */
  long readAt(long offset, MemorySegment target) throws MpiIoException;

  /** Writes all of {@code source} at {@code offset}, or throws with the bytes that were written. */
  void writeAt(long offset, MemorySegment source) throws MpiIoException;

  /**
   * Fills {@code targets} one after the other from one contiguous file range (scatter).
   *
   * @return bytes read, short only at the end of the file
   */
  default long readAt(long offset, List<MemorySegment> targets) throws MpiIoException {
    long done = 0;
    for (MemorySegment target : targets) {
      long read = readAt(offset + done, target);
      done += read;
      if (read < target.byteSize()) {
        break;
      }
    }
    return done;
  }

  /** Writes {@code sources} one after the other to one contiguous file range (gather). */
  default void writeAt(long offset, List<MemorySegment> sources) throws MpiIoException {
    long done = 0;
    for (MemorySegment source : sources) {
      try {
        writeAt(offset + done, source);
      } catch (MpiIoException e) {
        throw e.after(done);
      }
      done += source.byteSize();
    }
  }

  /**
   * Reads separate file ranges, ascending, into {@code packed}, one after the other (list I/O).
   *
   * @return bytes read up to the first end of file
   */
  default long readRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
    long done = 0;
    for (int i = 0; i < runs.size(); i++) {
      long read = readAt(runs.offset(i), packed.asSlice(done, runs.length(i)));
      done += read;
      if (read < runs.length(i)) {
        break;
      }
    }
    return done;
  }

  /**
   * Writes {@code packed}, cut one after the other, to separate ascending file ranges (list I/O).
   */
  default void writeRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
    long done = 0;
    for (int i = 0; i < runs.size(); i++) {
      try {
        writeAt(runs.offset(i), packed.asSlice(done, runs.length(i)));
      } catch (MpiIoException e) {
        throw e.after(done);
      }
      done += runs.length(i);
    }
  }

  /** The size of the file. */
  long size() throws MpiIoException;

  /** Truncates or extends the file; what is new reads as zero. */
  void setSize(long size) throws MpiIoException;

  /**
   * Makes sure that writing below {@code size} will not run out of space, and that the file is at
   * least so large. Changes no byte that is there and never shrinks. Where space cannot be
   * reserved, zeros are written behind the end, which other ranks must not do meanwhile.
   */
  void preallocate(long size) throws MpiIoException;

  /** Puts everything written so far on stable storage. */
  void sync() throws MpiIoException;

  /**
   * The block or stripe size that file domains should be aligned to, 0 if there is none.
   *
   * @return bytes
   */
  default long alignment() {
    return 0;
  }

  /** The hints with what this file turned out to be made like. */
  default Hints reported(Hints hints) {
    return hints;
  }

  /**
   * The longest request that moves bytes faster than shorter ones, so that aggregators need no
   * longer windows; 0 where longer is always better. The same on all ranks that opened the file.
   *
   * @return bytes
   */
  default long longestWindow() {
    return 0;
  }

  /**
   * Waits for and takes an advisory lock on {@code [offset, offset + length)}; other opens of the
   * file are kept out, those in this process too, and so are other threads that use this open. A
   * thread must not take a second lock that overlaps one it holds.
   *
   * @param exclusive for writing, else shared
   * @return closes to give the lock back
   * @throws MpiIoException {@link ErrorClass#UNSUPPORTED_OPERATION} without {@link
   *     AdioFeature#LOCKS}
   */
  default RangeLock lock(long offset, long length, boolean exclusive) throws MpiIoException {
    throw new MpiIoException(
        ErrorClass.UNSUPPORTED_OPERATION, "no locks on this file system: " + path());
  }

  /**
   * Maps {@code [offset, offset + length)}. The bytes of the view are those of the file: loads see
   * what other opens write, by call or by mapping, and stores are seen by them, at once. {@link
   * #sync} covers them. Where the range begins and ends is free; pages are the driver's business.
   *
   * <p>For writing, space for all of the range is reserved first, so that a full disk is an error
   * here and no store can meet one. With that the file ends at {@code offset + length} if it was
   * shorter, bytes that were not there are zero, and no other byte changes. So the range must not
   * reach behind what the caller is about to write. The reservation stays when the caller fails
   * later.
   *
   * <p>For reading, the view ends where the file does; it is empty from there on.
   *
   * <p>If someone truncates the file while it is mapped, or the device fails, touching the view may
   * throw {@link InternalError}, even from a later statement, but no later than from {@link
   * Mapping#close}. The same request by calls then gives the ordinary result or error.
   *
   * @param writes whether the view may be written; it may be read in any case
   * @throws MpiIoException {@link ErrorClass#UNSUPPORTED_OPERATION} without {@link
   *     AdioFeature#MAPPING} or where space cannot be reserved; {@link ErrorClass#NO_SPACE} if less
   *     is left than the range takes, even if part of it is there already; {@link
   *     ErrorClass#NO_MEM} if there is no room for the view
   */
  default Mapping map(long offset, long length, boolean writes) throws MpiIoException {
    throw new MpiIoException(
        ErrorClass.UNSUPPORTED_OPERATION, "files of this kind cannot be mapped: " + path());
  }

  /**
   * The mean distance between pieces of a request up to which moving them through {@link #map}
   * costs less than a call for each; measured, and 0 where it never does.
   *
   * @return bytes
   */
  default long mappedStride(boolean writes) {
    return 0;
  }

  /** A handle for {@link AdioDriver#attach} on other ranks; empty without SCALABLE_OPEN. */
  default byte[] share() throws MpiIoException {
    return new byte[0];
  }

  /** Waits for calls that are under way; a second time does nothing. */
  @Override
  void close() throws MpiIoException;

  /** A range of the file as memory; belongs to the thread that mapped it. */
  interface Mapping extends AutoCloseable {
    /** The view; not to be touched after {@link #close}. */
    MemorySegment segment();

    /** Takes the view away, a second time does nothing; the file keeps what was stored. */
    @Override
    void close();
  }

  /** A lock on a byte range. */
  interface RangeLock extends AutoCloseable {
    @Override
    void close() throws MpiIoException;
  }
}
