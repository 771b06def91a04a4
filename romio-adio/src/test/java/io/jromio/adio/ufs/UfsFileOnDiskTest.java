package io.jromio.adio.ufs;

import io.jromio.adio.AdioDriver;
import io.jromio.adio.contract.AdioFileContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class UfsFileOnDiskTest extends AdioFileContract {
  private final Path dir;

  UfsFileOnDiskTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Override
  protected AdioDriver driver() {
    return new UfsDriver();
  }

  @Override
  protected String newPath() {
    return dir.resolve("file").toString();
  }

  @Override
  protected int unit() {
    return 4096;
  }
}
