package io.jromio.bench.h5;

import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolType;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Prints a file, or objects of it, in the data description language. Datasets pass in boxes of
 * bounded size. An object that has several names appears under the first, and as a HARDLINK under
 * the others.
 *
 * @source HDF5 user guide, DDL in BNF for HDF5; h5dump 1.10.8
 */
final class Dump {
  private static final int STEP = Indent.STEP;

  /**
   * What is printed.
   *
   * @param data elements of datasets
   * @param attributeData elements of attributes
   * @param properties how datasets are stored
   */
  record Options(boolean data, boolean attributeData, boolean properties) {}

  private final VolFile file;
  private final PrintWriter out;
  private final Options options;
  private final ObjectTable table;
  private final ElementText text;
  private final Set<ObjectToken> seen = new HashSet<>();
  private final List<String> obstacles = new ArrayList<>();

  Dump(VolFile file, PrintWriter out, Options options) throws H5Exception {
    this.file = file;
    this.out = out;
    this.options = options;
    this.table = ObjectTable.of(file);
    this.text = new ElementText(table::reference);
  }

  void begin() {
    out.print("HDF5 \"" + file.name() + "\" {\n");
  }

  void end() {
    out.print("}\n");
  }

  /** Why elements of some datasets could not be printed. */
  List<String> obstacles() {
    return obstacles;
  }

  /** The whole file. */
  void root() throws H5Exception {
    object("/", file.root(), 0);
  }

  /** One dataset, group or type, under the name that was given. */
  void object(String path) throws H5Exception {
    object(path, Names.object(file, path), 0);
  }

  /** One attribute: its object's path, a slash and its name. */
  void attribute(String path) throws H5Exception {
    int slash = path.lastIndexOf('/');
    VolObject owner = Names.object(file, path.substring(0, Math.max(0, slash)));
    String name = path.substring(slash + 1);
    AttributeValue value =
        owner
            .attribute(name)
            .orElseThrow(
                () ->
                    new H5Exception(
                        H5Error.NOT_FOUND,
                        "no such attribute: path=%s file=%s".formatted(path, file.name())));
    attribute(value, 0);
  }

  private void line(int indent, String words) {
    out.print(Indent.of(indent));
    out.print(words);
    out.print('\n');
  }

  private void object(String name, VolObject object, int indent) throws H5Exception {
    if (!seen.add(object.token())) {
      ObjectTable.Known first = table.known(object.token());
      line(indent, "%s \"%s\" {".formatted(ObjectTable.word(object.kind()), name));
      String path = first == null ? name : ObjectTable.absolute(first.path());
      line(indent + STEP, "HARDLINK \"%s\"".formatted(path));
      line(indent, "}");
      return;
    }
    switch (object) {
      case VolGroup group -> group(name, group, indent);
      case VolDataset dataset -> dataset(name, dataset, indent);
      case VolType type -> type(name, type, indent);
      default -> throw new H5Exception(H5Error.UNSUPPORTED, "object=" + object);
    }
  }

  private void group(String name, VolGroup group, int indent) throws H5Exception {
    line(indent, "GROUP \"%s\" {".formatted(name));
    int inner = indent + STEP;
    attributes(group, inner);
    for (Link link : Names.links(group)) {
      switch (link.target()) {
        case LinkTarget.Hard hard -> object(link.name(), file.object(hard.token()), inner);
        case LinkTarget.Soft soft -> {
          line(inner, "SOFTLINK \"%s\" {".formatted(link.name()));
          line(inner + STEP, "LINKTARGET \"%s\"".formatted(soft.path()));
          line(inner, "}");
        }
        case LinkTarget.External external -> {
          line(inner, "EXTERNAL_LINK \"%s\" {".formatted(link.name()));
          line(inner + STEP, "TARGETFILE \"%s\"".formatted(external.file()));
          line(inner + STEP, "TARGETPATH \"%s\"".formatted(external.path()));
          line(inner, "}");
        }
      }
    }
    line(indent, "}");
  }

  private void type(String name, VolType type, int indent) throws H5Exception {
    String words = DdlType.text(type.type(), indent);
    String end = type.type() instanceof CompoundType ? "" : ";";
    line(indent, "DATATYPE \"%s\" %s%s".formatted(name, words, end));
    attributes(type, indent + STEP);
  }

