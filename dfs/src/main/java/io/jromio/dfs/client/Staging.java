package io.jromio.dfs.client;

import io.jromio.dfs.object.ByteRanges;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes the memory of callers fit for targets and sockets, which are other threads and make system
 * calls. Memory off the heap is used as it is: where it belongs to one thread, by another segment
 * of the same address, which is safe because that thread waits inside the call. Memory on the heap
 * is copied through blocks off the heap, some of which are kept for the next call.
 */
final class Staging {
  static final long SMALL = 64 << 10;
  static final long LARGE = 4 << 20;
  private static final int KEPT_SMALL = 64;
  private static final int KEPT_LARGE = 16;
  static final Lease NONE = new Lease(null, null, null);
  private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

  private final Shelf small = new Shelf(SMALL, KEPT_SMALL);
  private final Shelf large = new Shelf(LARGE, KEPT_LARGE);

  /** Whether memory has to be copied. */
  static boolean isStaged(ByteRanges ranges) {
    return !ranges.memory().isNative();
  }

  /** A place for {@code bytes} of staged ranges. */
  Lease lease(long bytes) {
    if (bytes == 0) {
      return new Lease(null, null, null);
    }
    if (bytes > LARGE) {
      Arena arena = Arena.ofShared();
      return new Lease(arena.allocate(bytes), null, arena);
    }
    Shelf shelf = bytes <= SMALL ? small : large;
    return new Lease(shelf.take(), shelf, null);
  }

  /** Blocks of one size. */
  private static final class Shelf {
    private final long size;
    private final ConcurrentLinkedQueue<MemorySegment> blocks = new ConcurrentLinkedQueue<>();
    private final Semaphore places;

    Shelf(long size, int kept) {
      this.size = size;
      this.places = new Semaphore(kept);
    }

    MemorySegment take() {
      MemorySegment block = blocks.poll();
      if (block == null) {
        return Arena.ofAuto().allocate(size);
      }
      places.release();
      return block;
    }

    void give(MemorySegment block) {
      if (places.tryAcquire()) {
        blocks.add(block);
      }
    }
  }

  /** The memory of one request. For one thread. */
  static final class Lease implements AutoCloseable {
    private final @Nullable MemorySegment block;
    private final @Nullable Shelf shelf;
    private final @Nullable Arena arena;
    private final List<MemorySegment> inUse = new ArrayList<>();
    private long used;

    private Lease(@Nullable MemorySegment block, @Nullable Shelf shelf, @Nullable Arena arena) {
      this.block = block;
      this.shelf = shelf;
      this.arena = arena;
    }

    /** The same ranges in memory that everyone may read. */
    ByteRanges source(ByteRanges ranges) {
      ByteRanges usable = usable(ranges);
      if (isStaged(ranges)) {
        for (int i = 0; i < ranges.count(); i++) {
          MemorySegment.copy(
              ranges.memory(),
              ranges.places()[i],
              usable.memory(),
              usable.places()[i],
              ranges.lengths()[i]);
        }
      }
      return usable;
    }

    /** The same ranges in memory that everyone may write; staged ones hold anything. */
    ByteRanges target(ByteRanges ranges) {
      if (ranges.memory().isReadOnly()) {
        throw new IllegalArgumentException("read into read-only memory: " + ranges.memory());
      }
      return usable(ranges);
    }

    private ByteRanges usable(ByteRanges ranges) {
      if (!isStaged(ranges)) {
        MemorySegment memory = ranges.memory();
        if (!memory.isAccessibleBy(Thread.currentThread()) || !memory.scope().isAlive()) {
          throw new IllegalArgumentException("memory of another thread, or freed: " + memory);
        }
        inUse.add(memory);
        return memory.isAccessibleBy(ANOTHER)
            ? ranges
            : new ByteRanges(ranges.offsets(), ranges.lengths(), alias(memory), ranges.places());
      }
      long[] places = new long[ranges.count()];
      long begin = used;
      for (int i = 0; i < places.length; i++) {
        places[i] = used - begin;
        used += ranges.lengths()[i];
      }
      MemorySegment memory =
          block == null ? MemorySegment.NULL : block.asSlice(begin, used - begin);
      return new ByteRanges(ranges.offsets(), ranges.lengths(), memory, places);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment alias(MemorySegment memory) {
      MemorySegment all = MemorySegment.ofAddress(memory.address()).reinterpret(memory.byteSize());
      return memory.isReadOnly() ? all.asReadOnly() : all;
    }

    /** Copies what came into staged ranges to the caller's memory, up to the end of the array. */
    static void copyBack(ByteRanges staged, ByteRanges ranges, long end) {
      for (int i = 0; i < ranges.count(); i++) {
        long below = Math.clamp(end - ranges.offsets()[i], 0, ranges.lengths()[i]);
        MemorySegment.copy(
            staged.memory(), staged.places()[i], ranges.memory(), ranges.places()[i], below);
      }
    }

    @Override
    public void close() {
      try {
        if (arena != null) {
          arena.close();
        } else if (shelf != null && block != null) {
          shelf.give(block);
        }
      } finally {
        for (MemorySegment memory : inUse) {
          Reference.reachabilityFence(memory);
        }
      }
    }
  }
}
