package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.ProgramRun;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.H5File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over HDF5. */
final class IorHdf5Test {
  private static final String SIZES = "-b 64k -t 16k -s 3";

  private final Path folder;

  IorHdf5Test(@TempDir Path folder) {
    this.folder = folder;
  }

  private String file() {
    return folder.resolve("ior.h5").toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldReadWhatWasWrittenWhenFileIsSharedOrNot(int ranks) {
    ProgramRun run = IorRun.of(ranks, "-a HDF5 -c -wWrR -C %s -o %s".formatted(SIZES, file())).ok();
    assertTrue(run.out().contains("api                 : HDF5"), run::toString);
    assertEquals("", run.err());
    IorRun.of(ranks, "-a HDF5 -wWrR -C %s -o %s".formatted(SIZES, file())).ok();
    IorRun.of(ranks, "-a HDF5 -F -wWrR -b 64k -t 16k -o %s".formatted(file())).ok();
    IorRun.of(ranks, "-a HDF5 -c --hdf5.chunkSize 1000 -wWrR %s -o %s".formatted(SIZES, file()))
        .ok();
  }

  @Test
  void shouldMakeADatasetPerSegmentWhenSegmentsAreMany() {
    IorRun.of(2, "-a HDF5 -w -k --hdf5.setAlignment 4k %s -o %s".formatted(SIZES, file())).ok();
    RankThreads.run(
        1,
        world -> {
          try (H5File file = H5File.open(world, file())) {
            assertEquals(3, file.links().size());
            assertEquals(16384, file.dataset("Dataset-0000.0002").shape()[0]);
            assertEquals(0, file.dataset("Dataset-0000.0002").storage().address() % 4096);
          }
        });
  }

  @Test
  void shouldRefuseTransfersThatAreNoWholeElements() {
    ProgramRun run = IorRun.of(2, "-a HDF5 -b 12 -t 12 -o " + file()).endedWith(2);
    assertTrue(run.err().contains("-t=12"), run::toString);
  }
}
