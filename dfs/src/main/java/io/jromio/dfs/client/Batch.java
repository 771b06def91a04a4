package io.jromio.dfs.client;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dkeys of a call that go to one target in one request. A dkey is never cut; many are, so that
 * targets begin early and no request is large.
 *
 * @param positions of the dkeys in the call, ascending
 * @param weight of all of them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Batch(int target, int[] positions, Weight weight) {
  private static final Weight LIMIT = new Weight(4 << 20, 0, 4096, 8 << 20);
  private static final int MAX_DKEYS = 4096;
  private static final long MAX_VALUE = 1 << 20;
  private static final long MAX_DKEY_VALUES = 8 << 20;

  /**
   * What a request has to carry.
   *
   * @param bytes of ranges
   * @param staged those of them that are on the heap
   * @param values bytes of single values
   */
  record Weight(long bytes, long staged, long ranges, long values) {
    static final Weight NONE = new Weight(0, 0, 0, 0);

    Weight plus(Weight other) {
      return new Weight(
          bytes + other.bytes, staged + other.staged, ranges + other.ranges, values + other.values);
    }

    private Weight plus(ByteRanges more) {
      long total = more.total();
      return new Weight(
          bytes + total,
          staged + (Staging.isStaged(more) ? total : 0),
          ranges + more.count(),
          values);
    }

    private Weight plusValue(long length) {
      return new Weight(bytes, staged, ranges, values + length);
    }

    boolean exceeds(Weight limit) {
      return bytes > limit.bytes || ranges > limit.ranges || values > limit.values;
    }

    /** Refuses what one request cannot carry. */
    Weight checked(Object what) throws StoreException {
      if (bytes > ObjectStore.MAX_BYTES || ranges > ObjectStore.MAX_RANGES) {
        throw new StoreException(
            Der.REC2BIG,
            "too much at once: bytes=%d of %d, ranges=%d of %d, dkey=%s"
                .formatted(bytes, ObjectStore.MAX_BYTES, ranges, ObjectStore.MAX_RANGES, what));
      }
      return this;
    }

    static Weight of(DkeyUpdate update) throws StoreException {
      Weight weight = NONE;
      for (AkeyUpdate akey : update.akeys()) {
        if (akey instanceof AkeyUpdate.Write write) {
          weight = weight.plus(write.ranges());
        } else if (akey instanceof AkeyUpdate.Value value) {
          if (value.value().length > MAX_VALUE) {
            throw new StoreException(
                Der.REC2BIG,
                "value too long: length=%d limit=%d akey=%s dkey=%s"
                    .formatted(value.value().length, MAX_VALUE, value.akey(), update.dkey()));
          }
          weight = weight.plusValue(value.value().length);
        }
      }
      if (weight.values > MAX_DKEY_VALUES) {
        throw new StoreException(
            Der.REC2BIG,
            "too many values at once: bytes=%d limit=%d dkey=%s"
                .formatted(weight.values, MAX_DKEY_VALUES, update.dkey()));
      }
      return weight.checked(update.dkey());
    }

    /** Single values count as the longest that there may be. */
    static Weight of(DkeyFetch fetch) throws StoreException {
      Weight weight = NONE;
      for (AkeyFetch akey : fetch.akeys()) {
        weight =
            akey instanceof AkeyFetch.Read read
                ? weight.plus(read.ranges())
                : weight.plusValue(MAX_VALUE);
      }
      return weight.checked(fetch.dkey());
    }
  }

  /**
   * Cuts a call into requests.
   *
   * @param targets of each dkey
   * @param weights of each dkey
   */
  static List<Batch> plan(int[] targets, Weight[] weights) {
    List<Batch> done = new ArrayList<>();
    int highest = 0;
    for (int target : targets) {
      highest = Math.max(highest, target);
    }
    @Nullable Open[] open = new Open[highest + 1];
    for (int i = 0; i < targets.length; i++) {
      Open current = open[targets[i]];
      if (current != null && !current.takes(weights[i])) {
        done.add(current.closed(targets[i]));
        current = null;
      }
      if (current == null) {
        current = new Open();
        open[targets[i]] = current;
      }
      current.add(i, weights[i]);
    }
    for (int target = 0; target < open.length; target++) {
      Open last = open[target];
      if (last != null) {
        done.add(last.closed(target));
      }
    }
    return done;
  }

  /** A batch that grows. */
  private static final class Open {
    private int[] positions = new int[8];
    private int count;
    private Weight weight = Weight.NONE;

    boolean takes(Weight more) {
      return count < MAX_DKEYS && !weight.plus(more).exceeds(LIMIT);
    }

    void add(int position, Weight more) {
      if (count == positions.length) {
        positions = Arrays.copyOf(positions, 2 * count);
      }
      positions[count++] = position;
      weight = weight.plus(more);
    }

    Batch closed(int target) {
      return new Batch(target, Arrays.copyOf(positions, count), weight);
    }
  }
}
