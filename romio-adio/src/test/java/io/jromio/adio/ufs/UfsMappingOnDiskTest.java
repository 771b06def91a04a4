package io.jromio.adio.ufs;

import io.jromio.adio.AdioDriver;
import io.jromio.adio.contract.AdioMappingContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

final class UfsMappingOnDiskTest extends AdioMappingContract {
  private final Path dir;

  UfsMappingOnDiskTest(@TempDir Path dir) {
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
  protected boolean maps() {
    try {
      String type = Files.getFileStore(dir).type();
      return Set.of("tmpfs", "ext2", "ext3", "ext4", "xfs", "btrfs").contains(type);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
