package io.jromio.h5vol;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The native connector on files of this machine. */
final class NativeUfsContractTest extends H5ContractSuite {
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder(@TempDir Path directory) {
    folder = directory;
  }

  @Override
  H5Subject subject() {
    return H5Subject.at("native", folder);
  }
}
