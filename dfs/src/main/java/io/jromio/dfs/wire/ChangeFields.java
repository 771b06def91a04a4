package io.jromio.dfs.wire;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Updates, fetches and changes. Ranges are written as their count, all offsets, all lengths; their
 * bytes follow each other in the bulk, so there are no places.
 */
final class ChangeFields {
  private static final int WRITE = 0;
  private static final int PUNCH_RANGE = 1;
  private static final int VALUE = 2;
  private static final int PUNCH = 3;
  private static final int AKEY_UPDATES = 4;

  private static final int READ = 0;
  private static final int READ_VALUE = 1;
  private static final int AKEY_FETCHES = 2;

  private static final int UPDATE = 0;
  private static final int PUNCH_OBJECT = 1;
  private static final int EXPECT_BYTES = 2;
  private static final int EXPECT_NO_BYTES = 3;
  private static final int EXPECT_EMPTY = 4;
  private static final int CHANGES = 5;

  private static final Condition[] CONDITIONS = Condition.values();
  private static final int RANGE = 2 * Long.BYTES;

  /** Kind and length of key. */
  private static final int LEAST_AKEY = 1 + Integer.BYTES;

  /** Length of key and condition. */
  private static final int LEAST_DKEY = Integer.BYTES + 1;

  /** Kind and object. */
  private static final int LEAST_CHANGE = 1 + 2 * Long.BYTES;

  private ChangeFields() {}

  /** Gives the ranges of a request their places, one behind the other. */
  static final class Places {
    private final MemorySegment bulk;
    private long next;

    /**
     * @param bulk the memory of all ranges
     */
    Places(MemorySegment bulk) {
      this.bulk = bulk;
    }

    private ByteRanges take(long[] offsets, long[] lengths) throws FrameException {
      long[] places = new long[lengths.length];
      for (int i = 0; i < lengths.length; i++) {
        places[i] = next;
        if (lengths[i] < 0 || lengths[i] > bulk.byteSize() - next) {
          throw new FrameException(
              "range without bytes: length=%d left=%d"
                  .formatted(lengths[i], bulk.byteSize() - next));
        }
        next += lengths[i];
      }
      return new ByteRanges(offsets, lengths, bulk, places);
    }

    /** Makes sure that all of the bulk belongs to a range. */
    void finish() throws FrameException {
      if (next != bulk.byteSize()) {
        throw new FrameException(
            "bytes without range: bulk=%d used=%d".formatted(bulk.byteSize(), next));
      }
    }
  }

  private static void putCondition(HeadWriter to, Condition condition) {
    to.putByte(condition.ordinal());
  }

  private static Condition getCondition(HeadReader from) throws FrameException {
    return CONDITIONS[from.getBelow(CONDITIONS.length)];
  }

  private static void putRanges(HeadWriter to, ByteRanges ranges) {
    to.putInt(ranges.count());
    to.putLongs(ranges.offsets());
    to.putLongs(ranges.lengths());
  }

  private static ByteRanges getRanges(HeadReader from, Places places) throws FrameException {
    int count = from.getCount(RANGE);
    long[] offsets = from.getLongs(count);
    return places.take(offsets, from.getLongs(count));
  }

  static void putUpdates(HeadWriter to, List<DkeyUpdate> updates) {
    to.putInt(updates.size());
    for (DkeyUpdate update : updates) {
      putUpdate(to, update);
    }
  }