  private void dataset(String name, VolDataset dataset, int indent) throws H5Exception {
    line(indent, "DATASET \"%s\" {".formatted(name));
    int inner = indent + STEP;
    DatasetCreation creation = dataset.creation();
    line(inner, "DATATYPE  " + type(dataset, inner));
    line(inner, "DATASPACE  " + space(creation.space()));
    if (options.properties()) {
      new DumpProperties(out, text, inner).print(dataset);
    }
    if (options.data()) {
      data(dataset, inner);
    }
    attributes(dataset, inner);
    line(indent, "}");
  }

  /** The name of its type, if it has one. */
  private String type(VolDataset dataset, int indent) {
    ObjectTable.Known named = dataset.namedType().map(table::known).orElse(null);
    return named == null
        ? DdlType.text(dataset.creation().type(), indent)
        : "\"%s\"".formatted(ObjectTable.absolute(named.path()));
  }

  private void attributes(VolObject object, int indent) throws H5Exception {
    for (String name : Names.attributes(object)) {
      AttributeValue value =
          object
              .attribute(name)
              .orElseThrow(() -> new H5Exception(H5Error.NOT_FOUND, "attribute=" + name));
      attribute(value, indent);
    }
  }

  private void attribute(AttributeValue value, int indent) throws H5Exception {
    line(indent, "ATTRIBUTE \"%s\" {".formatted(value.name()));
    int inner = indent + STEP;
    line(inner, "DATATYPE  " + DdlType.text(value.elements().type(), inner));
    line(inner, "DATASPACE  " + space(value.space()));
    if (options.attributeData()) {
      line(inner, "DATA {");
      if (isReference(value.elements().type())) {
        references(value.elements(), inner + STEP);
      } else if (value.space().elements() > 0) {
        DataText lines = new DataText(out, inner, value.space().shape());
        elements(value.elements(), lines, inner);
      }
      line(inner, "}");
    }
    line(indent, "}");
  }

  static String space(Dataspace space) {
    return switch (space.kind()) {
      case NULL -> "NULL";
      case SCALAR -> "SCALAR";
      case SIMPLE ->
          "SIMPLE { ( %s ) / ( %s ) }"
              .formatted(DumpProperties.lengths(space.shape()), lengths(space.maxShape()));
    };
  }

  private static String lengths(long... shape) {
    return DumpProperties.lengths(shape)
        .replace(Long.toString(Dataspace.UNLIMITED), "H5S_UNLIMITED");
  }

  private void data(VolDataset dataset, int indent) throws H5Exception {
    line(indent, "DATA {");
    try {
      elements(dataset, indent);
    } catch (H5Exception e) {
      if (e.error() != H5Error.UNSUPPORTED) {
        throw e;
      }
      obstacles.add(e.getMessage());
    }
    line(indent, "}");
  }

  private void elements(VolDataset dataset, int indent) throws H5Exception {
    DatasetCreation creation = dataset.creation();
    if (creation.layout() instanceof StorageLayout.Foreign foreign) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "elements are not here: storage=%s file=%s".formatted(foreign.what(), file.name()));
    }
    H5Type type = creation.type();
    DataText lines = new DataText(out, indent, creation.space().shape());
    try (DatasetReader reader = new DatasetReader(dataset)) {
      Boxes boxes = Boxes.rows(creation.space(), DatasetReader.limit(type));
      while (boxes.hasNext()) {
        if (out.checkError()) {
          throw new H5Exception(H5Error.IO, "nobody takes the output: file=" + file.name());
        }
        Elements elements = reader.read(boxes.next());
        if (isReference(type)) {
          references(elements, indent + STEP);
        } else {
          elements(elements, lines, indent);
        }
      }
    }
  }

  private void elements(Elements elements, DataText lines, int indent) {
    for (long i = 0; i < elements.count(); i++) {
      lines.add(text.text(elements, i, indent + STEP));
    }
  }

  private static boolean isReference(H5Type type) {
    return type instanceof ReferenceType reference && reference.kind() == ReferenceType.Kind.OBJECT;
  }

  /** References one in a line, each with the elements of the dataset that it leads to. */
  private void references(Elements elements, int indent) throws H5Exception {
    for (long i = 0; i < elements.count(); i++) {
      line(indent, text.text(elements, i, indent));
      ObjectToken token =
          new ObjectToken(Scalars.word(elements.bytes(), i * elements.type().size()));
      if (token.value() == 0) {
        continue;
      }
      if (table.known(token) != null
          && file.object(token) instanceof VolDataset dataset
          && !isReference(dataset.creation().type())) {
        data(dataset, indent + STEP);
      } else {
        line(indent + STEP, "DATA {");
        line(indent + STEP, "}");
      }
    }
  }
}
