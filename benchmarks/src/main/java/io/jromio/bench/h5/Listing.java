package io.jromio.bench.h5;

import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StorageInfo;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.model.VlenType;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolType;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Lists objects of a file as h5ls does. Times are not shown; locations are the tokens of objects,
 * which are addresses in the real file format.
 *
 * @source h5ls 1.10.8 (behaviour)
 */
final class Listing {
  /** Columns before the lines of a type. */
  private static final int TYPE_INDENT = 15;

  private final VolFile file;
  private final PrintWriter out;
  private final boolean recursive;
  private final boolean verbose;

  /** Where objects were shown first. */
  private final Map<ObjectToken, String> shown = new HashMap<>();

  Listing(VolFile file, PrintWriter out, boolean recursive, boolean verbose) {
    this.file = file;
    this.out = out;
    this.recursive = recursive;
    this.verbose = verbose;
  }

  /**
   * Lists what is in a group, or any other object itself.
   *
   * @param path within the file
   */
  void list(String path) throws H5Exception {
    Optional<Link> link = Names.link(file, path);
    String name = recursive || link.isEmpty() ? path : link.get().name();
    if (link.isPresent() && !(link.get().target() instanceof LinkTarget.Hard)) {
      link(name, link.get().target());
      return;
    }
    VolObject object = Names.object(file, path);
    if (!(object instanceof VolGroup group)) {
      object(name, "/" + path, object);
      return;
    }
    String absolute = link.isEmpty() ? "/" : "/" + path;
    if (recursive && link.isEmpty()) {
      object("/", absolute, group);
    } else {
      shown.put(group.token(), absolute);
    }
    entries(group, "", absolute);
  }

  private void entries(VolGroup group, String shownPath, String absolute) throws H5Exception {
    for (Link link : Names.links(group)) {
      String name = recursive ? shownPath + "/" + link.name() : link.name();
      if (!(link.target() instanceof LinkTarget.Hard hard)) {
        link(name, link.target());
        continue;
      }
      VolObject object = file.object(hard.token());
      String path = Names.child(absolute, link.name());
      boolean isNew = object(name, path, object);
      if (isNew && recursive && object instanceof VolGroup inner) {
        entries(inner, name, path);
      }
    }
  }

  private void link(String name, LinkTarget target) {
    out.print(LsText.column(name));
    out.print(
        switch (target) {
          case LinkTarget.Soft soft -> "Soft Link {%s}\n".formatted(soft.path());
          case LinkTarget.External external ->
              "External Link {%s/%s}\n".formatted(external.file(), external.path());
          case LinkTarget.Hard hard -> "Hard Link {%d}\n".formatted(hard.token().value());
        });
  }

  /** Shows an object; whether it was not shown before. */
  private boolean object(String name, String absolute, VolObject object) throws H5Exception {
    String word =
        switch (object.kind()) {
          case GROUP -> "Group";
          case DATASET -> "Dataset";
          case NAMED_TYPE -> "Type";
        };
    out.print(LsText.column(name) + word);
    String before = shown.putIfAbsent(object.token(), absolute);
    if (before != null) {
      out.print(", same as " + before + "\n");
      return false;
    }
    if (object instanceof VolDataset dataset) {
      out.print(" {" + lengths(dataset.creation().space()) + "}");
    }
    out.print('\n');
    if (verbose) {
      details(object);
    }
    return true;
  }

  private String lengths(Dataspace space) {
    if (space.kind() != Dataspace.Kind.SIMPLE) {
      return space.kind().name();
    }
    StringJoiner text = new StringJoiner(", ");
    long[] most = space.maxShape();
    for (int d = 0; d < most.length; d++) {
      String length = Long.toString(space.length(d));
      if (most[d] == Dataspace.UNLIMITED) {
        length += "/Inf";
      } else if (verbose || most[d] != space.length(d)) {
        length += "/" + most[d];
      }
      text.add(length);
    }
    return text.toString();
  }

  private void details(VolObject object) throws H5Exception {
    for (String name : Names.attributes(object)) {
      AttributeValue value =
          object
              .attribute(name)
              .orElseThrow(() -> new H5Exception(H5Error.NOT_FOUND, "attribute=" + name));
      Dataspace space = value.space();
      String shape =
          switch (space.kind()) {
            case NULL -> "null";
            case SCALAR -> "scalar";
            case SIMPLE -> "{" + DumpProperties.lengths(space.shape()) + "}";
          };
      out.print("    Attribute: %s %s\n".formatted(LsText.escape(name, true), shape));
      out.print("        Type:      " + LsType.text(value.elements().type(), TYPE_INDENT) + "\n");
    }
    detail("Location:", "1:" + object.token().value());
    detail("Links:", Long.toString(object.links()));
    if (object instanceof VolDataset dataset) {
      dataset(dataset);
    } else if (object instanceof VolType type) {
      String text = LsType.text(type.type(), TYPE_INDENT);
      detail("Type:", "shared-1:%d %s".formatted(object.token().value(), text));
    }
  }

  private void detail(String name, String text) {
    out.print("    %-10s %s\n".formatted(name, text));
  }

  private void dataset(VolDataset dataset) throws H5Exception {
    DatasetCreation creation = dataset.creation();
    H5Type type = creation.type();
    if (creation.layout() instanceof StorageLayout.Chunked chunked) {
      long bytes = chunked.elements() * type.size();
      detail(
          "Chunks:",
          "{%s} %s".formatted(DumpProperties.lengths(chunked.shape()), bytes(bytes, "")));
    }
    detail("Storage:", storage(creation, dataset.storage()));
    int number = 0;
    for (FilterSpec filter : creation.filters()) {
      detail(
          "Filter-%d:".formatted(number++),
          "%s-%d %s {%s}"
              .formatted(
                  filterName(filter),
                  filter.id(),
                  filter.optional() ? "OPT" : "",
                  DumpProperties.lengths(widened(filter.client()))));
    }
    detail("Type:", LsType.text(type, TYPE_INDENT));
  }

  private static long[] widened(int... values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = Integer.toUnsignedLong(values[i]);
    }
    return wide;
  }

  /** The filter's name, also where files leave it out. */
  private static String filterName(FilterSpec filter) {
    return switch (filter.id()) {
      case FilterSpec.DEFLATE -> "deflate";
      case FilterSpec.SHUFFLE -> "shuffle";
      case FilterSpec.FLETCHER32 -> "fletcher32";
      case 4 -> "szip";
      case 5 -> "nbit";
      case 6 -> "scaleoffset";
      default -> filter.name();
    };
  }

  private static String storage(DatasetCreation creation, StorageInfo info) {
    H5Type type = creation.type();
    if (type instanceof VlenType || type instanceof ReferenceType) {
      return "information not available";
    }
    long logical = creation.space().elements() * LsType.memorySize(type);
    String text = bytes(logical, "logical ") + ", " + bytes(info.bytes(), "allocated ");
    return info.bytes() == 0
        ? text
        : text + String.format(Locale.ROOT, ", %.2f%% utilization", 100.0 * logical / info.bytes());
  }

  private static String bytes(long count, String kind) {
    return "%d %sbyte%s".formatted(count, kind, count == 1 ? "" : "s");
  }
}
