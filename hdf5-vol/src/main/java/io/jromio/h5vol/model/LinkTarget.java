package io.jromio.h5vol.model;

/** Where a link leads. */
public sealed interface LinkTarget {

  /** To an object of the same file. */
  record Hard(ObjectToken token) implements LinkTarget {}

  /** To a path of the same file, absolute or from the link's group; it need not exist. */
  record Soft(String path) implements LinkTarget {}

  /** To a path of another file, whose name is relative to the folder of this file. */
  record External(String file, String path) implements LinkTarget {}
}
