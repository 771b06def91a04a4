package io.jromio.dfs;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.MaxExtent;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a file, in chunks of one object. The last byte of a file is always one that somebody
 * wrote, so that the largest dkey and the end of its array give the size.
 *
 * <p>Chunks change one by one: a write over several may be seen half. A truncation that ends in a
 * hole of a chunk that has bytes looks at the last byte and then writes it; a write of that very
 * byte between the two is lost.
 *
 * @source DAOS src/client/array/dc_array.c
 */
final class ChunkedFile {
  private static final int BATCH = 512;

  private final ObjectStore store;
  private final ObjectId id;
  private final long chunkSize;

  ChunkedFile(ObjectStore store, ObjectId id, long chunkSize) {
    this.store = store;
    this.id = id;
    this.chunkSize = chunkSize;
  }

  void write(ByteRanges ranges) throws StoreException {
    for (List<ChunkPart> request : ChunkPlan.of(ranges, chunkSize)) {
      List<DkeyUpdate> updates = new ArrayList<>(request.size());
      for (ChunkPart part : request) {
        updates.add(
            DkeyUpdate.of(
                part.dkey(),
                Condition.NONE,
                new AkeyUpdate.Write(DfsLayout.BYTES_AKEY, Condition.NONE, part.ranges())));
      }
      store.update(id, updates);
    }
  }

  /**
   * Reads; holes become zero, memory behind the end of the file stays.
   *
   * @return bytes before the end of the file
   */
  long read(ByteRanges ranges) throws StoreException {
    List<ChunkPart> open = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    for (List<ChunkPart> request : ChunkPlan.of(ranges, chunkSize)) {
      fetch(request, open, ends);
    }
    return open.isEmpty() ? ranges.total() : ranges.total() - finish(open, ends);
  }

  /** Fetches parts and notes those whose arrays end before their ranges do. */
  private void fetch(List<ChunkPart> request, List<ChunkPart> open, List<Long> ends)
      throws StoreException {
    List<DkeyFetch> fetches = new ArrayList<>(request.size());
    for (ChunkPart part : request) {
      fetches.add(
          DkeyFetch.of(
              part.dkey(),
              Condition.NONE,
              new AkeyFetch.Read(DfsLayout.BYTES_AKEY, part.ranges())));
    }
    List<Fetched> answers = store.fetch(id, fetches);
    for (int i = 0; i < request.size(); i++) {
      long end = array(answers.get(i)).end();
      if (end < request.get(i).end()) {
        open.add(request.get(i));
        ends.add(end);
      }
    }
  }

  private static Fetched.Array array(Fetched answer) {
    return (Fetched.Array) answer.akeys().getFirst();
  }

