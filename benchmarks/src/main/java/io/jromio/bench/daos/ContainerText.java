package io.jromio.bench.daos;

import io.jromio.dfs.object.ContainerInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Containers and their attributes as {@code daos container} shows them.
 *
 * @source DAOS 2.6 src/control/cmd/daos/container.go, attribute.go
 */
final class ContainerText {
  /** What stands for no object class. */
  private static final String NO_CLASS = "UNKNOWN";

  private ContainerText() {}

  static Answer created(ContainerInfo container) {
    return new Answer(
        "Successfully created container %s\n%s"
            .formatted(container.uuid(), TextTable.entity(head(container))),
        json(container));
  }

  static Answer query(ContainerInfo container) {
    Map<String, String> block = head(container);
    block.put("Pool UUID", container.pool().toString());
    block.put("Container redundancy factor", Long.toString(number(container, "rd_fac")));
    block.put("Number of open handles", Integer.toString(container.use().handles()));
    block.put("Latest open time", HlcText.of(container.use().openedHlc()));
    block.put("Latest close/modify time", HlcText.of(container.use().modifiedHlc()));
    block.put("Number of snapshots", "0");
    if (isPosix(container)) {
      block.put("Object Class", objectClass(container, "oclass"));
      block.put("Dir Object Class", objectClass(container, "dir_oclass"));
      block.put("File Object Class", objectClass(container, "file_oclass"));
      String hints = property(container, "hints");
      if (!hints.isEmpty()) {
        block.put("Hints", hints);
      }
      if (number(container, "chunk_size") > 0) {
        block.put("Chunk Size", Sizes.binary(number(container, "chunk_size")));
      }
    }
    return new Answer(TextTable.entity(block), json(container));
  }

  private static Map<String, String> head(ContainerInfo container) {
    Map<String, String> block = new LinkedHashMap<>();
    block.put("Container UUID", container.uuid().toString());
    if (!container.label().isEmpty()) {
      block.put("Container Label", container.label());
    }
    block.put("Container Type", type(container));
    return block;
  }

  private static Map<String, Object> json(ContainerInfo container) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pool_uuid", container.pool().toString());
    json.put("container_uuid", container.uuid().toString());
    if (!container.label().isEmpty()) {
      json.put("container_label", container.label());
    }
    json.put("latest_snapshot", 0);
    json.put("redundancy_factor", number(container, "rd_fac"));
    json.put("num_handles", container.use().handles());
    json.put("num_snapshots", 0);
    json.put("open_time", container.use().openedHlc());
    json.put("close_modify_time", container.use().modifiedHlc());
    json.put("container_type", type(container));
    if (!property(container, "status").isEmpty()) {
      json.put("health", Property.show("status", property(container, "status")));
    }
    if (isPosix(container)) {
      json.put("object_class", objectClass(container, "oclass"));
      json.put("dir_object_class", objectClass(container, "dir_oclass"));
      json.put("file_object_class", objectClass(container, "file_oclass"));
      if (!property(container, "hints").isEmpty()) {
        json.put("hints", property(container, "hints"));
      }
      json.put("chunk_size", number(container, "chunk_size"));
      if (!property(container, "cons_mode").isEmpty()) {
        json.put("cons_mode", property(container, "cons_mode"));
      }
    }
    return json;
  }

  static Answer list(List<ContainerInfo> containers) {
    List<Object> json = new ArrayList<>();
    TextTable table = new TextTable("UUID", "Label");
    for (ContainerInfo container : containers) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("uuid", container.uuid().toString());
      one.put("label", container.label());
      json.add(one);
      table.add(container.uuid().toString(), container.label());
    }
    return new Answer(containers.isEmpty() ? "No containers.\n" : table.toString(), json);
  }

  /**
   * A table of attributes.
   *
   * @param name as the user named the container
   * @param values whether the table has them
   */
  static Answer attributes(String name, Map<String, byte[]> attributes, boolean values) {
    SequencedMap<String, byte[]> sorted = new TreeMap<>(attributes);
    Object json = values ? encoded(sorted) : List.copyOf(sorted.keySet());
    return new Answer(attributeTable(name, sorted, values), json);
  }

  /** As {@link #attributes}, with what {@code get-attr} has for programs: pairs. */
  static Answer attributePairs(String name, Map<String, byte[]> attributes) {
    SequencedMap<String, byte[]> sorted = new TreeMap<>(attributes);
    List<Object> pairs = new ArrayList<>();
    encoded(sorted)
        .forEach(
            (key, value) -> {
              Map<String, Object> pair = new LinkedHashMap<>();
              pair.put("name", key);
              pair.put("value", value);
              pairs.add(pair);
            });
    return new Answer(
        attributeTable(name, sorted, true), pairs.size() == 1 ? pairs.getFirst() : pairs);
  }

  private static String attributeTable(
      String name, Map<String, byte[]> attributes, boolean values) {
    String title = "Attributes for container %s:\n".formatted(name);
    if (attributes.isEmpty()) {
      return title + "  No attributes found.\n";
    }
    TextTable table = values ? new TextTable("Name", "Value") : new TextTable("Name");
    attributes.forEach(
        (key, value) -> {
          if (values && value.length > 0) {
            table.add(key, new String(value, StandardCharsets.UTF_8));
          } else {
            table.add(key);
          }
        });
    return title + table;
  }

  /** Bytes in base 64, as Go has them in JSON. */
  private static Map<String, Object> encoded(Map<String, byte[]> attributes) {
    Map<String, Object> encoded = new LinkedHashMap<>();
    attributes.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value)));
    return encoded;
  }

  static boolean isPosix(ContainerInfo container) {
    return type(container).equals("POSIX");
  }

  private static String type(ContainerInfo container) {
    String type = property(container, "layout_type");
    return type.isEmpty() ? "unknown" : type;
  }

  private static String objectClass(ContainerInfo container, String name) {
    String value = property(container, name);
    return value.isEmpty() ? NO_CLASS : value;
  }

  private static String property(ContainerInfo container, String name) {
    return container.properties().getOrDefault(name, "");
  }

  private static long number(ContainerInfo container, String name) {
    String value = property(container, name);
    return value.isEmpty() ? 0 : Sizes.parse(value);
  }
}
