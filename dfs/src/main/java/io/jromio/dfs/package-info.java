/**
 * DFS: a file system in a container of an object store, with the layout and the meaning of DAOS'
 * own.
 *
 * @source DAOS src/client/dfs/README.md, src/include/daos_fs.h
 */
@NullMarked
package io.jromio.dfs;

import org.jspecify.annotations.NullMarked;
