package io.jromio.bench.h5;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what is in a file, in the words of h5stat, as far as every connector can tell: not how the
 * bytes of metadata are divided.
 *
 * @source h5stat 1.10.8 (behaviour)
 */
final class Statistics {
  private static final int[] KNOWN_FILTERS = {1, 2, 3, 4, 5, 6};
  private static final String[] FILTER_NAMES = {
    "GZIP", "SHUFFLE", "FLETCHER32", "SZIP", "NBIT", "SCALEOFFSET"
  };

  private final VolFile file;
  private long groups;
  private long datasets;
  private long types;
  private long otherLinks;
  private long mostLinks;
  private long mostEntries;
  private long rawBytes;
  private long chunks;
  private final Map<Integer, Long> ranks = new TreeMap<>();
  private final Map<String, Long> layouts = new LinkedHashMap<>();
  private final Map<Integer, Long> filters = new TreeMap<>();
  private final Map<Long, Long> groupSizes = new TreeMap<>();
  private final Map<H5Type, Long> elementTypes = new LinkedHashMap<>();
  private final Map<Integer, Long> attributes = new TreeMap<>();
  private long unfiltered;

  Statistics(VolFile file) {
    this.file = file;
    for (String layout : new String[] {"COMPACT", "CONTIG", "CHUNKED", "VIRTUAL"}) {
      layouts.put(layout, 0L);
    }
  }

  void count() throws H5Exception {
    Set<ObjectToken> seen = new HashSet<>();
    for (ObjectTable.Entry entry : ObjectTable.of(file).entries()) {
      if (!(entry.target() instanceof LinkTarget.Hard hard)) {
        otherLinks++;
      } else if (seen.add(hard.token())) {
        object(file.object(hard.token()));
      }
    }
  }

  private void object(VolObject object) throws H5Exception {
    mostLinks = Math.max(mostLinks, object.links());
    int named = object.attributes().size();
    if (named > 0) {
      attributes.merge(named, 1L, Long::sum);
    }
    switch (object) {
      case VolGroup group -> {
        long entries = group.list().size();
        groups++;
        mostEntries = Math.max(mostEntries, entries);
        groupSizes.merge(entries, 1L, Long::sum);
      }
      case VolDataset dataset -> {
        datasets++;
        dataset(dataset);
      }
      default -> types++;
    }
  }

  private void dataset(VolDataset dataset) throws H5Exception {
    DatasetCreation creation = dataset.creation();
    rawBytes += dataset.storage().bytes();
    chunks += dataset.storage().chunks();
    ranks.merge(creation.space().rank(), 1L, Long::sum);
    String layout =
        switch (creation.layout()) {
          case StorageLayout.Compact compact -> "COMPACT";
          case StorageLayout.Contiguous contiguous -> "CONTIG";
          case StorageLayout.Chunked chunked -> "CHUNKED";
          case StorageLayout.Foreign foreign -> "VIRTUAL";
        };
    layouts.merge(layout, 1L, Long::sum);
    elementTypes.merge(creation.type(), 1L, Long::sum);
    if (creation.filters().isEmpty()) {
      unfiltered++;
    }
    for (FilterSpec filter : creation.filters()) {
      filters.merge(filter.id(), 1L, Long::sum);
    }
  }

  /**
   * Prints the counts.
   *
   * @param fileBytes of the whole file, -1 if it is none
   */
  void print(PrintWriter out, long fileBytes) {
    out.print("Filename: " + file.name() + "\n");
    out.print("File information\n");
    out.printf("\t# of unique groups: %d\n", groups);
    out.printf("\t# of unique datasets: %d\n", datasets);
    out.printf("\t# of unique named datatypes: %d\n", types);
    out.printf("\t# of unique links: %d\n", otherLinks);
    out.print("\t# of unique other: 0\n");
    out.printf("\tMax. # of links to object: %d\n", mostLinks);
    out.printf("\tMax. # of objects in group: %d\n", mostEntries);
    printGroups(out);
    printDatasets(out);
    printAttributes(out);
    if (fileBytes >= 0) {
      out.print("Summary of file space information:\n");
      out.printf("  File metadata and free space: %d bytes\n", fileBytes - rawBytes);
      out.printf("  Raw data: %d bytes\n", rawBytes);
      out.printf("Total space: %d bytes\n", fileBytes);
    }
  }

  private void printGroups(PrintWriter out) {
    out.print("Group sizes:\n");
    groupSizes.forEach((size, n) -> out.printf("\t# of groups with %d link(s): %d\n", size, n));
    out.printf("\tTotal # of groups: %d\n", groups);
  }

  private void printDatasets(PrintWriter out) {
    if (datasets > 0) {
      out.print("Dataset dimension information:\n");
      out.printf(
          "\tMax. rank of datasets: %d\n",
          ranks.keySet().stream().mapToInt(Integer::intValue).max().orElse(0));
      out.print("\tDataset ranks:\n");
      ranks.forEach((rank, n) -> out.printf("\t\t# of dataset with rank %d: %d\n", rank, n));
    }
    out.print("Dataset storage information:\n");
    out.printf("\tTotal raw data size: %d\n", rawBytes);
    out.printf("\tTotal # of chunks: %d\n", chunks);
    out.print("Dataset layout information:\n");
    layouts.forEach((layout, n) -> out.printf("\tDataset layout counts[%s]: %d\n", layout, n));
    out.print("Dataset filters information:\n");
    out.print("\tNumber of datasets with:\n");
    out.printf("\t\tNO filter: %d\n", unfiltered);
    long known = 0;
    for (int i = 0; i < KNOWN_FILTERS.length; i++) {
      long count = filters.getOrDefault(KNOWN_FILTERS[i], 0L);
      known += count;
      out.printf("\t\t%s filter: %d\n", FILTER_NAMES[i], count);
    }
    long all = filters.values().stream().mapToLong(Long::longValue).sum();
    out.printf("\t\tUSER-DEFINED filter: %d\n", all - known);
    out.print("Dataset datatype information:\n");
    out.printf("\t# of unique datatypes used by datasets: %d\n", elementTypes.size());
    out.printf("\tTotal dataset datatype count: %d\n", datasets);
  }

  private void printAttributes(PrintWriter out) {
    out.print("Attributes:\n");
    long total = 0;
    int most = 0;
    for (Map.Entry<Integer, Long> entry : attributes.entrySet()) {
      out.printf("\t# of objects with %d attributes: %d\n", entry.getKey(), entry.getValue());
      total += entry.getValue();
      most = entry.getKey();
    }
    out.printf("\tTotal # of objects with attributes: %d\n", total);
    out.printf("\tMax. # of attributes to objects: %d\n", most);
  }
}