  /**
   * Decides for the parts whose arrays ended early what is a hole and what is behind the end of the
   * file. What a growing file got since the first look is fetched again, for else it would read as
   * zero although it never was a hole.
   *
   * @return bytes behind the end of the file
   */
  private long finish(List<ChunkPart> open, List<Long> ends) throws StoreException {
    long size = size();
    long behind = 0;
    List<ChunkPart> again = new ArrayList<>();
    List<Long> seen = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      ChunkPart part = open.get(i);
      long limit = size - part.chunk() * chunkSize;
      ChunkPart within = clip(part, limit);
      behind += part.ranges().total() - within.ranges().total();
      if (within.end() > ends.get(i)) {
        again.add(within);
      }
    }
    List<ChunkPart> holes = new ArrayList<>();
    if (!again.isEmpty()) {
      fetch(again, holes, seen);
    }
    for (int i = 0; i < holes.size(); i++) {
      zeroBehind(holes.get(i).ranges(), seen.get(i));
    }
    return behind;
  }

  private static ChunkPart clip(ChunkPart part, long limit) {
    if (part.end() <= limit) {
      return part;
    }
    ByteRanges ranges = part.ranges();
    long[] offsets = new long[ranges.count()];
    long[] lengths = new long[ranges.count()];
    long[] places = new long[ranges.count()];
    int count = 0;
    for (int i = 0; i < ranges.count(); i++) {
      long length = Math.min(limit - ranges.offsets()[i], ranges.lengths()[i]);
      if (length > 0) {
        offsets[count] = ranges.offsets()[i];
        lengths[count] = length;
        places[count++] = ranges.places()[i];
      }
    }
    return new ChunkPart(
        part.chunk(),
        new ByteRanges(
            Arrays.copyOf(offsets, count),
            Arrays.copyOf(lengths, count),
            ranges.memory(),
            Arrays.copyOf(places, count)));
  }

  private static void zeroBehind(ByteRanges ranges, long end) {
    for (int i = 0; i < ranges.count(); i++) {
      long there = Math.clamp(end - ranges.offsets()[i], 0, ranges.lengths()[i]);
      ranges
          .memory()
          .asSlice(ranges.places()[i] + there, ranges.lengths()[i] - there)
          .fill((byte) 0);
    }
  }

  long size() throws StoreException {
    return size(store.queryMax(id, DfsLayout.BYTES_AKEY));
  }

  /** The size of the file that ends so. */
  long size(MaxExtent max) {
    return max.exists() ? (max.dkey() - 1) * chunkSize + max.end() : 0;
  }

  void truncate(long size) throws StoreException {
    long now = size();
    if (size == now) {
      return;
    }
    if (size == 0) {
      store.punchObject(id);
      return;
    }
    long last = (size - 1) / chunkSize;
    endAt(last, size - last * chunkSize);
    if (size < now) {
      punchChunks(last + 1, Long.MAX_VALUE);
    }
  }

  /** Makes byte {@code end - 1} of a chunk one that somebody wrote, and what follows a hole. */
  private void endAt(long chunk, long end) throws StoreException {
    Key dkey = Key.of(chunk + 1);
    while (true) {
      ByteRanges lastByte = ByteRanges.of(end - 1, MemorySegment.ofArray(new byte[1]));
      DkeyFetch look =
          DkeyFetch.of(dkey, Condition.NONE, new AkeyFetch.Read(DfsLayout.BYTES_AKEY, lastByte));
      Fetched answer = store.fetch(id, List.of(look)).getFirst();
      Fetched.Array array = array(answer);
      List<AkeyUpdate> changes = new ArrayList<>();
      if (array.end() > end) {
        changes.add(new AkeyUpdate.PunchRange(DfsLayout.BYTES_AKEY, end, chunkSize - end));
      }
      if (array.end() < end || array.holes().length > 0) {
        ByteRanges zero = ByteRanges.of(end - 1, MemorySegment.ofArray(new byte[1]));
        changes.add(new AkeyUpdate.Write(DfsLayout.BYTES_AKEY, Condition.NONE, zero));
      }
      if (changes.isEmpty()) {
        return;
      }
      Condition condition = answer.exists() ? Condition.NONE : Condition.INSERT;
      try {
        store.update(id, List.of(new DkeyUpdate(dkey, condition, false, changes)));
        return;
      } catch (StoreException e) {
        if (e.der() != Der.EXIST) {
          throw e;
        }
      }
    }
  }

  /** Makes a range a hole; one that reaches the end of the file shrinks it. */
  void punch(long offset, long length) throws StoreException {
    long size = size();
    if (offset >= size || length == 0) {
      return;
    }
    if (length >= size - offset) {
      truncate(offset);
      return;
    }
    long end = offset + length;
    long first = offset / chunkSize;
    long last = end / chunkSize;
    if (first == last) {
      punchWithin(first, offset % chunkSize, length);
      return;
    }
    if (offset % chunkSize != 0) {
      punchWithin(first++, offset % chunkSize, chunkSize - offset % chunkSize);
    }
    if (end % chunkSize != 0) {
      punchWithin(last, 0, end % chunkSize);
    }
    if (first < last) {
      punchChunks(first, last);
    }
  }

  private void punchWithin(long chunk, long offset, long length) throws StoreException {
    store.update(
        id,
        List.of(
            DkeyUpdate.of(
                Key.of(chunk + 1),
                Condition.NONE,
                new AkeyUpdate.PunchRange(DfsLayout.BYTES_AKEY, offset, length))));
  }

  /** Removes the chunks {@code [from, to)} that are there. */
  private void punchChunks(long from, long to) throws StoreException {
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      KeyPage page = store.listDkeys(id, anchor, BATCH);
      List<DkeyUpdate> punches = new ArrayList<>();
      for (Key dkey : page.keys()) {
        long chunk = dkey.number() - 1;
        if (chunk >= from && chunk < to) {
          punches.add(DkeyUpdate.punch(dkey, Condition.NONE));
        }
      }
      if (!punches.isEmpty()) {
        store.update(id, punches);
      }
      anchor = page.next();
    }
  }
}
