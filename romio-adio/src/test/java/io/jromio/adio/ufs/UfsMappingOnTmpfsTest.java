package io.jromio.adio.ufs;

import io.jromio.adio.AdioDriver;
import io.jromio.adio.contract.AdioMappingContract;
import java.nio.file.Path;

final class UfsMappingOnTmpfsTest extends AdioMappingContract {

  @Override
  protected AdioDriver driver() {
    return new UfsDriver();
  }

  @Override
  protected String newPath() {
    return Path.of("/dev/shm", "UfsMappingOnTmpfsTest-" + ProcessHandle.current().pid()).toString();
  }

  @Override
  protected boolean maps() {
    return true;
  }
}
