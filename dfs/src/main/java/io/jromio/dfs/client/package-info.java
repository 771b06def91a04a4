/** The client's side of the object store: placement, checksums, and handles that are shared. */
@NullMarked
package io.jromio.dfs.client;

import org.jspecify.annotations.NullMarked;
