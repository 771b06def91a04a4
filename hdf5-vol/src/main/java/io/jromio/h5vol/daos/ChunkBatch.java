package io.jromio.h5vol.daos;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of chunks of one dataset, moved between the store and one piece of memory by one call. Of
 * the elements asked for, those that nobody wrote become fill values.
 */
final class ChunkBatch {
  /** From so many bytes on a batch is full; a range is no longer than that. */
  static final long FULL_BYTES = ObjectStore.MAX_BYTES / 2;

  private static final int FULL_RANGES = ObjectStore.MAX_RANGES / 4;

  private final ObjectStore store;
  private final ObjectId object;
  private final ChunkGrid grid;
  private final MemorySegment memory;
  private final Map<Long, Ranges> chunks = new LinkedHashMap<>();
  private @Nullable Ranges latest;
  private long latestChunk = -1;
  private long bytes;
  private int ranges;
  private long movedBytes;
  private long requests;

  /**
   * @param memory that places are in
   */
  ChunkBatch(ObjectStore store, ObjectId object, ChunkGrid grid, MemorySegment memory) {
    this.store = store;
    this.object = object;
    this.grid = grid;
    this.memory = memory;
  }

  /** Ranges of one chunk. */
  private static final class Ranges {
    private long[] offsets = new long[4];
    private long[] lengths = new long[4];
    private long[] places = new long[4];
    private int count;

    /** Adds a range; false if it was put to the one before. */
    boolean add(long offset, long length, long place) {
      int last = count - 1;
      if (last >= 0
          && offsets[last] + lengths[last] == offset
          && places[last] + lengths[last] == place) {
        lengths[last] += length;
        return false;
      }
      if (count == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * count);
        lengths = Arrays.copyOf(lengths, 2 * count);
        places = Arrays.copyOf(places, 2 * count);
      }
      offsets[count] = offset;
      lengths[count] = length;
      places[count] = place;
      count++;
      return true;
    }

    ByteRanges of(MemorySegment memory) {
      return new ByteRanges(
          Arrays.copyOf(offsets, count),
          Arrays.copyOf(lengths, count),
          memory,
          Arrays.copyOf(places, count));
    }
  }

  /**
   * Adds a range; all in bytes.
   *
   * @param offset within the chunk
   * @param place in memory
   */
  void add(long chunk, long offset, long length, long place) {
    Ranges at = latest;
    if (at == null || chunk != latestChunk) {
      at = chunks.computeIfAbsent(chunk, c -> new Ranges());
      latest = at;
      latestChunk = chunk;
    }
    if (at.add(offset, length, place)) {
      ranges++;
    }
    bytes += length;
  }

  boolean isFull() {
    return bytes >= FULL_BYTES || ranges >= FULL_RANGES;
  }

  /** Bytes moved so far. */
  long movedBytes() {
    return movedBytes;
  }

  /** Calls of the store so far. */
  long requests() {
    return requests;
  }

  private void clear() {
    movedBytes += bytes;
    requests++;
    chunks.clear();
    latest = null;
    latestChunk = -1;
    bytes = 0;
    ranges = 0;
  }

  void write() throws StoreException {
    if (chunks.isEmpty()) {
      return;
    }
    List<DkeyUpdate> updates = new ArrayList<>(chunks.size());
    for (Map.Entry<Long, Ranges> entry : chunks.entrySet()) {
      updates.add(
          DkeyUpdate.of(
              grid.dkey(entry.getKey()),
              Condition.NONE,
              new AkeyUpdate.Write(
                  FileLayout.ELEMENTS, Condition.NONE, entry.getValue().of(memory))));
    }
    store.update(object, updates);
    clear();
  }

  /**
   * Reads.
   *
   * @param fill an element that nobody wrote, as it is stored; repeated from the beginning of a
   *     chunk on
   */
  void read(byte[] fill) throws StoreException {
    if (chunks.isEmpty()) {
      return;
    }
    List<DkeyFetch> fetches = new ArrayList<>(chunks.size());
    List<ByteRanges> asked = new ArrayList<>(chunks.size());
    for (Map.Entry<Long, Ranges> entry : chunks.entrySet()) {
      ByteRanges wanted = entry.getValue().of(memory);
      asked.add(wanted);
      fetches.add(
          DkeyFetch.of(
              grid.dkey(entry.getKey()),
              Condition.NONE,
              new AkeyFetch.Read(FileLayout.ELEMENTS, wanted)));
    }
    List<Fetched> found = store.fetch(object, fetches);
    for (int i = 0; i < asked.size(); i++) {
      Fetched.Array array = (Fetched.Array) found.get(i).akeys().getFirst();
      fillHoles(asked.get(i), array.holes(), fill);
    }
    clear();
  }

  private static void fillHoles(ByteRanges asked, long[] holes, byte[] fill) {
    boolean zeros = true;
    for (byte b : fill) {
      zeros &= b == 0;
    }
    for (int h = 0; h < holes.length; h += 3) {
      int range = (int) holes[h];
      MemorySegment hole =
          asked.memory().asSlice(asked.places()[range] + holes[h + 1], holes[h + 2]);
      if (zeros) {
        hole.fill((byte) 0);
      } else {
        repeat(hole, fill, (asked.offsets()[range] + holes[h + 1]) % fill.length);
      }
    }
  }

  /** Writes an element again and again, beginning somewhere within it; doubles what is there. */
  private static void repeat(MemorySegment target, byte[] element, long phase) {
    long size = target.byteSize();
    long done = Math.min(size, element.length);
    for (long i = 0; i < done; i++) {
      target.set(ValueLayout.JAVA_BYTE, i, element[(int) ((phase + i) % element.length)]);
    }
    while (done < size) {
      long more = Math.min(done, size - done);
      MemorySegment.copy(target, 0, target, done, more);
      done += more;
    }
  }
}
