package io.jromio.dfs.client;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Checksums;
import io.jromio.dfs.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of end-to-end checksums: made before bytes leave, compared when they are back.
 * The container's properties {@code cksum} and {@code cksum_size} say whether and how.
 */
final class Integrity {
  static final String TYPE = "cksum";
  static final String CHUNK = "cksum_size";
  static final String DEFAULT_TYPE = "crc32";
  static final String DEFAULT_CHUNK = "32768";

  private final @Nullable Checksums checksums;

  private Integrity(@Nullable Checksums checksums) {
    this.checksums = checksums;
  }

  /**
   * As a container's properties have it.
   *
   * @throws StoreException {@link Der#NOTSUPPORTED} for other sums than CRC-32C
   */
  static Integrity of(Map<String, String> properties) throws StoreException {
    String type = properties.getOrDefault(TYPE, DEFAULT_TYPE).toLowerCase(Locale.ROOT);
    if (type.equals("off")) {
      return new Integrity(null);
    }
    String chunk = properties.getOrDefault(CHUNK, DEFAULT_CHUNK);
    try {
      if (type.equals("crc32")) {
        return new Integrity(new Checksums(Long.parseLong(chunk)));
      }
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          Der.NOTSUPPORTED, "no such checksum chunk: %s=%s".formatted(CHUNK, chunk), e);
    }
    throw new StoreException(Der.NOTSUPPORTED, "no such checksum: %s=%s".formatted(TYPE, type));
  }

  /**
   * For the first contents of a container with these properties; without sums where the engine will
   * refuse them anyway.
   */
  static Integrity ofNew(Map<String, String> properties) {
    try {
      return of(properties);
    } catch (StoreException e) {
      return new Integrity(null);
    }
  }

  /** For each Write and Value the sums of its bytes; empty if there are none to be. */
  List<int[]> sums(List<DkeyUpdate> updates) {
    if (checksums == null) {
      return List.of();
    }
    List<int[]> sums = new ArrayList<>(updates.size());
    for (DkeyUpdate update : updates) {
      for (AkeyUpdate akey : update.akeys()) {
        if (akey instanceof AkeyUpdate.Write write) {
          sums.add(checksums.of(write.ranges()));
        } else if (akey instanceof AkeyUpdate.Value value) {
          sums.add(new int[] {Checksums.of(value.value())});
        }
      }
    }
    return sums;
  }

  /**
   * Compares what came with its sums.
   *
   * @param fetches with the memory that was filled
   * @throws StoreException {@link Der#CSUM}, {@link Der#PROTO} if there are not as many sums
   */
  void check(ObjectId object, List<DkeyFetch> fetches, Reply.Fetches reply) throws StoreException {
    if (checksums == null) {
      return;
    }
    int next = 0;
    for (int i = 0; i < fetches.size(); i++) {
      DkeyFetch fetch = fetches.get(i);
      List<AkeyFetch> akeys = fetch.akeys();
      for (int j = 0; j < akeys.size(); j++) {
        if (next == reply.sums().size()) {
          throw new StoreException(
              Der.PROTO,
              "fewer sums than answers: sums=%d dkey=%s object=%s"
                  .formatted(next, fetch.dkey(), object));
        }
        int[] sums = reply.sums().get(next++);
        Fetched.Akey answer = reply.fetched().get(i).akeys().get(j);
        long wrong = firstWrong(checksums, akeys.get(j), answer, sums);
        if (wrong >= 0) {
          throw failure(object, fetch.dkey(), akeys.get(j).akey(), wrong);
        }
      }
    }
  }

  private static StoreException failure(ObjectId object, Key dkey, Key akey, long offset) {
    return new StoreException(
        Der.CSUM,
        "bytes are not those that were written: offset=%d akey=%s dkey=%s object=%s"
            .formatted(offset, akey, dkey, object));
  }

  private static long firstWrong(
      Checksums checksums, AkeyFetch fetch, Fetched.Akey answer, int[] sums) {
    if (fetch instanceof AkeyFetch.Read read && answer instanceof Fetched.Array array) {
      return firstWrong(checksums, read.ranges(), array.end(), sums);
    }
    if (answer instanceof Fetched.Value value) {
      byte[] bytes = value.value();
      boolean right = bytes == null || (sums.length == 1 && sums[0] == Checksums.of(bytes));
      return right ? -1 : 0;
    }
    return 0;
  }

  /** The offset of the first piece that has another sum below the end of the array, or -1. */
  private static long firstWrong(Checksums checksums, ByteRanges ranges, long end, int[] sums) {
    int next = 0;
    for (int i = 0; i < ranges.count(); i++) {
      long offset = ranges.offsets()[i];
      long stop = offset + ranges.lengths()[i];
      long place = ranges.places()[i];
      while (offset < stop) {
        long length = Math.min(stop, (offset / checksums.chunk() + 1) * checksums.chunk()) - offset;
        long below = Math.clamp(end - offset, 0, length);
        if (next == sums.length
            || sums[next++] != Checksums.of(ranges.memory().asSlice(place, below))) {
          return offset;
        }
        offset += length;
        place += length;
      }
    }
    return -1;
  }
}
