package io.jromio.bench.h5;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All names below an object, in the order of the alphabet and groups before what they contain; a
 * group that has several names is entered by the first only.
 */
final class ObjectTable {

  /**
   * A name.
   *
   * @param path from where the table begins, which itself is the empty path
   * @param target where the name leads
   * @param kind of the object, null for soft and external links
   */
  record Entry(String path, LinkTarget target, @Nullable ObjectKind kind) {}

  /** The first name of an object. */
  record Known(String path, ObjectKind kind) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Map<ObjectToken, Known> known = new HashMap<>();

  private ObjectTable() {}

  static ObjectTable of(VolFile file) throws H5Exception {
    return of(file.root());
  }

  static ObjectTable of(VolObject start) throws H5Exception {
    ObjectTable table = new ObjectTable();
    table.visit(start, "");
    return table;
  }

  private void visit(VolObject object, String path) throws H5Exception {
    entries.add(new Entry(path, new LinkTarget.Hard(object.token()), object.kind()));
    boolean isNew = known.putIfAbsent(object.token(), new Known(path, object.kind())) == null;
    if (!isNew || !(object instanceof VolGroup group)) {
      return;
    }
    for (Link link : Names.links(group)) {
      String child = path + "/" + link.name();
      if (link.target() instanceof LinkTarget.Hard hard) {
        visit(group.file().object(hard.token()), child);
      } else {
        entries.add(new Entry(child, link.target(), null));
      }
    }
  }

  List<Entry> entries() {
    return entries;
  }

  /** The first name of an object, null if no name leads to it. */
  @Nullable Known known(ObjectToken token) {
    return known.get(token);
  }

  /** What h5dump says of an object that a reference names, such as {@code DATASET 800 "/x"}. */
  String reference(ObjectToken token) {
    Known object = known.get(token);
    if (object == null) {
      return "UNKNOWN " + token.value();
    }
    return "%s %d \"%s\"".formatted(word(object.kind()), token.value(), absolute(object.path()));
  }

  static String absolute(String path) {
    return path.isEmpty() ? "/" : path;
  }

  static String word(ObjectKind kind) {
    return switch (kind) {
      case GROUP -> "GROUP";
      case DATASET -> "DATASET";
      case NAMED_TYPE -> "DATATYPE";
    };
  }
}
