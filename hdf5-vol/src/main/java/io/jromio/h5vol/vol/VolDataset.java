package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.StorageInfo;
import java.util.Optional;

/** A dataset of an open file. Elements move by {@link VolFile#transfer}. */
public interface VolDataset extends VolObject {

  /** What it is now, its shape as all ranks last agreed on; local. */
  DatasetCreation creation();

  /** The named type that its elements are of, if they are of one; local. */
  default Optional<ObjectToken> namedType() {
    return Optional.empty();
  }

  /**
   * Changes the shape. New elements are fill values.
   *
   * @throws H5Exception {@link H5Error#ARG} beyond the largest shape
   */
  void resize(long... shape) throws H5Exception;

  StorageInfo storage() throws H5Exception;
}
