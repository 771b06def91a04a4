package io.jromio.bench.h5;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Paths within a file. Links to other files are shown, but not followed. */
final class Names {
  /** Links on a way that lead to further ways. */
  private static final int MAX_SOFT = 16;

  private static final Comparator<String> BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private Names() {}

  /**
   * The object at the end of a path.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}; {@link H5Error#UNSUPPORTED} if it is in another
   *     file
   */
  static VolObject object(VolFile file, String path) throws H5Exception {
    return walk(file, file.root(), path, 0);
  }

  /** The last link of a path, itself not followed; empty for the root group. */
  static Optional<Link> link(VolFile file, String path) throws H5Exception {
    List<String> parts = parts(path);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String last = parts.getLast();
    VolObject group = object(file, String.join("/", parts.subList(0, parts.size() - 1)));
    Optional<Link> link = group instanceof VolGroup parent ? parent.link(last) : Optional.empty();
    if (link.isEmpty()) {
      throw missing(file, path);
    }
    return link;
  }

  private static VolObject walk(VolFile file, VolGroup from, String path, int depth)
      throws H5Exception {
    if (depth > MAX_SOFT) {
      throw new H5Exception(
          H5Error.NOT_FOUND,
          "soft links without end: path=%s limit=%d file=%s"
              .formatted(path, MAX_SOFT, file.name()));
    }
    VolObject here = path.startsWith("/") ? file.root() : from;
    for (String part : parts(path)) {
      if (!(here instanceof VolGroup group)) {
        throw missing(file, path);
      }
      LinkTarget target = group.link(part).map(Link::target).orElseThrow(() -> missing(file, path));
      here =
          switch (target) {
            case LinkTarget.Hard hard -> file.object(hard.token());
            case LinkTarget.Soft soft -> walk(file, group, soft.path(), depth + 1);
            case LinkTarget.External external ->
                throw new H5Exception(
                    H5Error.UNSUPPORTED,
                    "object of another file: path=%s target=%s//%s file=%s"
                        .formatted(path, external.file(), external.path(), file.name()));
          };
    }
    return here;
  }

  private static H5Exception missing(VolFile file, String path) {
    return new H5Exception(
        H5Error.NOT_FOUND, "no such object: path=%s file=%s".formatted(path, file.name()));
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** The path of an entry of a group. */
  static String child(String group, String name) {
    return group.equals("/") ? "/" + name : group + "/" + name;
  }

  /** The links of a group in the order of their names, as the C tools show them. */
  static List<Link> links(VolGroup group) throws H5Exception {
    List<Link> links = new ArrayList<>(group.list());
    links.sort(Comparator.comparing(Link::name, BYTES));
    return links;
  }

  /** The attributes of an object in the order of their names. */
  static List<String> attributes(VolObject object) throws H5Exception {
    List<String> names = new ArrayList<>(object.attributes());
    names.sort(BYTES);
    return names;
  }
}
