package io.jromio.h5vol.log;

import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.vol.VolType;

/** A named type of the connector below. */
final class LogType extends LogObject<VolType> implements VolType {
  LogType(LogFile file, VolType below, String path) {
    super(file, below, path);
  }

  @Override
  public H5Type type() {
    return below().type();
  }
}
