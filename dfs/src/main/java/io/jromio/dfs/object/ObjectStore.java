package io.jromio.dfs.object;

import java.util.List;

/**
 * One open container: objects of dkeys, dkeys of akeys. Safe for use by many threads. Every call
 * returns when it is done; what a call holds for several dkeys is done at once where they lie on
 * several targets.
 *
 * <p>Every change gets an epoch. Changes of one dkey happen one after the other, and a fetch that
 * begins after a change returned sees it, from every client. Between dkeys there is no order,
 * except in {@link #commit}. Nothing is cached on this side. A change that returned survives the
 * end of the engine's process, and a power loss if the container says so.
 *
 * <p>All methods throw {@link StoreException}: {@link Der#NO_HDL} once the handle is closed here or
 * by its owner; {@link Der#READ_ONLY} for a change through a read-only handle; {@link Der#EXIST}
 * and {@link Der#NONEXIST} for a condition that does not hold; {@link Der#NOSPACE} where a target
 * is full, with what was acknowledged before still there; {@link Der#CSUM} for bytes that are not
 * those that were written, naming object, dkey and offset; {@link Der#UNREACH} where the engine
 * does not answer any more; {@link Der#INVAL} for an akey used both as array and as single value;
 * {@link Der#REC2BIG} for more than {@link #MAX_BYTES} or {@link #MAX_RANGES} at once.
 */
public interface ObjectStore extends AutoCloseable {

  /** Most bytes of ranges that one dkey's update or fetch, or one commit, may carry. */
  long MAX_BYTES = 64 << 20;

  /** Most ranges of one dkey's update or fetch, or of one commit. */
  int MAX_RANGES = 1 << 18;

  ContainerInfo info();

  /** The targets that objects are spread over. */
  int targets();

  /**
   * Changes dkeys of one object, each of them as a whole. If it fails, any of them may have been
   * changed.
   *
   * @return the highest epoch of the changes
   */
  long update(ObjectId object, List<DkeyUpdate> updates) throws StoreException;

  /** Reads dkeys of one object; the answers stand in order. */
  List<Fetched> fetch(ObjectId object, List<DkeyFetch> fetches) throws StoreException;

  /** Removes all dkeys of an object; it may have none. */
  void punchObject(ObjectId object) throws StoreException;

  /**
   * Carries out all changes or none, even on several targets and objects, as one step for every
   * other client.
   *
   * @throws StoreException {@link Der#TX_RESTART} if an expectation does not hold: read again and
   *     try again; or as the conditions of the changes say
   */
  long commit(List<ObjectChange> changes) throws StoreException;

  /**
   * Where an object with integer dkeys ends.
   *
   * @param akey the array that counts
   */
  MaxExtent queryMax(ObjectId object, Key akey) throws StoreException;

  /** The epoch of the latest change of an object, 0 if there never was one. */
  long queryEpoch(ObjectId object) throws StoreException;

  /**
   * Some dkeys.
   *
   * @param limit 1 or more; fewer may be returned though more are there
   */
  KeyPage listDkeys(ObjectId object, Anchor from, int limit) throws StoreException;

  /** Some akeys of a dkey. */
  KeyPage listAkeys(ObjectId object, Key dkey, Anchor from, int limit) throws StoreException;

  /** Some objects that have dkeys. */
  ObjectPage listObjects(Anchor from, int limit) throws StoreException;

  /**
   * Numbers that no one else gets, over all clients and restarts.
   *
   * @param count how many
   * @return the first
   */
  long allocateIds(long count) throws StoreException;

  /**
   * What another process needs to use this very handle without asking the engine; opaque.
   *
   * @see StoreSystem#attach
   */
  byte[] share();

  /** Gives the handle back; one that was attached only on this side. */
  @Override
  void close() throws StoreException;
}
