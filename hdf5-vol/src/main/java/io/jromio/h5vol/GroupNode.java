package io.jromio.h5vol;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group of an open file, by the connector. */
final class GroupNode implements H5Group {
  private final Spot spot;
  private final VolGroup vol;

  GroupNode(Spot spot, VolGroup vol) {
    this.spot = spot;
    this.vol = vol;
  }

  /** The path of something below this group. */
  String below(String path) {
    return PathWalk.join(spot.path(), path);
  }

  @Override
  public H5Group group(String path) throws H5Exception {
    Spot found = PathWalk.group(spot, path, file().writes());
    return new GroupNode(found, PathWalk.groupOf(found));
  }

  @Override
  public DatasetSpec newDataset(String path) {
    return new DatasetSpec(this, path);
  }

  H5Dataset createDataset(String path, DatasetCreation creation, @Nullable H5NamedType named)
      throws H5Exception {
    PathWalk.Entry entry = PathWalk.newEntry(spot, path);
    H5File file = entry.parent().file();
    if (named != null && !named.file().equals(file)) {
      throw new H5Exception(
          H5Error.ARG,
          "type of another file: path=%s type=%s (file %s)"
              .formatted(entry.path(), named, file.name()));
    }
    VolGroup group = entry.group();
    VolDataset made =
        named == null
            ? group.createDataset(entry.name(), creation)
            : group.createDataset(entry.name(), creation, named.vol());
    return new H5Dataset(file, made, entry.path());
  }

  @Override
  public H5Dataset dataset(String path) throws H5Exception {
    H5Object found = object(path);
    if (found instanceof H5Dataset dataset) {
      return dataset;
    }
    throw new H5Exception(
        H5Error.ARG,
        "no dataset: path=%s kind=%s (file %s)"
            .formatted(found.path(), found.kind(), found.file().name()));
  }

  @Override
  public H5Object object(String path) throws H5Exception {
    return PathWalk.find(spot, path).object();
  }

  @Override
  public boolean exists(String path) throws H5Exception {
    try {
      PathWalk.find(spot, path);
      return true;
    } catch (H5Exception e) {
      if (e.error() == H5Error.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public List<Link> links() throws H5Exception {
    return vol.list();
  }

  @Override
  public void link(String path, H5Object object) throws H5Exception {
    PathWalk.Entry entry = PathWalk.newEntry(spot, path);
    if (!entry.parent().file().equals(object.file())) {
      throw new H5Exception(
          H5Error.ARG,
          "no hard link between files: path=%s object=%s file=%s (file %s)"
              .formatted(entry.path(), object.path(), object.file().name(), file().name()));
    }
    entry.group().createLink(entry.name(), new LinkTarget.Hard(object.token()));
  }

  @Override
  public void softLink(String path, String target) throws H5Exception {
    PathWalk.Entry entry = PathWalk.newEntry(spot, path);
    if (target.isEmpty()) {
      throw new H5Exception(
          H5Error.ARG,
          "soft link to nothing: path=%s (file %s)".formatted(entry.path(), file().name()));
    }
    entry.group().createLink(entry.name(), new LinkTarget.Soft(target));
  }

  @Override
  public void externalLink(String path, String file, String target) throws H5Exception {
    PathWalk.Entry entry = PathWalk.newEntry(spot, path);
    if (file.isEmpty() || target.isEmpty()) {
      throw new H5Exception(
          H5Error.ARG,
          "external link to nothing: path=%s file=%s target=%s (file %s)"
              .formatted(entry.path(), file, target, file().name()));
    }
    entry.group().createLink(entry.name(), new LinkTarget.External(file, target));
  }

  @Override
  public void delete(String path) throws H5Exception {
    PathWalk.Entry entry = PathWalk.entry(spot, path);
    entry.group().deleteLink(entry.name());
  }

  @Override
  public void move(String path, String newPath) throws H5Exception {
    PathWalk.Entry from = PathWalk.entry(spot, path);
    PathWalk.Entry to = PathWalk.newEntry(spot, newPath);
    if (!from.parent().file().equals(to.parent().file())) {
      throw new H5Exception(
          H5Error.ARG,
          "no move between files: path=%s newPath=%s (file %s)"
              .formatted(path, newPath, file().name()));
    }
    from.group().moveLink(from.name(), to.group(), to.name());
  }

  @Override
  public H5NamedType commit(String path, H5Type type) throws H5Exception {
    PathWalk.Entry entry = PathWalk.newEntry(spot, path);
    VolType made = entry.group().createType(entry.name(), type);
    return new H5NamedType(entry.parent().file(), made, entry.path());
  }

  @Override
  public H5Attributes attributes() {
    return new H5Attributes(vol, spot.path());
  }

  @Override
  public String path() {
    return spot.path();
  }

  @Override
  public ObjectToken token() {
    return vol.token();
  }

  @Override
  public ObjectKind kind() {
    return ObjectKind.GROUP;
  }

  @Override
  public H5File file() {
    return spot.file();
  }

  @Override
  public long hardLinks() throws H5Exception {
    return vol.links();
  }

  @Override
  public String toString() {
    return "H5Group[path=%s, file=%s]".formatted(path(), file().name());
  }

  /**
   * An object with the way to it.
   *
   * @param path from the root of {@code file}
   */
  record Spot(H5File file, VolObject vol, String path) {
    H5Object object() {
      return H5File.handle(this);
    }
  }
}
