package io.jromio.dfs.wire;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.ObjectChange;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of all ranges of a request, in their order, as one run of bytes. Not for several
 * threads at once.
 */
public final class Bulk {
  private final List<ByteRanges> parts = new ArrayList<>(1);

  /** Where the arrays of a fetch end, which leaves memory behind that untouched. */
  private long @Nullable [] ends;

  private long length;

  /** Where {@link #scatter} goes on: a part, one of its ranges, a byte of that. */
  private int part;

  private int range;
  private long offset;

  private Bulk() {}

  /** The bulk of a request; most have none. */
  public static Bulk of(Request request) {
    Bulk bulk = new Bulk();
    switch (request) {
      case Request.Update update -> bulk.addUpdates(update.updates());
      case Request.Fetch fetch -> bulk.addFetches(fetch.fetches());
      case Request.Commit commit -> bulk.addChanges(commit.changes());
      case Request.CreateContainer create -> bulk.addContents(create.spec());
      default -> {}
    }
    return bulk;
  }

  private void addContents(ContainerSpec spec) {
    for (ObjectChange.Update change : spec.contents()) {
      add(change.update());
    }
  }

  private void addChanges(List<ObjectChange> changes) {
    for (ObjectChange change : changes) {
      if (change instanceof ObjectChange.Update update) {
        add(update.update());
      }
    }
  }

  private void addUpdates(List<DkeyUpdate> updates) {
    for (DkeyUpdate update : updates) {
      add(update);
    }
  }

  private void add(DkeyUpdate update) {
    for (AkeyUpdate akey : update.akeys()) {
      if (akey instanceof AkeyUpdate.Write write) {
        add(write.ranges());
      }
    }
  }

  private void addFetches(List<DkeyFetch> fetches) {
    for (DkeyFetch fetch : fetches) {
      for (AkeyFetch akey : fetch.akeys()) {
        if (akey instanceof AkeyFetch.Read read) {
          add(read.ranges());
        }
      }
    }
  }

  private void add(ByteRanges ranges) {
    parts.add(ranges);
    length += ranges.total();
  }

  /** Bytes. */
  public long length() {
    return length;
  }

  /** Copies all bytes to the beginning of {@code to}. */
  public void gather(MemorySegment to) {
    long place = 0;
    for (ByteRanges ranges : parts) {
      for (int i = 0; i < ranges.count(); i++) {
        long bytes = ranges.lengths()[i];
        MemorySegment.copy(ranges.memory(), ranges.places()[i], to, place, bytes);
        place += bytes;
      }
    }
  }

  /**
   * Says where the arrays of a fetch end.
   *
   * @throws FrameException if the answer does not fit the fetch
   */
  public void endAt(Request.Fetch fetch, List<Fetched> fetched) throws FrameException {
    if (fetched.size() != fetch.fetches().size()) {
      throw new FrameException(
          "answers of another fetch: dkeys=%d answers=%d"
              .formatted(fetch.fetches().size(), fetched.size()));
    }
    long[] found = new long[parts.size()];
    int next = 0;
    for (int i = 0; i < fetched.size(); i++) {
      List<AkeyFetch> akeys = fetch.fetches().get(i).akeys();
      List<Fetched.Akey> answers = fetched.get(i).akeys();
      for (int j = 0; j < akeys.size(); j++) {
        if (akeys.get(j) instanceof AkeyFetch.Read) {
          boolean isArray = j < answers.size() && answers.get(j) instanceof Fetched.Array;
          found[next++] = isArray ? ((Fetched.Array) answers.get(j)).end() : 0;
        }
      }
    }
    ends = found;
  }

  /** How many of {@code bytes} from {@code at} on are below the end of the array of a part. */
  private long below(int thePart, long at, long bytes) {
    return ends == null ? bytes : Math.clamp(ends[thePart] - at, 0, bytes);
  }

  /** Makes memory behind the ends of the arrays zero. */
  public void clearBehindEnds() {
    for (int p = 0; p < parts.size(); p++) {
      ByteRanges ranges = parts.get(p);
      for (int i = 0; i < ranges.count(); i++) {
        long valid = below(p, ranges.offsets()[i], ranges.lengths()[i]);
        if (valid < ranges.lengths()[i]) {
          ranges.memory(i).asSlice(valid).fill((byte) 0);
        }
      }
    }
  }

  /**
   * Copies bytes to where the ranges have their memory, behind those of earlier calls. Those behind
   * the end of an array are passed over.
   *
   * @throws IndexOutOfBoundsException if there is no range left for them
   */
  public void scatter(MemorySegment from) {
    long done = 0;
    while (done < from.byteSize()) {
      ByteRanges ranges = parts.get(part);
      if (range == ranges.count()) {
        part++;
        range = 0;
        continue;
      }
      long bytes = Math.min(from.byteSize() - done, ranges.lengths()[range] - offset);
      long valid = below(part, ranges.offsets()[range] + offset, bytes);
      MemorySegment.copy(from, done, ranges.memory(), ranges.places()[range] + offset, valid);
      done += bytes;
      offset += bytes;
      if (offset == ranges.lengths()[range]) {
        range++;
        offset = 0;
      }
    }
  }
}
