package io.jromio.dfs.object;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The properties that a container in memory knows. */
final class MemoryProperties {
  private static final Set<String> FREE =
      Set.of("chunk_size", "dir_oclass", "file_oclass", "oclass", "hints", "cons_mode");
  private static final Map<String, Set<String>> CLOSED =
      Map.of(
          "cksum", Set.of("off", "crc32"),
          "layout_type", Set.of("POSIX", "HDF5", "unknown"),
          "durability", Set.of("process", "power"),
          "encryption", Set.of("off"));
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9:._-]{1,127}");
  private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private MemoryProperties() {}

  static void checkLabel(String label) throws StoreException {
    if (!LABEL.matcher(label).matches() || UUID.matcher(label).matches()) {
      throw new StoreException(Der.INVAL, "no label: label=" + label);
    }
  }

  static Map<String, String> complete(Map<String, String> given) throws StoreException {
    Map<String, String> all =
        new TreeMap<>(Map.of("cksum", "off", "layout_type", "unknown", "durability", "process"));
    for (Map.Entry<String, String> property : given.entrySet()) {
      Set<String> allowed = CLOSED.get(property.getKey());
      if (allowed == null && !FREE.contains(property.getKey())) {
        throw new StoreException(Der.INVAL, "no such property: " + property);
      }
      if (allowed != null && !allowed.contains(property.getValue())) {
        throw new StoreException(
            property.getKey().equals("encryption") ? Der.NOTSUPPORTED : Der.INVAL,
            "no such value: " + property);
      }
    }
    all.putAll(given);
    return all;
  }
}
