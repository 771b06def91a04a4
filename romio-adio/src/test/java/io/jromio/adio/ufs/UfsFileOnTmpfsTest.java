package io.jromio.adio.ufs;

import io.jromio.adio.AdioDriver;
import io.jromio.adio.contract.AdioFileContract;
import java.nio.file.Path;

final class UfsFileOnTmpfsTest extends AdioFileContract {

  @Override
  protected AdioDriver driver() {
    return new UfsDriver();
  }

  @Override
  protected String newPath() {
    return Path.of("/dev/shm", "UfsFileOnTmpfsTest-" + ProcessHandle.current().pid()).toString();
  }

  @Override
  protected int unit() {
    return (int) UfsFile.CHUNK;
  }
}
