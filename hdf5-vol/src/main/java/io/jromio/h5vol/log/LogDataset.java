package io.jromio.h5vol.log;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.StorageInfo;
import io.jromio.h5vol.vol.VolDataset;
import java.util.Optional;

/** A dataset of the connector below. */
final class LogDataset extends LogObject<VolDataset> implements VolDataset {
  LogDataset(LogFile file, VolDataset below, String path) {
    super(file, below, path);
  }

  @Override
  public DatasetCreation creation() {
    return below().creation();
  }

  @Override
  public Optional<ObjectToken> namedType() {
    return below().namedType();
  }

  @Override
  public void resize(long... shape) throws H5Exception {
    log().run("resize", path(), () -> below().resize(shape));
  }

  @Override
  public StorageInfo storage() throws H5Exception {
    return log().call("storage", path(), () -> below().storage());
  }
}