  static List<DkeyUpdate> getUpdates(HeadReader from, Places places) throws FrameException {
    int count = from.getCount(LEAST_DKEY);
    List<DkeyUpdate> updates = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      updates.add(getUpdate(from, places));
    }
    return updates;
  }

  private static void putUpdate(HeadWriter to, DkeyUpdate update) {
    to.putKey(update.dkey());
    putCondition(to, update.condition());
    to.putBoolean(update.punched());
    to.putInt(update.akeys().size());
    for (AkeyUpdate akey : update.akeys()) {
      switch (akey) {
        case AkeyUpdate.Write write -> {
          begin(to, WRITE, write);
          putRanges(to, write.ranges());
        }
        case AkeyUpdate.PunchRange punch -> {
          begin(to, PUNCH_RANGE, punch);
          to.putLong(punch.offset());
          to.putLong(punch.length());
        }
        case AkeyUpdate.Value value -> {
          begin(to, VALUE, value);
          to.putBytes(value.value());
        }
        case AkeyUpdate.Punch punch -> begin(to, PUNCH, punch);
      }
    }
  }

  private static void begin(HeadWriter to, int kind, AkeyUpdate akey) {
    to.putByte(kind);
    to.putKey(akey.akey());
    putCondition(to, akey.condition());
  }

  private static DkeyUpdate getUpdate(HeadReader from, Places places) throws FrameException {
    Key dkey = from.getKey();
    Condition condition = getCondition(from);
    boolean punched = from.getBoolean();
    int count = from.getCount(LEAST_AKEY);
    List<AkeyUpdate> akeys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      akeys.add(getAkeyUpdate(from, places));
    }
    return new DkeyUpdate(dkey, condition, punched, akeys);
  }

  private static AkeyUpdate getAkeyUpdate(HeadReader from, Places places) throws FrameException {
    int kind = from.getBelow(AKEY_UPDATES);
    Key akey = from.getKey();
    Condition condition = getCondition(from);
    return switch (kind) {
      case WRITE -> new AkeyUpdate.Write(akey, condition, getRanges(from, places));
      case PUNCH_RANGE -> {
        long offset = from.getLong();
        yield new AkeyUpdate.PunchRange(akey, offset, from.getLong());
      }
      case VALUE -> new AkeyUpdate.Value(akey, condition, from.getBytes());
      default -> new AkeyUpdate.Punch(akey, condition);
    };
  }

  static void putFetches(HeadWriter to, List<DkeyFetch> fetches) {
    to.putInt(fetches.size());
    for (DkeyFetch fetch : fetches) {
      to.putKey(fetch.dkey());
      putCondition(to, fetch.condition());
      to.putInt(fetch.akeys().size());
      for (AkeyFetch akey : fetch.akeys()) {
        switch (akey) {
          case AkeyFetch.Read read -> {
            to.putByte(READ);
            to.putKey(read.akey());
            putRanges(to, read.ranges());
          }
          case AkeyFetch.Value value -> {
            to.putByte(READ_VALUE);
            to.putKey(value.akey());
          }
        }
      }
    }
  }

  static List<DkeyFetch> getFetches(HeadReader from, Places places) throws FrameException {
    int count = from.getCount(LEAST_DKEY);
    List<DkeyFetch> fetches = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Key dkey = from.getKey();
      Condition condition = getCondition(from);
      int akeyCount = from.getCount(LEAST_AKEY);
      List<AkeyFetch> akeys = new ArrayList<>(akeyCount);
      for (int j = 0; j < akeyCount; j++) {
        boolean isArray = from.getBelow(AKEY_FETCHES) == READ;
        Key akey = from.getKey();
        akeys.add(
            isArray
                ? new AkeyFetch.Read(akey, getRanges(from, places))
                : new AkeyFetch.Value(akey));
      }
      fetches.add(new DkeyFetch(dkey, condition, akeys));
    }
    return fetches;
  }

  static void putChanges(HeadWriter to, List<? extends ObjectChange> changes) {
    to.putInt(changes.size());
    for (ObjectChange change : changes) {
      switch (change) {
        case ObjectChange.Update update -> {
          begin(to, UPDATE, update);
          putUpdate(to, update.update());
        }
        case ObjectChange.PunchObject punch -> begin(to, PUNCH_OBJECT, punch);
        case ObjectChange.ExpectEmpty expect -> begin(to, EXPECT_EMPTY, expect);
        case ObjectChange.ExpectBytes expect -> {
          byte[] bytes = expect.bytes();
          begin(to, bytes == null ? EXPECT_NO_BYTES : EXPECT_BYTES, expect);
          to.putKey(expect.dkey());
          to.putKey(expect.akey());
          if (bytes != null) {
            to.putBytes(bytes);
          }
        }
      }
    }
  }

  private static void begin(HeadWriter to, int kind, ObjectChange change) {
    to.putByte(kind);
    Fields.putObject(to, change.object());
  }

  static List<ObjectChange> getChanges(HeadReader from, Places places) throws FrameException {
    int count = from.getCount(LEAST_CHANGE);
    List<ObjectChange> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      changes.add(getChange(from, places));
    }
    return changes;
  }

  private static ObjectChange getChange(HeadReader from, Places places) throws FrameException {
    int kind = from.getBelow(CHANGES);
    ObjectId object = Fields.getObject(from);
    return switch (kind) {
      case UPDATE -> new ObjectChange.Update(object, getUpdate(from, places));
      case PUNCH_OBJECT -> new ObjectChange.PunchObject(object);
      case EXPECT_EMPTY -> new ObjectChange.ExpectEmpty(object);
      default -> {
        Key dkey = from.getKey();
        Key akey = from.getKey();
        byte[] bytes = kind == EXPECT_BYTES ? from.getBytes() : null;
        yield new ObjectChange.ExpectBytes(object, dkey, akey, bytes);
      }
    };
  }

  /** The first contents of a container, which are updates only. */
  static List<ObjectChange.Update> getContents(HeadReader from, Places places)
      throws FrameException {
    List<ObjectChange> changes = getChanges(from, places);
    List<ObjectChange.Update> contents = new ArrayList<>(changes.size());
    for (ObjectChange change : changes) {
      if (!(change instanceof ObjectChange.Update update)) {
        throw new FrameException("no contents of a container: " + change.getClass());
      }
      contents.add(update);
    }
    return contents;
  }
}
