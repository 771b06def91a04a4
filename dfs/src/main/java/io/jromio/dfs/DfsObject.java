package io.jromio.dfs;

import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;

/**
 * An open file, directory or symbolic link of one mount. Opening and closing cost the store nothing
 * beyond the look at its entry. Safe for use by many threads.
 */
public interface DfsObject extends AutoCloseable {

  /** The name of its entry when it was opened; {@code /} for the root. */
  String name();

  /** Type and permissions, as stat gives them. */
  int mode();

  ObjectId id();

  /** The class that its bytes or entries are spread by. */
  ObjectClass objectClass();

  /** Of a file its chunk size; of a directory that of new files, 0 for the container's. Bytes. */
  long chunkSize();

  /** The target of a symbolic link. */
  String linkTarget() throws DfsException;

  /** Local; a second time does nothing. */
  @Override
  void close();
}
