package io.jromio.dfs.object;

import java.util.Map;
import java.util.UUID;

/**
 * A container as a handle or a query found it.
 *
 * @param label empty if it has none
 * @param properties by name, such as {@code layout_type} and {@code cksum}, in the form in which
 *     they are set; every property that there is
 */
public record ContainerInfo(
    UUID pool, UUID uuid, String label, Map<String, String> properties, Use use) {
  public ContainerInfo {
    properties = Map.copyOf(properties);
  }

  /**
   * How it is used.
   *
   * @param handles open ones
   * @param openedHlc epoch of the latest open
   * @param modifiedHlc epoch of the latest change or close
   */
  public record Use(int handles, long openedHlc, long modifiedHlc) {}
}
