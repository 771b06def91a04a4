package io.jromio.bench.daos;

import io.jromio.bench.console.Progress;
import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads all that a container holds, so that the sums of all bytes are compared with those that were
 * computed when they were written. Goes on behind bytes that are wrong.
 *
 * @source DAOS src/utils/daos_hdlr.c, cont_check_hdlr
 */
final class ContainerCheck {
  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
  private static final int PAGE = 256;
  private static final long BUFFER = 4 << 20;
  private static final Key INODE = Key.of("DFS_INODE");

  private final Session session;
  private final String container;
  private final boolean quiet;
  private final Progress progress;
  private long checked;
  private long inconsistent;
  private long bytes;

  /**
   * A check.
   *
   * @param container as the user named it
   * @param quiet whether nothing is printed but objects that are wrong
   */
  ContainerCheck(Session session, String container, boolean quiet) {
    this.session = session;
    this.container = container;
    this.quiet = quiet;
    this.progress = session.progress();
  }

  /** What came of it. */
  record Found(long checked, long inconsistent, long bytes, long seconds) {
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("checked", checked);
      json.put("skipped", 0);
      json.put("inconsistent", inconsistent);
      json.put("bytes", bytes);
      json.put("run_time", seconds);
      json.put("scan_speed", checked / seconds);
      return json;
    }
  }

  Found run(ObjectStore store) throws StoreException {
    Instant begin = Instant.now();
    say("check container %s started at: %s\n".formatted(container, time(begin)));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment buffer = arena.allocate(BUFFER);
      for (Anchor at = Anchor.start(); !at.isEnd(); ) {
        ObjectPage page = store.listObjects(at, PAGE);
        for (ObjectId object : page.objects()) {
          check(store, object, buffer);
          progress.thing();
        }
        at = page.next();
      }
    } finally {
      progress.end();
    }
    Instant end = Instant.now();
    long seconds = Math.max(1, end.getEpochSecond() - begin.getEpochSecond());
    say("check container %s completed at: %s\n".formatted(container, time(end)));
    say("checked: " + checked);
    say("skipped: 0");
    say("inconsistent: " + inconsistent);
    say("run_time: %d seconds".formatted(seconds));
    say("scan_speed: %d objs/sec".formatted(checked / seconds));
    return new Found(checked, inconsistent, bytes, seconds);
  }

  private static String time(Instant time) {
    return CTIME.format(time.atZone(ZoneId.systemDefault()));
  }

  private void say(String line) {
    if (!quiet) {
      session.out().println(line);
      session.out().flush();
    }
  }

  private void check(ObjectStore store, ObjectId object, MemorySegment buffer)
      throws StoreException {
    checked++;
    boolean wrong = false;
    for (Anchor at = Anchor.start(); !at.isEnd(); ) {
      KeyPage dkeys = store.listDkeys(object, at, PAGE);
      for (Key dkey : dkeys.keys()) {
        for (Anchor akeyAt = Anchor.start(); !akeyAt.isEnd(); ) {
          KeyPage akeys = store.listAkeys(object, dkey, akeyAt, PAGE);
          for (Key akey : akeys.keys()) {
            wrong |= !isRight(new Place(store, object, dkey), akey, buffer);
          }
          akeyAt = akeys.next();
        }
      }
      at = dkeys.next();
    }
    if (wrong) {
      inconsistent++;
    }
  }

  private record Place(ObjectStore store, ObjectId object, Key dkey) {
    Fetched.Akey fetch(AkeyFetch what) throws StoreException {
      return store
          .fetch(object, List.of(DkeyFetch.of(dkey, Condition.NONE, what)))
          .getFirst()
          .akeys()
          .getFirst();
    }
  }

  /** Whether the bytes of an akey are those that were written. */
  private boolean isRight(Place place, Key akey, MemorySegment buffer) throws StoreException {
    boolean arrayFirst = place.object().type().hasIntegerDkeys() || akey.equals(INODE);
    try {
      if (!readIs(arrayFirst, place, akey, buffer)) {
        readIs(!arrayFirst, place, akey, buffer);
      }
      return true;
    } catch (StoreException e) {
      if (e.der() != Der.CSUM) {
        throw e;
      }
      progress.say("found data inconsistency for object: %s".formatted(place.object()));
      progress.say("  " + e.getMessage());
      return false;
    }
  }

  /** Reads an akey as an array or as a single value; false if it is the other. */
  private boolean readIs(boolean array, Place place, Key akey, MemorySegment buffer)
      throws StoreException {
    try {
      if (array) {
        readArray(place, akey, buffer);
      } else if (place.fetch(new AkeyFetch.Value(akey)) instanceof Fetched.Value value
          && value.value() != null) {
        count(value.value().length);
      }
      return true;
    } catch (StoreException e) {
      if (e.der() == Der.INVAL) {
        return false;
      }
      throw e;
    }
  }

  private void readArray(Place place, Key akey, MemorySegment buffer) throws StoreException {
    long offset = 0;
    long end = 1;
    while (offset < end) {
      ByteRanges window = ByteRanges.of(offset, buffer);
      if (!(place.fetch(new AkeyFetch.Read(akey, window)) instanceof Fetched.Array read)) {
        return;
      }
      end = read.end();
      count(Math.clamp(end - offset, 0, BUFFER));
      offset += BUFFER;
    }
  }

  private void count(long more) {
    bytes += more;
    progress.bytes(more);
  }
}
