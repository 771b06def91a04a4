package io.jromio.bench.h5;

import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolType;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Compares two files, or an object of each: structure, types, values, attributes. Unlike h5diff,
 * objects and attributes that only one file has, and those that cannot be compared, make files
 * different.
 *
 * @source h5diff 1.10.8 (behaviour)
 */
final class Diff {

  /**
   * What is printed, and when numbers differ.
   *
   * @param verbose all objects, also equal ones
   * @param report each difference
   * @param obstacles what cannot be compared, and why
   * @param quiet nothing
   */
  record Options(
      boolean verbose,
      boolean report,
      boolean obstacles,
      boolean quiet,
      Comparison.Tolerance tolerance) {
    boolean details() {
      return (verbose || report) && !quiet;
    }
  }

  private static final String RULE = "-".repeat(60);

  private final VolFile first;
  private final VolFile second;
  private final PrintWriter out;
  private final Options options;
  private final ObjectTable firstTable;
  private final ObjectTable secondTable;
  private long differences;
  private long incomparable;

  Diff(VolFile first, VolFile second, PrintWriter out, Options options) throws H5Exception {
    this.first = first;
    this.second = second;
    this.out = out;
    this.options = options;
    this.firstTable = ObjectTable.of(first);
    this.secondTable = ObjectTable.of(second);
  }

  /** Compares two objects with all below them; whether they are equal. */
  boolean compare(String pathA, String pathB) throws H5Exception {
    VolObject one = Names.object(first, pathA);
    VolObject other = Names.object(second, pathB);
    if (one instanceof VolGroup && other instanceof VolGroup) {
      groups(one, plain(pathA), other, plain(pathB));
    } else {
      objects(one, absolute(pathA), other, absolute(pathB));
    }
    if (incomparable > 0 && !options.quiet() && !options.obstacles() && !options.verbose()) {
      String rule = "-".repeat(32);
      out.printf(
          "%s\nSome objects are not comparable\n%s\nUse -c for a list of objects.\n", rule, rule);
    }
    return differences == 0 && incomparable == 0;
  }

  private static String plain(String path) {
    String absolute = absolute(path);
    return absolute.equals("/") ? "" : absolute;
  }

