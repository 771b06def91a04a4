package io.jromio.adio;

/**
 * What a driver can do beyond moving contiguous bytes. Ask for a feature, never for a driver's
 * type.
 *
 * @source ROMIO adio/common/ad_features.c
 */
public enum AdioFeature {
  /** {@link AdioFile#lock} works, between processes too. */
  LOCKS,
  /** Read-modify-write of a range is safe under {@link #LOCKS}. */
  DATA_SIEVING_WRITES,
  /** Atomic mode can be kept. */
  ATOMIC_MODE,
  /** One call moves many separate file ranges cheaper than one call each. */
  LIST_IO,
  /** One rank opens and shares a handle, the others attach to it. */
  SCALABLE_OPEN,
  /** One rank may resize for all. */
  SCALABLE_RESIZE,
  /** A file may be deleted while it is open. */
  UNLINK_AFTER_CLOSE,
  /**
   * Of an open file: its bytes live in the page cache of this node, which all processes of the node
   * share. A request costs its system call and a copy, and nothing is gained by gathering the
   * requests of ranks of one node first.
   */
  NODE_CACHE,
  /** Of an open file: {@link AdioFile#map} works, for writing too if the file may be written. */
  MAPPING
}
