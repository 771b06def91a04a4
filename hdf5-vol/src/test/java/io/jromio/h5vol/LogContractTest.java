package io.jromio.h5vol;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The connector that logs, twice, over the native one. */
final class LogContractTest extends H5ContractSuite {
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder(@TempDir Path directory) {
    folder = directory;
  }

  @Override
  H5Subject subject() {
    return H5Subject.at(
        "log file=%1$s/log;under_vol=log;under_info={file=%1$s/log2;under_vol=native}"
            .formatted(folder),
        folder);
  }
}
