package io.jromio.adio;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Native memory between an application's buffer and a file: for heap buffers, which system calls
 * cannot reach, and for data sieving. Buffers are page-aligned, usable by any thread, and kept for
 * the next taker up to {@link #KEPT_BYTES}; beyond that they are freed when given back.
 *
 * <p>A buffer taken again holds what its last user left there. Who lets staged bytes reach a file
 * must have written every one of them.
 */
public final class StagingPool {
  /** Memory that stays with the pool while nobody uses it. */
  public static final long KEPT_BYTES = 64L << 20;

  private static final StagingPool SHARED = new StagingPool();
  private static final long PAGE = 4096;
  private static final int SIZES = 40;

  private final Object lock = new Object();
  private final Deque<Block>[] kept;
  private long keptBytes;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private StagingPool() {
    kept = new Deque[SIZES];
    for (int i = 0; i < SIZES; i++) {
      kept[i] = new ArrayDeque<>();
    }
  }

  /**
   * Takes a buffer of exactly {@code bytes}; close it to give it back.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative
   * @throws MpiIoException {@link ErrorClass#NO_MEM}
   */
  public static Lease take(long bytes) throws MpiIoException {
    return SHARED.lease(bytes);
  }

  private Lease lease(long bytes) throws MpiIoException {
    if (bytes < 0 || bytes > 1L << SIZES) {
      throw new IllegalArgumentException("no buffer size: bytes=" + bytes);
    }
    int size = sizeIndex(bytes);
    Block block;
    synchronized (lock) {
      block = kept[size].poll();
      keptBytes -= block == null ? 0 : 1L << size;
    }
    return new Lease(this, block == null ? allocate(size) : block, bytes);
  }

  private static Block allocate(int size) throws MpiIoException {
    Arena arena = Arena.ofShared();
    try {
      return new Block(arena, arena.allocate(1L << size, PAGE), size);
    } catch (OutOfMemoryError e) {
      arena.close();
      throw new MpiIoException(
          ErrorClass.NO_MEM,
          "no memory for a staging buffer: bytes=%d; lower the buffer size hints or raise"
                  .formatted(1L << size)
              + " -XX:MaxDirectMemorySize",
          e);
    }
  }

  private void giveBack(Block block) {
    synchronized (lock) {
      if (keptBytes + (1L << block.size) <= KEPT_BYTES) {
        keptBytes += 1L << block.size;
        kept[block.size].push(block);
        return;
      }
    }
    block.arena.close();
  }

  /** The power of two that holds {@code bytes}, at least 64 KiB. */
  private static int sizeIndex(long bytes) {
    return Math.max(16, 64 - Long.numberOfLeadingZeros(Math.max(bytes, 1) - 1));
  }

  private record Block(Arena arena, MemorySegment memory, int size) {}

  /** A buffer on loan. Not to be used after it is closed. */
  public static final class Lease implements AutoCloseable {
    private final StagingPool pool;
    private final MemorySegment segment;
    private final Block block;
    private boolean open = true;

    private Lease(StagingPool pool, Block block, long bytes) {
      this.pool = pool;
      this.block = block;
      this.segment = block.memory.asSlice(0, bytes);
    }

    public MemorySegment segment() {
      return segment;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        pool.giveBack(block);
      }
    }
  }
}
