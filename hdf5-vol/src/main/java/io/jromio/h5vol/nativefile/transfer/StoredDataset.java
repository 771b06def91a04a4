package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.H5Exception;

/** A dataset as transfers see it. */
public interface StoredDataset {

  /** Type, shape, filters, fill value. */
  DatasetCreation creation();

  /** Where its elements are now. */
  Storage storage() throws H5Exception;

  /** Tells that places in the chunk table, or the bytes of a compact dataset, have changed. */
  void storageChanged();

  /** Path, for messages. */
  String path();
}
