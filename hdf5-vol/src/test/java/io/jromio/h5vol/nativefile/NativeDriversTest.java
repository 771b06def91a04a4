package io.jromio.h5vol.nativefile;

import static io.jromio.h5vol.nativefile.NativeFiles.dataset;
import static io.jromio.h5vol.nativefile.NativeFiles.numbers;
import static io.jromio.h5vol.nativefile.NativeFiles.open;
import static io.jromio.h5vol.nativefile.NativeFiles.read;
import static io.jromio.h5vol.nativefile.NativeFiles.writeNumbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDrivers;
import io.jromio.adio.daos.DaosDriver;
import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.comm.RankThreads;
import io.jromio.dfs.DfsAttributes;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.embedded.StoreAccess;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same file on every file system that MPI-IO has. */
final class NativeDriversTest {
  @TempDir private Path folder = Path.of("/");

  private static void use(int ranks, String name) {
    RankThreads.run(
        ranks,
        world -> {
          try (VolFile file = NativeFiles.create(world, name)) {
            NativeFileTest.fill(file);
          }
          try (VolFile file = open(world, name, Access.WRITE)) {
            VolDataset tree = dataset(file, "/chunks/filteredTree");
            tree.resize(9, 9);
            writeNumbers(tree);
          }
          try (VolFile file = open(world, name, Access.READ)) {
            assertArrayEquals(numbers(81), read(dataset(file, "/chunks/filteredTree")));
            assertArrayEquals(numbers(35), read(dataset(file, "/g/contiguous")));
          }
        });
  }

  private static byte[] content(String name) {
    byte[][] content = new byte[1][];
    RankThreads.run(
        1,
        world -> {
          try (MpiFile file =
              MpiFile.open(world, name, EnumSet.of(AccessMode.RDONLY), new Info())) {
            content[0] = new byte[(int) file.size()];
            file.readAt(0, MemorySegment.ofArray(content[0]));
          }
        });
    return content[0];
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldBeTheSameFileInMemoryAndOnDisk(int ranks) throws Exception {
    String disk = "ufs:" + folder.resolve("disk.h5");
    use(ranks, disk);
    use(2, "mem:nativefile-" + ranks);
    assertArrayEquals(content(disk), content("mem:nativefile-" + ranks));
    assertEquals(List.of(), FileCheck.check(disk));
    assertEquals(List.of(), FileCheck.check("mem:nativefile-" + ranks));
  }

  @Test
  void shouldBeTheSameFileInAStore() throws Exception {
    String disk = folder.resolve("disk.h5").toString();
    use(2, disk);
    Map<String, String> variables = Map.of("JROMIO_HOME", folder.resolve("store").toString());
    try (StoreSystem system = StoreAccess.connect(variables)) {
      system.createPool("tests", 0);
      DfsClient.createContainer(
          system, "tests", "files", new DfsAttributes(4096, null, null, null, ""), Map.of());
      DaosDriver driver = new DaosDriver(new DaosEnvironment(variables));
      try (AdioDrivers.Registration _ = AdioDrivers.register(driver)) {
        use(3, "daos://tests/files/run.h5");
        assertArrayEquals(content(disk), content("daos://tests/files/run.h5"));
        assertEquals(List.of(), FileCheck.check("daos://tests/files/run.h5"));
      }
    }
  }
}
