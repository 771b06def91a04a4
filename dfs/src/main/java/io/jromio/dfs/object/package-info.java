/**
 * The object model that client and engine share: 128-bit object ids, dkeys, akeys, byte arrays and
 * single values, epochs; and {@link io.jromio.dfs.object.ObjectStore}, one open container as the
 * file system sees it. Values and contracts only: no threads, no files, no network.
 *
 * @source DAOS doc/overview/storage.md; src/include/daos_obj.h
 */
@NullMarked
package io.jromio.dfs.object;

import org.jspecify.annotations.NullMarked;
