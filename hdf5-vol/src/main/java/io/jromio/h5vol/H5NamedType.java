package io.jromio.h5vol;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.vol.VolType;

/** A type that is stored under a name of its own, with attributes of its own. */
public final class H5NamedType implements H5Object {
  private final H5File file;
  private final VolType vol;
  private final String path;

  H5NamedType(H5File file, VolType vol, String path) {
    this.file = file;
    this.vol = vol;
    this.path = path;
  }

  VolType vol() {
    return vol;
  }

  /** Local. */
  public H5Type type() {
    return vol.type();
  }

  @Override
  public H5Attributes attributes() {
    return new H5Attributes(vol, path);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public ObjectToken token() {
    return vol.token();
  }

  @Override
  public ObjectKind kind() {
    return ObjectKind.NAMED_TYPE;
  }

  @Override
  public H5File file() {
    return file;
  }

  @Override
  public long hardLinks() throws H5Exception {
    return vol.links();
  }

  @Override
  public String toString() {
    return "H5NamedType[path=%s, type=%s, file=%s]".formatted(path, type(), file.name());
  }
}
