package io.jromio.dfs;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a directory as it was read.
 *
 * @param link target of a symbolic link; null for other types
 */
record Entry(Inode inode, @Nullable String link) {

  boolean isDirectory() {
    return Mode.isDirectory(inode.mode());
  }

  boolean isLink() {
    return link != null;
  }
}
