package io.jromio.bench.daos;

import io.jromio.dfs.object.ContainerInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The properties of containers: what they are called, which values they take, how they are shown.
 *
 * @source DAOS 2.6 src/control/cmd/daos/property.go
 */
final class Property {
  /** One property and its values; empty for any. */
  private record Row(String description, Kind kind, Set<String> values) {}

  private enum Kind {
    TEXT,
    NUMBER,
    SIZE,
    /** Told, never set. */
    FIXED,
    FIXED_NUMBER
  }

  private static final String ACL = "acl";
  private static final Map<String, Row> ROWS = new TreeMap<>();
  private static final Map<String, String> ALIASES = Map.of("rf", "rd_fac", "rf_lvl", "rd_lvl");

  /** Not one of DAOS: shown where it is not what it is by default. */
  private static final String DURABILITY = "durability";

  static {
    row("alloc_oid", "Highest Allocated OID", Kind.FIXED_NUMBER);
    row(
        "cksum",
        "Checksum",
        Kind.TEXT,
        "off",
        "adler32",
        "crc16",
        "crc32",
        "crc64",
        "sha1",
        "sha256",
        "sha512");
    row("cksum_size", "Checksum Chunk Size", Kind.SIZE);
    row(
        "compression",
        "Compression",
        Kind.TEXT,
        "off",
        "lz4",
        "deflate",
        "deflate1",
        "deflate2",
        "deflate3",
        "deflate4");
    row("dedup", "Deduplication", Kind.TEXT, "off", "memcmp", "hash");
    row("dedup_threshold", "Dedupe Threshold", Kind.SIZE);
    row(DURABILITY, "Durability", Kind.TEXT, "process", "power");
    row("ec_cell_sz", "EC Cell Size", Kind.SIZE);
    row("ec_pda", "Performance domain affinity level of EC", Kind.NUMBER);
    row(
        "encryption",
        "Encryption",
        Kind.TEXT,
        "off",
        "aes-xts128",
        "aes-xts256",
        "aes-cbc128",
        "aes-cbc192",
        "aes-cbc256",
        "aes-gcm128",
        "aes-gcm256");
    row("global_version", "Global Version", Kind.FIXED_NUMBER);
    row("group", "Group", Kind.FIXED);
    row("label", "Label", Kind.TEXT);
    row("layout_type", "Layout Type", Kind.FIXED);
    row("layout_version", "Layout Version", Kind.FIXED_NUMBER);
    row("max_snapshot", "Max Snapshot", Kind.FIXED_NUMBER);
    row("obj_version", "Object Version", Kind.FIXED_NUMBER);
    row("owner", "Owner", Kind.FIXED);
    row("perf_domain", "Performance domain level", Kind.TEXT, "root", "group");
    row("rd_fac", "Redundancy Factor", Kind.NUMBER, "0", "1", "2", "3", "4");
    row("rd_lvl", "Redundancy Level", Kind.TEXT, "1", "2", "rank", "node");
    row("rp_pda", "Performance domain affinity level of RP", Kind.NUMBER);
    row("srv_cksum", "Server Checksumming", Kind.TEXT, "on", "off");
    row("status", "Health", Kind.TEXT, "healthy");
    row(ACL, "Access Control List", Kind.FIXED);
  }

  private Property() {}

  private static void row(String name, String description, Kind kind, String... values) {
    ROWS.put(name, new Row(description, kind, Set.of(values)));
  }