  private static String absolute(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  private void groups(VolObject one, String pathA, VolObject other, String pathB)
      throws H5Exception {
    Map<String, LinkTarget> names = new LinkedHashMap<>();
    Map<String, LinkTarget> others = new LinkedHashMap<>();
    ObjectTable.of(one).entries().forEach(entry -> names.put(entry.path(), entry.target()));
    ObjectTable.of(other).entries().forEach(entry -> others.put(entry.path(), entry.target()));
    TreeSet<String> all = new TreeSet<>(names.keySet());
    all.addAll(others.keySet());
    if (options.verbose() && !options.quiet()) {
      boolean whole = pathA.isEmpty() && pathB.isEmpty();
      out.print(whole ? "\nfile1     file2\n" : "\ngroup1   group2\n");
      out.print("---------------------------------------\n");
      for (String name : all) {
        String shown = whole && name.isEmpty() ? "/" : name;
        out.printf(
            "    %s      %s    %-15s\n",
            names.containsKey(name) ? "x" : " ", others.containsKey(name) ? "x" : " ", shown);
      }
      out.print('\n');
    }
    for (String name : all) {
      LinkTarget left = names.get(name);
      LinkTarget right = others.get(name);
      if (left == null || right == null) {
        String where = left == null ? second.name() : first.name();
        obstacle("<%s> is in %s only".formatted((left == null ? pathB : pathA) + name, where));
      } else {
        entries(left, absolute(pathA + name), right, absolute(pathB + name));
      }
    }
  }

  private void entries(LinkTarget one, String pathA, LinkTarget other, String pathB)
      throws H5Exception {
    if (one instanceof LinkTarget.Hard left && other instanceof LinkTarget.Hard right) {
      objects(first.object(left.token()), pathA, second.object(right.token()), pathB);
    } else if (one.getClass() != other.getClass()) {
      obstacle(
          "<%s> is of type %s and <%s> is of type %s"
              .formatted(pathA, word(first, one), pathB, word(second, other)));
    } else {
      String title = one instanceof LinkTarget.Soft ? "link   " : "external link";
      result(title, pathA, pathB, one.equals(other) ? 0 : 1, "");
    }
  }

  private static String word(VolFile file, LinkTarget target) throws H5Exception {
    return switch (target) {
      case LinkTarget.Hard hard -> word(file.object(hard.token()).kind());
      case LinkTarget.Soft soft -> "H5G_LINK";
      case LinkTarget.External external -> "H5G_UDLINK";
    };
  }

  private static String word(ObjectKind kind) {
    return switch (kind) {
      case GROUP -> "H5G_GROUP";
      case DATASET -> "H5G_DATASET";
      case NAMED_TYPE -> "H5G_TYPE";
    };
  }

  private void obstacle(String text) {
    incomparable++;
    if ((options.verbose() || options.obstacles()) && !options.quiet()) {
      out.print("Not comparable: " + text + "\n");
    }
  }

  private void result(String title, String pathA, String pathB, long found, String details) {
    differences += found;
    if ((found > 0 || options.verbose()) && !options.quiet()) {
      out.print("%s: <%s> and <%s>\n".formatted(title, pathA, pathB));
      out.print(details);
      out.print(found + " differences found\n");
    }
  }

  private void objects(VolObject one, String pathA, VolObject other, String pathB)
      throws H5Exception {
    if (one instanceof VolDataset left && other instanceof VolDataset right) {
      datasets(left, pathA, right, pathB);
    } else if (one instanceof VolType left && other instanceof VolType right) {
      result("datatype", pathA, pathB, left.type().equals(right.type()) ? 0 : 1, "");
    } else if (one instanceof VolGroup && other instanceof VolGroup) {
      result("group  ", pathA, pathB, 0, "");
    } else {
      obstacle(
          "<%s> is of type %s and <%s> is of type %s"
              .formatted(pathA, word(one.kind()), pathB, word(other.kind())));
      return;
    }
    attributes(one, pathA, other, pathB);
  }

  private void datasets(VolDataset one, String pathA, VolDataset other, String pathB)
      throws H5Exception {
    DatasetCreation left = one.creation();
    DatasetCreation right = other.creation();
    if (!comparable(left.type(), left.space(), pathA, right.type(), right.space(), pathB)) {
      return;
    }
    Differences found = new Differences(pathA, pathB, left.space());
    long limit = Math.min(DatasetReader.limit(left.type()), DatasetReader.limit(right.type()));
    Boxes boxes = Boxes.rows(left.space(), limit);
    try (DatasetReader reader = new DatasetReader(one);
        DatasetReader otherReader = new DatasetReader(other)) {
      while (boxes.hasNext()) {
        Boxes.Box box = boxes.next();
        found.compare(reader.read(box), otherReader.read(box));
      }
    }
    found.finish("dataset");
  }

  private boolean comparable(
      H5Type a, Dataspace spaceA, String nameA, H5Type b, Dataspace spaceB, String nameB) {
    String obstacle = Comparison.obstacle(a, b);
    if (!obstacle.isEmpty()) {
      obstacle(
          "<%s> %s"
              .formatted(
                  nameA, obstacle.replaceFirst(" and (is|has) ", " and <" + nameB + "> $1 ")));
      return false;
    }
    if (spaceA.kind() != spaceB.kind() || !Arrays.equals(spaceA.shape(), spaceB.shape())) {
      obstacle(
          "<%s> has %s\nand <%s> has %s".formatted(nameA, ranks(spaceA), nameB, ranks(spaceB)));
      return false;
    }
    return true;
  }

  private static String ranks(Dataspace space) {
    return "rank %d, dimensions %s, max dimensions %s"
        .formatted(
            space.rank(),
            Arrays.toString(space.shape()).replace(", ", "x"),
            Arrays.toString(space.maxShape()).replace(", ", "x"));
  }

  private void attributes(VolObject one, String pathA, VolObject other, String pathB)
      throws H5Exception {
    TreeSet<String> names = new TreeSet<>(one.attributes());
    names.addAll(other.attributes());
    for (String name : names) {
      AttributeValue left = one.attribute(name).orElse(null);
      AttributeValue right = other.attribute(name).orElse(null);
      if (left == null || right == null) {
        String where = left == null ? second.name() : first.name();
        String path = left == null ? pathB : pathA;
        obstacle("attribute <%s of <%s>> is in %s only".formatted(name, path, where));
        continue;
      }
      Elements a = left.elements();
      Elements b = right.elements();
      if (comparable(a.type(), left.space(), name, b.type(), right.space(), name)) {
        Differences found =
            new Differences(
                "%s of <%s>".formatted(name, pathA),
                "%s of <%s>".formatted(name, pathB),
                left.space());
        found.compare(a, b);
        found.finish("attribute");
      }
    }
  }

  /** What differs between two arrays of elements, which come in row-major order. */
  private final class Differences {
    private final String nameA;
    private final String nameB;
    private final Dataspace space;
    private long compared;
    private long found;
    private boolean begun;

    Differences(String nameA, String nameB, Dataspace space) {
      this.nameA = nameA;
      this.nameB = nameB;
      this.space = space;
    }

    void compare(Elements a, Elements b) {
      boolean same =
          a.type().equals(b.type())
              && !a.type().hasVlen()
              && !References.areIn(a.type())
              && a.bytes().mismatch(b.bytes()) < 0;
      if (!same) {
        for (long i = 0; i < a.count(); i++) {
          element(a, b, i);
        }
      }
      compared += a.count();
    }

    private void element(Elements a, Elements b, long index) {
      Comparison comparison =
          new Comparison(
              new Comparison.Side(a.bytes(), a.blobs(), firstTable),
              new Comparison.Side(b.bytes(), b.blobs(), secondTable),
              options.tolerance(),
              (one, other, difference) -> print(compared + index, one, other, difference));
      comparison.compare(a.type(), index * a.type().size(), b.type(), index * b.type().size());
      found += comparison.differences();
    }

    private void print(long index, String one, String other, String difference) {
      if (options.details()) {
        begin();
        String line = "%s%-15s %-15s %-15s\n".formatted(position(index), one, other, difference);
        out.print(line);
      }
    }

    private void begin() {
      if (!begun) {
        begun = true;
        out.print("%s: <%s> and <%s>\n".formatted(title(), nameA, nameB));
        String size =
            space.kind() == Dataspace.Kind.SIMPLE
                ? Arrays.toString(space.shape()).replace(", ", "x")
                : "H5S_" + space.kind();
        out.print("size:           %s           %s\n".formatted(size, size));
        out.print(
            "%-15s %-15s %-15s %-20s\n"
                .formatted("position", last(nameA), last(nameB), "difference"));
        out.print(RULE + "\n");
      }
    }

    private String title() {
      return nameA.startsWith("/") ? "dataset" : "attribute";
    }

    private static String last(String name) {
      return name.startsWith("/") ? name.substring(name.lastIndexOf('/') + 1) : name;
    }

    private String position(long index) {
      if (space.rank() == 0) {
        return " ".repeat(16);
      }
      long[] position = new long[space.rank()];
      long rest = index;
      for (int d = space.rank() - 1; d >= 0; d--) {
        position[d] = rest % space.length(d);
        rest /= space.length(d);
      }
      String text = Arrays.toString(position).replace(",", "");
      return "[ " + text.substring(1, text.length() - 1) + " ]          ";
    }

    void finish(String title) {
      if (begun) {
        differences += found;
        out.print(found + " differences found\n");
      } else {
        result(title, nameA, nameB, found, "");
      }
    }
  }
}
