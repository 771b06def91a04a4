package io.jromio.adio.ufs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The native memory that one thread needs around a system call, so that a call allocates nothing.
 * Freed by the collector some time after its thread has ended.
 */
final class Scratch {
  /** The most buffers that one vectored call takes: IOV_MAX on Linux. */
  static final int MAX_VECTORS = 1024;

  /** Bytes of one struct iovec: address, length. */
  static final long VECTOR_BYTES = 16;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /** Where the linker leaves errno. */
  final MemorySegment callState;

  /** {@link #MAX_VECTORS} of struct iovec. */
  final MemorySegment vectors;

  /** One struct flock. */
  final MemorySegment lock;

  /** One struct statx. */
  final MemorySegment status;

  /** One struct statfs. */
  final MemorySegment fileSystem;

  private Scratch() {
    Arena arena = Arena.ofAuto();
    callState = arena.allocate(Libc.CALL_STATE);
    vectors = arena.allocate(MAX_VECTORS * VECTOR_BYTES, 8);
    lock = arena.allocate(Flock.BYTES, 8);
    status = arena.allocate(Statx.BYTES, 8);
    fileSystem = arena.allocate(Statfs.BYTES, 8);
  }

  static Scratch ofThread() {
    return OF_THREAD.get();
  }
}
