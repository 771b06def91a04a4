package io.jromio.dfs;

import io.jromio.dfs.object.ObjectClass;
import org.jspecify.annotations.Nullable;

/**
 * What a new entry gets beyond its mode.
 *
 * @param objectClass null for the default of the directory, then of the container
 * @param chunkSize bytes; 0 for the default
 * @param linkTarget of a symbolic link; null for other types
 */
public record Creation(
    @Nullable ObjectClass objectClass, long chunkSize, @Nullable String linkTarget) {

  public static final Creation DEFAULTS = new Creation(null, 0, null);
}