  /**
   * Reads {@code name:value,name:value}: sizes become bytes, other names of the same property its
   * own one, letters small except in a label. A comma without a name behind it belongs to the
   * value.
   *
   * @throws IllegalArgumentException saying which name or value is not known
   */
  static Map<String, String> parse(String text) {
    Map<String, String> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, String> pair : pairs(text).entrySet()) {
      String name = name(pair.getKey());
      Row row = row(name);
      if (row.kind() == Kind.FIXED || row.kind() == Kind.FIXED_NUMBER) {
        throw new IllegalArgumentException("--properties: %s cannot be set".formatted(name));
      }
      parsed.put(name, value(name, row, pair.getValue()));
    }
    return parsed;
  }

  private static String value(String name, Row row, String value) {
    if (name.equals("label")) {
      return value;
    }
    String small = value.toLowerCase(Locale.ROOT);
    if (!row.values().isEmpty() && !row.values().contains(small)) {
      throw new IllegalArgumentException(
          "--properties: invalid choice \"%s\" for %s (valid: %s)"
              .formatted(value, name, String.join(",", row.values().stream().sorted().toList())));
    }
    try {
      return switch (row.kind()) {
        case SIZE -> Long.toString(Sizes.parse(value));
        case NUMBER -> Long.toString(Integer.toUnsignedLong(Integer.parseUnsignedInt(value)));
        default -> name.equals("rd_lvl") ? level(small) : small;
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--properties: invalid %s \"%s\"%s"
              .formatted(name, value, row.kind() == Kind.SIZE ? " (try N<unit>)" : ""),
          e);
    }
  }

  private static String level(String value) {
    return switch (value) {
      case "1" -> "rank";
      case "2" -> "node";
      default -> value;
    };
  }

  /**
   * Splits {@code name:value,name:value}, of properties or attributes.
   *
   * @throws IllegalArgumentException where there is no colon or no name
   */
  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String last = null;
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        last = part.substring(0, colon).strip();
        pairs.put(last, part.substring(colon + 1));
      } else if (last != null && colon < 0) {
        pairs.merge(last, part, (before, more) -> before + "," + more);
      } else {
        throw new IllegalArgumentException("expected name:value[,name:value]: " + text);
      }
    }
    return pairs;
  }

  /**
   * Reads {@code name,name}.
   *
   * @throws IllegalArgumentException saying which name is not known
   */
  static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String name = name(part.strip());
      row(name);
      names.add(name);
    }
    return names;
  }

  private static String name(String text) {
    String small = text.toLowerCase(Locale.ROOT);
    return ALIASES.getOrDefault(small, small);
  }

  private static Row row(String name) {
    Row row = ROWS.get(name);
    if (row == null) {
      throw new IllegalArgumentException(
          "--properties: unknown property \"%s\" (valid: %s)"
              .formatted(name, String.join(",", ROWS.keySet())));
    }
    return row;
  }

  /**
   * The table of a container's properties.
   *
   * @param container as the user named it
   * @param names which of them; all if empty
   */
  static Answer table(String container, ContainerInfo info, List<String> names) {
    List<String> shown = new ArrayList<>(names.isEmpty() ? ROWS.keySet() : names);
    shown.sort((a, b) -> a.equals(ACL) ? 1 : b.equals(ACL) ? -1 : a.compareTo(b));
    if (names.isEmpty() && !info.properties().getOrDefault(DURABILITY, "").equals("power")) {
      shown.remove(DURABILITY);
    }
    TextTable table = new TextTable("Name", "Value");
    List<Object> json = new ArrayList<>();
    for (String name : shown) {
      Row row = row(name);
      String value = name.equals("label") ? info.label() : info.properties().getOrDefault(name, "");
      table.add("%s (%s)".formatted(row.description(), name), show(name, value));
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("value", value.isEmpty() ? show(name, value) : json(name, row.kind(), value));
      one.put("name", name);
      one.put("description", row.description());
      json.add(one);
    }
    return new Answer("Properties for container %s\n%s".formatted(container, table), json);
  }

  /** A value as the table shows it. */
  static String show(String name, String value) {
    if (value.isEmpty()) {
      return name.equals("label")
          ? "container_label_not_set"
          : "property \"%s\" not found".formatted(name);
    }
    return switch (name) {
      case "cksum_size", "dedup_threshold", "ec_cell_sz" -> Sizes.binary(Sizes.parse(value));
      case "layout_type" ->
          value + (value.equals("POSIX") ? " (1)" : value.equals("HDF5") ? " (2)" : " (0)");
      case "perf_domain" -> value + (value.equals("root") ? " (255)" : " (254)");
      case "rd_fac" -> "rd_fac" + value;
      case "rd_lvl" -> value.matches("rank|1") ? "rank (1)" : "node (2)";
      case "status" -> value.toUpperCase(Locale.ROOT);
      default -> value;
    };
  }

  private static Object json(String name, Kind kind, String value) {
    if (name.equals(ACL)) {
      return Arrays.stream(value.split(",")).<Object>map(String::strip).toList();
    }
    return switch (name) {
      case "alloc_oid", "layout_version", "max_snapshot" -> Long.parseUnsignedLong(value);
      default -> kind == Kind.SIZE ? Sizes.parse(value) : show(name, value);
    };
  }
}
