package io.jromio.dfs.wire;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a client asks of an engine. Memory in it stays valid until the reply is there. */
public sealed interface Request {

  /** A request to one target, through an open container. */
  sealed interface ToTarget extends Request {
    /** The container's handle. */
    UUID handle();

    /** {@code 0 <= target < targets of the pool}. */
    int target();
  }

  /**
   * @param sums for each Write and Value of the updates, in order, the checksums of its bytes: see
   *     {@link Checksums}; empty without checksums
   */
  record Update(
      UUID handle, int target, ObjectId object, List<DkeyUpdate> updates, List<int[]> sums)
      implements ToTarget {}

  /** Fills the memory of its ranges, or leaves that to the link that carries it. */
  record Fetch(UUID handle, int target, ObjectId object, List<DkeyFetch> fetches)
      implements ToTarget {}

  /** Removes the dkeys of an object that lie on this target. */
  record PunchObject(UUID handle, int target, ObjectId object) implements ToTarget {}

  /** The largest dkey on this target and the end of its array. */
  record QueryMax(UUID handle, int target, ObjectId object, Key akey) implements ToTarget {}

  /** The latest epoch of the object on this target. */
  record QueryEpoch(UUID handle, int target, ObjectId object) implements ToTarget {}

  record ListDkeys(UUID handle, int target, ObjectId object, Anchor from, int limit)
      implements ToTarget {}

  record ListAkeys(Shard shard, Key dkey, Anchor from, int limit) implements ToTarget {
    @Override
    public UUID handle() {
      return shard.handle();
    }

    @Override
    public int target() {
      return shard.target();
    }
  }

  /**
   * Objects with dkeys on this target, ascending by id, so that the answers of several targets can
   * be merged.
   *
   * @param from begin, end, or what {@link #after} makes of the last id
   */
  record ListObjects(UUID handle, int target, Anchor from, int limit) implements ToTarget {

    /** Behind an id: its two numbers, most significant byte first. */
    public static Anchor after(ObjectId last) {
      return Anchor.at(
          ByteBuffer.allocate(2 * Long.BYTES).putLong(last.hi()).putLong(last.lo()).array());
    }
  }

  /** What of an object lies on one target. */
  record Shard(UUID handle, int target, ObjectId object) {}

  /**
   * All changes or none.
   *
   * @param targets of each change, in order
   * @param sums as in {@link Update}
   */
  record Commit(UUID handle, List<ObjectChange> changes, int[] targets, List<int[]> sums)
      implements Request {}

  record AllocateIds(UUID handle, long count) implements Request {}

  record OpenContainer(String pool, String container, OpenMode mode) implements Request {}

  record CloseContainer(UUID handle) implements Request {}

  record CreatePool(String label, long size) implements Request {}

  record ListPools() implements Request {}

  record QueryPool(String pool) implements Request {}

  /**
   * @param targets of each update of the first contents, in order
   * @param sums as in {@link Update}
   */
  record CreateContainer(String pool, ContainerSpec spec, int[] targets, List<int[]> sums)
      implements Request {}

  record ListContainers(String pool) implements Request {}

  record QueryContainer(String pool, String container) implements Request {}

  record DestroyContainer(String pool, String container, boolean force) implements Request {}

  record SetProperties(String pool, String container, Map<String, String> properties)
      implements Request {}

  record GetAttributes(String pool, String container) implements Request {}

  record SetAttributes(String pool, String container, Map<String, byte[]> attributes)
      implements Request {}

  record DeleteAttributes(String pool, String container, List<String> names) implements Request {}

  record GetCounters() implements Request {}
}
