package io.jromio.dfs.engine;

import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/**
 * What a child does until it is killed: changes that follow from a seed and their number, so that
 * the parent knows them without being told.
 */
final class KillWork {
  static final int THREADS = 2;
  static final int DKEYS = 6;
  static final int ARRAY = 200_000;
  static final String[] CONTAINERS = {"process", "power"};

  private KillWork() {}

  /**
   * One change of all targets' dkey of a number.
   *
   * @param ranges pairs of offset and length; punched instead of written if {@code punch}
   * @param both whether target 0 and target 1 are changed by one transaction
   */
  record Change(int number, int dkey, int[] ranges, boolean punch, boolean both) {

    DkeyUpdate update() {
      Key key = Key.of(dkey);
      if (punch) {
        return new DkeyUpdate(
            key,
            Condition.NONE,
            false,
            List.of(new AkeyUpdate.PunchRange(EngineUser.AKEY, ranges[0], ranges[1])));
      }
      int count = ranges.length / 2;
      long[] offsets = new long[count];
      long[] lengths = new long[count];
      long[] places = new long[count];
      int place = 0;
      for (int i = 0; i < count; i++) {
        offsets[i] = ranges[2 * i];
        lengths[i] = ranges[2 * i + 1];
        places[i] = place;
        place += ranges[2 * i + 1];
      }
      byte[] memory = new byte[place];
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < lengths[i]; j++) {
          memory[(int) places[i] + j] = content(number, (int) offsets[i] + j);
        }
      }
      ByteRanges all = new ByteRanges(offsets, lengths, MemorySegment.ofArray(memory), places);
      return new DkeyUpdate(
          key,
          Condition.NONE,
          false,
          List.of(new AkeyUpdate.Write(EngineUser.AKEY, Condition.NONE, all)));
    }

    /** Marks the bytes of a dkey with the number of the change that wrote them, 0 for holes. */
    void mark(int[] bytes) {
      for (int i = 0; i < ranges.length; i += 2) {
        for (int j = ranges[i]; j < ranges[i] + ranges[i + 1]; j++) {
          bytes[j] = punch ? 0 : number;
        }
      }
    }
  }

  static byte content(int number, int offset) {
    return (byte) (number * 31 + offset * 7 + (offset >>> 8) + 1);
  }

  static ObjectId object(int thread) {
    return ObjectId.of(ObjectType.ARRAY_BYTE, 1, 2, 1, 10 + thread);
  }

  /** Of a thread's change: which targets it changes. */
  static int[] targets(int thread, Change change) {
    return change.both() ? new int[] {0, 1} : new int[] {thread};
  }

  static Change change(long seed, int thread, int number) {
    Random random = new Random(seed * 31 + thread + 1000L * number);
    int dkey = random.nextInt(DKEYS);
    boolean punch = random.nextInt(8) == 0;
    int count = punch ? 1 : 1 + random.nextInt(3);
    int[] ranges = new int[2 * count];
    int at = random.nextInt(ARRAY / 2);
    for (int i = 0; i < count; i++) {
      int limit = random.nextInt(3) == 0 ? 300 : ARRAY / 8;
      ranges[2 * i] = at;
      ranges[2 * i + 1] = 1 + random.nextInt(limit);
      at += ranges[2 * i + 1] + random.nextInt(3) * 100;
    }
    return new Change(number, dkey, ranges, punch, random.nextInt(5) == 0);
  }
}
