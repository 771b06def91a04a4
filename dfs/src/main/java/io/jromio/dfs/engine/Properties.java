package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Checksums;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The properties of containers: their names, defaults, and the values that can be had. What DAOS
 * has and this engine has not is refused, never kept as if it were there.
 *
 * @source DAOS src/utils/daos_hdlr.c and src/control/cmd/daos/property.go for names and values
 */
final class Properties {
  static final String LABEL = "label";
  static final String STATUS = "status";
  static final String CKSUM = "cksum";
  static final String CKSUM_SIZE = "cksum_size";
  static final String SRV_CKSUM = "srv_cksum";
  static final String DURABILITY = "durability";
  static final String LAYOUT_TYPE = "layout_type";
  static final String ALLOC_OID = "alloc_oid";

  private static final String DEDUP = "dedup";
  private static final String COMPRESSION = "compression";
  private static final String ENCRYPTION = "encryption";
  private static final String RD_FAC = "rd_fac";

  private static final long MIN_CHUNK = 512;
  private static final long MAX_CHUNK = 1 << 20;
  private static final Pattern LABELS = Pattern.compile("[A-Za-z0-9:._-]{1,127}");

  private static final Map<String, String> LAYOUTS =
      Map.of("posix", "POSIX", "hdf5", "HDF5", "unknown", "unknown");

