package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.bench.ProgramRun;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole runs on DFS, straight and over MPI-IO, in the embedded store of the build's own
 * JROMIO_HOME.
 */
final class IorDfsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String SIZES = "-b 300k -t 50k -s 2";

  private String container = "";

  @BeforeEach
  void useNewContainer() {
    container = "ior-%d-%d".formatted(ProcessHandle.current().pid(), NAMES.incrementAndGet());
  }

  private String file() {
    return "daos://tests/" + container + "/f";
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldFindTheDataRightWhenWrittenAndReadStraight(int ranks) {
    ProgramRun run = IorRun.of(ranks, "-a DFS -wWrR -C %s -o %s".formatted(SIZES, file())).ok();
    assertTrue(run.out().contains("api                 : DFS"), run::toString);
    assertTrue(run.out().contains("\nread  "), run::toString);
    IorRun.of(ranks, "-a DFS -F -wWrR -C %s -o %s".formatted(SIZES, file())).ok();
    IorRun.of(ranks, "-a DFS -F -u -wWrR %s -o %s".formatted(SIZES, file())).ok();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldVerifyWhatTheOtherApiWroteWhenSeedIsKnown(int ranks) {
    String options = "-G 77 -k %s -o %s".formatted(SIZES, file());
    String[] others = {"MPIIO", "MPIIO -c", "MPIIO -c --mpiio.useFileView"};
    for (String other : others) {
      IorRun.of(ranks, "-a DFS -w " + options).ok();
      IorRun.of(ranks, "-a %s -R %s".formatted(other, options)).ok();
      IorRun.of(ranks, "-a %s -w -E %s".formatted(other, options)).ok();
      IorRun.of(ranks, "-a DFS -R " + options).ok();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-c",
        "-c --mpiio.useFileView --mpiio.useStridedDatatype",
        "--mpiio.useFileView --mpiio.useStridedDatatype",
        "-F",
        "-F -u",
        "-c --mpiio.preallocate",
        "-m -i 2 -e -z"
      })
  void shouldFindTheDataRightWhenWrittenOverMpiIo(String mode) {
    IorRun.of(3, "-a MPIIO -wWrR %s %s -o %s".formatted(mode, SIZES, file())).ok();
  }

  @Test
  void shouldTakePoolAndContainerFromTheOptions() {
    String where =
        "--dfs.pool tests --dfs.cont %s --dfs.prefix /mnt/dfs --dfs.oclass S1 --dfs.chunk_size 64k"
            .formatted(container);
    IorRun.of(2, "-a DFS -w -k -G 5 %s %s -o /mnt/dfs/g".formatted(where, SIZES)).ok();
    String found = file().replaceFirst("f$", "g");
    IorRun.of(2, "-a MPIIO -R -k -G 5 %s -o %s".formatted(SIZES, found)).ok();
    ProgramRun shown =
        IorRun.of(1, "-a MPIIO -r -k --mpiio.showHints -b 50k -t 50k -o " + found).ok();
    assertTrue(shown.out().contains("romio_daos_chunk_size = 65536"), shown::toString);
    assertTrue(shown.out().contains("romio_daos_obj_class = S1"), shown::toString);
  }

  @Test
  void shouldDestroyTheContainerAtTheEndWhenAsked() {
    IorRun.of(2, "-a DFS -w -k %s -o %s".formatted(SIZES, file())).ok();
    IorRun.of(2, "-a DFS -r -k --dfs.destroy %s -o %s".formatted(SIZES, file())).ok();
    MpiIoException e = assertThrows(MpiIoException.class, () -> MpiFile.delete(file(), new Info()));
    assertEquals(ErrorClass.NO_SUCH_FILE, e.errorClass());
  }

  @Test
  void shouldSayWhatIsMissingWhenThereIsNothingToRead() {
    AtomicInteger aborted = new AtomicInteger();
    try {
      RankThreads.run(
          1,
          new String[] {"-a", "DFS", "-r", "-o", file()},
          world -> {
            aborted.set(Ior.run(world, world.args(), System.out, System.err));
          });
    } catch (AssertionError | RuntimeException e) {
      aborted.set(1);
    }
    assertEquals(1, aborted.get());
  }

  @Test
  void shouldAskNoStoreWhenDry() {
    IorRun.of(2, "-a DFS --dryRun -o daos://no-such-pool/c/f").ok();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--dfs.pool p | --dfs.pool and --dfs.cont go together",
        "--dfs.cont c | --dfs.pool and --dfs.cont go together",
        "--dfs.oclass GOLD | an object class such as",
        "--dfs.chunk_size -1 | a number of at least 0",
        "--dfs.group g | --dfs.group (dfs.group) is not there yet",
      })
  void shouldRefuseOptionsThatCannotBe(String options, String message) {
    ProgramRun run = IorRun.of(1, "-a DFS -o daos://p/c/f " + options);
    assertEquals(2, run.code());
    assertTrue(run.err().contains(message), run::toString);
  }
}
