package io.jromio.dfs;

import io.jromio.dfs.object.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A directory and where it hung when it was looked up.
 *
 * @param name in {@code up}
 * @param up null for the root, and for one of which more is not known
 */
record Directory(ObjectId id, String name, @Nullable Directory up) {}
