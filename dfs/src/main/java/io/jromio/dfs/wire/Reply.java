package io.jromio.dfs.wire;

import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.MaxExtent;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.StoreException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an engine answers. */
public sealed interface Reply {

  /**
   * @param epoch of the change, or the number asked for; 0 where there is none
   */
  record Done(long epoch) implements Reply {}

  /** Refused, or failed; nothing was changed unless the request says otherwise. */
  record Failed(Der der, String message) implements Reply {}

  /**
   * @param sums for each Read and Value of the fetches, in order, see {@link Checksums}: of a Read
   *     those of all pieces of its ranges, each of its bytes below the end of the array with zeros
   *     in holes, 0 if there are none; of a Value that is not there no sum
   * @param arrival to be asked for before the memory is looked at
   */
  record Fetches(List<Fetched> fetched, List<int[]> sums, Arrival arrival) implements Reply {

    /** An answer whose bytes are in the memory of the request. */
    public Fetches(List<Fetched> fetched, List<int[]> sums) {
      this(fetched, sums, Arrival.HERE);
    }
  }

  /** The last way of an answer's bytes, to the memory of the request. */
  interface Arrival {
    /** They are there. */
    Arrival HERE = () -> {};

    /**
     * Brings them, once; by the thread that looks at them next, so that they are in its caches.
     *
     * @throws StoreException {@link Der#CANCELED} if the link was closed meanwhile
     */
    void land() throws StoreException;
  }

  record Keys(KeyPage page) implements Reply {}

  record Objects(ObjectPage page) implements Reply {}

  record Max(MaxExtent extent) implements Reply {}

  /**
   * A container is open.
   *
   * @param targets of its pool
   */
  record Opened(UUID handle, int targets, ContainerInfo container) implements Reply {}

  record Pools(List<PoolInfo> pools) implements Reply {}

  record Containers(List<ContainerInfo> containers) implements Reply {}

  record Attributes(Map<String, byte[]> attributes) implements Reply {}

  record Counters(Map<String, Long> counters) implements Reply {}
}
