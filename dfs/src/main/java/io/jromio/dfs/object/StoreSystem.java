package io.jromio.dfs.object;

import java.util.List;
import java.util.Map;

/**
 * A store's pools and containers, and the way to open one. Pools and containers are named by label
 * or by UUID. Safe for use by many threads.
 *
 * <p>All methods throw {@link StoreException}: {@link Der#NONEXIST} where there is no such pool or
 * container, {@link Der#EXIST} where a label is taken, {@link Der#INVAL} for a name that cannot be
 * one, {@link Der#UNREACH} where the engine does not answer.
 */
public interface StoreSystem extends AutoCloseable {

  /** Where the engine is, for messages. */
  String endpoint();

  /**
   * Makes a pool over all targets.
   *
   * @param size bytes that it may hold; 0 for as many as there is room for
   */
  PoolInfo createPool(String label, long size) throws StoreException;

  List<PoolInfo> pools() throws StoreException;

  PoolInfo queryPool(String pool) throws StoreException;

  /** Makes a container with its first contents, or does nothing. */
  ContainerInfo createContainer(String pool, ContainerSpec spec) throws StoreException;

  List<ContainerInfo> containers(String pool) throws StoreException;

  ContainerInfo queryContainer(String pool, String container) throws StoreException;

  /**
   * Removes a container and all it holds.
   *
   * @param force also if it is open; its handles are void then
   * @throws StoreException {@link Der#BUSY} if it is open
   */
  void destroyContainer(String pool, String container, boolean force) throws StoreException;

  /**
   * Changes properties.
   *
   * @throws StoreException {@link Der#NO_PERM} for one that is fixed when a container is made
   */
  void setProperties(String pool, String container, Map<String, String> properties)
      throws StoreException;

  /** The user's attributes by name, at most 64 KiB each. */
  Map<String, byte[]> attributes(String pool, String container) throws StoreException;

  void setAttributes(String pool, String container, Map<String, byte[]> attributes)
      throws StoreException;

  /** Removes attributes; one that is not there is passed over. */
  void deleteAttributes(String pool, String container, List<String> names) throws StoreException;

  /** Opens a container. */
  ObjectStore open(String pool, String container, OpenMode mode) throws StoreException;

  /**
   * The handle that another process shared. Nothing is asked of the engine.
   *
   * @throws StoreException {@link Der#INVAL} if it is no handle of this store
   */
  ObjectStore attach(byte[] shared) throws StoreException;

  /** What the engine counted since it started, by name: {@code opens}, {@code updates}, ... */
  Map<String, Long> counters() throws StoreException;

  /** Closes the connection; handles of this process that are still open are given back. */
  @Override
  void close() throws StoreException;

  /** How a container is opened. */
  enum OpenMode {
    READ_ONLY,
    READ_WRITE,
    /** No one else may have it open: {@link Der#BUSY}. */
    EXCLUSIVE
  }
}
