package io.jromio.h5vol.daos;

import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.vol.VolType;

/** A named type. */
final class DaosType extends DaosObject implements VolType {
  private final H5Type type;

  DaosType(ContainerFile file, ObjectToken token, H5Type type) {
    super(file, token);
    this.type = type;
  }

  @Override
  public H5Type type() {
    return type;
  }
}