  private static final Map<String, String> ALIASES = Map.of("rf", RD_FAC, "rf_lvl", "rd_lvl");

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry(LABEL, ""),
          Map.entry(LAYOUT_TYPE, "unknown"),
          Map.entry(CKSUM, "crc32"),
          Map.entry(CKSUM_SIZE, "32768"),
          Map.entry(SRV_CKSUM, "on"),
          Map.entry(DEDUP, "off"),
          Map.entry("dedup_threshold", "4096"),
          Map.entry(COMPRESSION, "off"),
          Map.entry(ENCRYPTION, "off"),
          Map.entry(RD_FAC, "0"),
          Map.entry("rd_lvl", "node"),
          Map.entry(STATUS, "HEALTHY"),
          Map.entry("ec_cell_sz", "131072"),
          Map.entry("ec_pda", "1"),
          Map.entry("rp_pda", "4294967295"),
          Map.entry("perf_domain", "root"),
          Map.entry(DURABILITY, "process"));

  /** What nobody sets. */
  private static final Map<String, String> FIXED =
      Map.of(
          "layout_version",
          "1",
          "max_snapshot",
          "0",
          ALLOC_OID,
          "0",
          "global_version",
          "3",
          "obj_version",
          "1",
          "acl",
          "A::OWNER@:rwdtTaAo, A:G:GROUP@:rwtT");

  /** Values that DAOS has and this engine has not. */
  private static final Map<String, Set<String>> NOT_YET =
      Map.of(
          CKSUM,
          Set.of("adler32", "crc16", "crc64", "sha1", "sha256", "sha512"),
          DEDUP,
          Set.of("memcmp", "hash"),
          COMPRESSION,
          Set.of("lz4", "deflate", "deflate1", "deflate2", "deflate3", "deflate4"),
          ENCRYPTION,
          Set.of(
              "aes-xts128",
              "aes-xts256",
              "aes-cbc128",
              "aes-cbc192",
              "aes-cbc256",
              "aes-gcm128",
              "aes-gcm256"),
          RD_FAC,
          Set.of("1", "2", "3", "4"));

  private static final Set<String> OWNERS = Set.of("owner", "group");

  private Properties() {}

  /**
   * All properties of a new container.
   *
   * @param owners user and group
   */
  static Map<String, String> ofNew(Map<String, String> given, String label, List<String> owners)
      throws StoreException {
    Map<String, String> all = new HashMap<>(DEFAULTS);
    all.putAll(FIXED);
    all.put("owner", owners.get(0));
    all.put("group", owners.get(1));
    for (Map.Entry<String, String> entry : new TreeMap<>(given).entrySet()) {
      String name = ALIASES.getOrDefault(entry.getKey(), entry.getKey());
      all.put(name, checked(name, entry.getValue()));
    }
    String asProperty = all.getOrDefault(LABEL, "");
    if (!label.isEmpty() && !asProperty.isEmpty() && !label.equals(asProperty)) {
      throw invalid(LABEL, asProperty, "the label is " + label + " already");
    }
    all.put(LABEL, label.isEmpty() ? asProperty : label);
    checkLabel(all.getOrDefault(LABEL, ""));
    return all;
  }

  /** The properties after a change of some. */
  static Map<String, String> changed(Map<String, String> before, Map<String, String> given)
      throws StoreException {
    Map<String, String> all = new HashMap<>(before);
    for (Map.Entry<String, String> entry : new TreeMap<>(given).entrySet()) {
      String name = ALIASES.getOrDefault(entry.getKey(), entry.getKey());
      String value = checked(name, entry.getValue());
      if (!name.equals(LABEL) && !name.equals(STATUS)) {
        throw new StoreException(
            Der.NO_PERM,
            "fixed when a container is made: property=%s value=%s".formatted(name, value));
      }
      all.put(name, value);
    }
    return all;
  }

  /** Refuses what is no label; empty stands for none. */
  static void checkLabel(String label) throws StoreException {
    if (label.isEmpty()) {
      return;
    }
    if (!LABELS.matcher(label).matches()) {
      throw invalid(LABEL, label, "expected 1-127 of A-Za-z0-9:._-");
    }
    if (uuid(label).isPresent()) {
      throw invalid(LABEL, label, "is a UUID");
    }
  }

  static Optional<UUID> uuid(String text) {
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A value in the form in which it is kept. */
  private static String checked(String name, String value) throws StoreException {
    if (FIXED.containsKey(name) || OWNERS.contains(name)) {
      throw new StoreException(
          Der.NO_PERM, "nobody sets it: property=%s value=%s".formatted(name, value));
    }
    String small = value.toLowerCase(Locale.ROOT);
    return switch (name) {
      case LABEL -> {
        checkLabel(value);
        yield value;
      }
      case LAYOUT_TYPE -> {
        String layout = LAYOUTS.get(small);
        if (layout == null) {
          throw invalid(name, value, "expected POSIX, HDF5 or unknown");
        }
        yield layout;
      }
      case STATUS -> oneOf(name, small, "healthy").toUpperCase(Locale.ROOT);
      case CKSUM -> oneOf(name, small, "off", "crc32");
      case SRV_CKSUM -> oneOf(name, small, "on", "off");
      case DEDUP, COMPRESSION, ENCRYPTION -> oneOf(name, small, "off");
      case RD_FAC ->
          oneOf(name, small.startsWith(name) ? small.substring(name.length()) : small, "0");
      case "rd_lvl" ->
          switch (oneOf(name, small, "1", "2", "rank", "node")) {
            case "1", "rank" -> "rank";
            default -> "node";
          };
      case "perf_domain" -> oneOf(name, small, "root", "group");
      case DURABILITY -> oneOf(name, small, "process", "power");
      case CKSUM_SIZE -> chunk(name, value);
      case "ec_cell_sz" -> number(name, value, 4096, 1 << 20);
      case "ec_pda", "rp_pda" -> number(name, value, 1, 0xffff_ffffL);
      case "dedup_threshold" -> number(name, value, 4096, 1L << 32);
      case "chunk_size" -> number(name, value, 1, Long.MAX_VALUE);
      case "oclass", "dir_oclass", "file_oclass" -> objectClass(name, value);
      case "hints", "cons_mode" -> value;
      default -> throw invalid(name, value, "no such property");
    };
  }

  private static String oneOf(String name, String value, String... allowed) throws StoreException {
    for (String one : allowed) {
      if (one.equals(value)) {
        return value;
      }
    }
    String expected = String.join("|", allowed);
    if (NOT_YET.getOrDefault(name, Set.of()).contains(value)) {
      throw new StoreException(
          Der.NOTSUPPORTED,
          "not to be had yet: property=%s value=%s allowed=%s".formatted(name, value, expected));
    }
    throw invalid(name, value, "expected " + expected);
  }

  private static String number(String name, String value, long min, long max)
      throws StoreException {
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return Long.toString(number);
      }
    } catch (NumberFormatException e) {
      throw invalid(name, value, "expected a number of bytes");
    }
    throw invalid(name, value, "expected %d-%d".formatted(min, max));
  }

  private static String chunk(String name, String value) throws StoreException {
    String number = number(name, value, MIN_CHUNK, MAX_CHUNK);
    if (Long.bitCount(Long.parseLong(number)) != 1) {
      throw invalid(name, value, "expected a power of two");
    }
    return number;
  }

  private static String objectClass(String name, String value) throws StoreException {
    Optional<ObjectClass> found = ObjectClass.parse(value);
    if (found.isEmpty()) {
      throw invalid(name, value, "no such object class");
    }
    if (!(found.get() instanceof ObjectClass.Sharded)) {
      throw new StoreException(
          Der.NOTSUPPORTED,
          "classes with redundancy are not to be had yet: property=%s value=%s allowed=S1-S32|SX"
              .formatted(name, value));
    }
    return found.get().toString();
  }

  private static StoreException invalid(String name, String value, String why) {
    return new StoreException(Der.INVAL, "%s: property=%s value=%s".formatted(why, name, value));
  }

  static Optional<Checksums> checksums(Map<String, String> properties) {
    return "off".equals(properties.get(CKSUM))
        ? Optional.empty()
        : Optional.of(new Checksums(Long.parseLong(properties.getOrDefault(CKSUM_SIZE, "32768"))));
  }

  static boolean isVerified(Map<String, String> properties) {
    return !"off".equals(properties.get(SRV_CKSUM));
  }

  static boolean isPowerSafe(Map<String, String> properties) {
    return "power".equals(properties.get(DURABILITY));
  }
}
