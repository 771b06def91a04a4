package io.jromio.dfs;

import io.jromio.dfs.object.ObjectClass;
import org.jspecify.annotations.Nullable;

/**
 * What a POSIX container is made with.
 *
 * @param chunkSize of new files, bytes; 0 for 1 MiB
 * @param objectClass of files and directories if they have none of their own; null for the store's
 *     choice
 * @param directoryClass of new directories; null as {@code objectClass}
 * @param fileClass of new files; null as {@code objectClass}
 * @param hints as libdfs keeps them, such as {@code file:max,dir:single}; at most 127 bytes
 */
public record DfsAttributes(
    long chunkSize,
    @Nullable ObjectClass objectClass,
    @Nullable ObjectClass directoryClass,
    @Nullable ObjectClass fileClass,
    String hints) {

  public static final DfsAttributes DEFAULTS = new DfsAttributes(0, null, null, null, "");
}
