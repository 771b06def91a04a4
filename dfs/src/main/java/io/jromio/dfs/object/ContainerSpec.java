package io.jromio.dfs.object;

import java.util.List;
import java.util.Map;

/**
 * A container to be made.
 *
 * @param label empty for none; else unique in the pool, at most 127 of {@code A-Za-z0-9:._-}, not a
 *     UUID
 * @param properties by name; what is not given has its default; a name or value that is not known
 *     is refused with {@link Der#INVAL}, one that cannot be had yet with {@link Der#NOTSUPPORTED}
 * @param contents what it holds from its first moment on, of any objects
 */
public record ContainerSpec(
    String label, Map<String, String> properties, List<ObjectChange.Update> contents) {
  public ContainerSpec {
    properties = Map.copyOf(properties);
    contents = List.copyOf(contents);
  }
}
