package io.jromio.h5vol;

import io.jromio.h5vol.GroupNode.Spot;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes along paths, one link after the other, through soft and external links.
 *
 * @source HDF5 user guide, section on paths; H5Gtraverse.c
 */
final class PathWalk {
  /** Most soft and external links on one path, as H5Pset_nlinks has it. */
  static final int MAX_LINKS = 16;

  private final boolean creates;
  private int links;

  private PathWalk(boolean creates) {
    this.creates = creates;
  }

  /** A name in a group, whether there is something or not. */
  record Entry(Spot parent, VolGroup group, String name) {
    String path() {
      return join(parent.path(), name);
    }
  }

  static Spot find(Spot start, String path) throws H5Exception {
    return new PathWalk(false).walk(start, path, components(path).size());
  }

  /** The group at {@code path}, made with all between if it may be and is not there. */
  static Spot group(Spot start, String path, boolean mayCreate) throws H5Exception {
    return new PathWalk(mayCreate).walk(start, path, components(path).size());
  }

  /** Where the last link of {@code path} is. */
  static Entry entry(Spot start, String path) throws H5Exception {
    return entry(start, path, false);
  }

  /** Where the last link of {@code path} will be, after all groups on the way are there. */
  static Entry newEntry(Spot start, String path) throws H5Exception {
    return entry(start, path, true);
  }

  private static Entry entry(Spot start, String path, boolean creates) throws H5Exception {
    List<String> components = components(path);
    if (components.isEmpty()) {
      throw new H5Exception(
          H5Error.ARG,
          "path without a name: path=%s from=%s (file %s)"
              .formatted(path, start.path(), start.file().name()));
    }
    Spot parent = new PathWalk(creates).walk(start, path, components.size() - 1);
    return new Entry(parent, groupOf(parent), components.getLast());
  }

  static VolGroup groupOf(Spot spot) throws H5Exception {
    if (spot.vol() instanceof VolGroup group) {
      return group;
    }
    throw new H5Exception(
        H5Error.ARG,
        "no group: path=%s kind=%s (file %s)"
            .formatted(spot.path(), spot.vol().kind(), spot.file().name()));
  }

  /** Follows the first {@code count} components. */
  private Spot walk(Spot start, String path, int count) throws H5Exception {
    Spot spot = path.startsWith("/") ? start.file().rootSpot() : start;
    for (String name : components(path).subList(0, count)) {
      VolGroup group = groupOf(spot);
      Optional<Link> link = group.link(name);
      if (link.isPresent()) {
        spot = follow(spot, link.get());
      } else if (creates && spot.file().writes()) {
        spot = new Spot(spot.file(), group.createGroup(name), join(spot.path(), name));
      } else {
        throw new H5Exception(
            H5Error.NOT_FOUND,
            "no such path: path=%s (file %s)"
                .formatted(join(spot.path(), name), spot.file().name()));
      }
    }
    return spot;
  }

  private Spot follow(Spot from, Link link) throws H5Exception {
    String path = join(from.path(), link.name());
    H5File file = from.file();
    return switch (link.target()) {
      case LinkTarget.Hard hard -> {
        VolObject object = file.vol().object(hard.token());
        yield new Spot(file, object, path);
      }
      case LinkTarget.Soft soft -> {
        countLink(path, file);
        yield new Spot(file, walk(from, soft.path(), components(soft.path()).size()).vol(), path);
      }
      case LinkTarget.External external -> {
        countLink(path, file);
        H5File other = file.external(external.file(), path);
        yield walk(other.rootSpot(), external.path(), components(external.path()).size());
      }
    };
  }

  private void countLink(String path, H5File file) throws H5Exception {
    if (++links > MAX_LINKS) {
      throw new H5Exception(
          H5Error.NOT_FOUND,
          "soft and external links without end: path=%s limit=%d (file %s)"
              .formatted(path, MAX_LINKS, file.name()));
    }
  }

  private static List<String> components(String path) {
    List<String> names = new ArrayList<>();
    for (int begin = 0; begin < path.length(); ) {
      int slash = path.indexOf('/', begin);
      int end = slash < 0 ? path.length() : slash;
      String name = path.substring(begin, end);
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
      begin = end + 1;
    }
    return names;
  }

  static String join(String parent, String path) {
    if (path.startsWith("/")) {
      return path;
    }
    return parent.endsWith("/") ? parent + path : parent + "/" + path;
  }
}
