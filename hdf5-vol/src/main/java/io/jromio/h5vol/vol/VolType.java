package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.H5Type;

/** A named type of an open file. */
public interface VolType extends VolObject {

  /** Local. */
  H5Type type();
}
