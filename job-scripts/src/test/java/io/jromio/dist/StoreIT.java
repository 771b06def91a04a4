package io.jromio.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dist.JromioCommand.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs on the embedded store: it comes with the first rank and goes with the last. */
@Timeout(300)
class StoreIT {
  private static final String FILE = "daos://tank/ckpt/ior.dat";
  private static final String SIZES = "-b 2m -t 256k -G 7 -k -o " + FILE;

  private final Path folder;
  private final Map<String, String> environment;

  StoreIT(@TempDir(factory = FolderInMemory.class) Path folder) {
    this.folder = folder;
    this.environment = Map.of("JROMIO_HOME", folder.resolve("home").toString());
  }

  private static String[] ior(String launcher, String options) {
    List<String> words = new ArrayList<>(List.of("run", "-n", "4"));
    words.addAll(List.of((launcher + " ior " + options).split(" ")));
    return words.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--launcher local",
        "--launcher threads",
        "--launcher mpj",
        "--launcher mpj --mpj-device niodev"
      })
  void shouldKeepWhatAJobWroteForTheNextOne(String launcher) throws Exception {
    Result wrote =
        JromioCommand.run(folder, environment, ior(launcher, "-a MPIIO -c -w -W -r -R " + SIZES));
    assertEquals(0, wrote.code(), wrote.err());
    List<String> notices = wrote.err().lines().filter(line -> line.startsWith("jromio:")).toList();
    assertEquals(2, notices.size(), wrote.err());
    assertTrue(notices.get(0).contains("made pool tank"), wrote.err());
    assertTrue(notices.get(1).contains("made container ckpt of pool tank"), wrote.err());
    assertNobodyServes();
    Result read =
        JromioCommand.run(folder, environment, ior("--launcher local", "-a DFS -R " + SIZES));
    assertEquals(0, read.code(), read.err());
    assertEquals("", read.err());
    assertNobodyServes();
  }

  private void assertNobodyServes() throws IOException {
    try (Stream<Path> sockets = Files.list(folder.resolve("home/run"))) {
      assertEquals(List.of(), sockets.toList());
    }
  }

  @Test
  void shouldServeTwoJobsAtOnceFromOneEngine() throws Exception {
    List<Path> folders = new ArrayList<>();
    List<JromioCommand> commands = new ArrayList<>();
    List<Process> jobs = new ArrayList<>();
    for (int job = 0; job < 2; job++) {
      folders.add(Files.createDirectory(folder.resolve("job" + job)));
      commands.add(JromioCommand.in(JromioCommand.HOME, folders.get(job), environment));
      String file = "-b 2m -t 256k -i 3 -o daos://tank/ckpt/job" + job;
      jobs.add(commands.get(job).start(ior("--launcher local", "-a MPIIO -w -W -r -R " + file)));
    }
    for (int job = 0; job < 2; job++) {
      Result result = commands.get(job).await(jobs.get(job));
      assertEquals(0, result.code(), result.err());
      assertFalse(result.out().contains("WARNING"), result.out());
    }
    assertNobodyServes();
  }

  @Test
  void shouldEndWithAnErrorWhenThereIsNothingToRead() throws Exception {
    Result result =
        JromioCommand.run(folder, environment, ior("--launcher local", "-a MPIIO -r -o " + FILE));
    assertEquals(1, result.code(), result.err());
    assertTrue(result.err().contains("MPI_ERR_NO_SUCH_FILE"), result.err());
    assertTrue(result.err().contains(FILE.substring("daos:".length())), result.err());
  }

  @Test
  void shouldSayWhatToDoWhenTheEmbeddedStoreIsOff() throws Exception {
    Map<String, String> off = Map.of("JROMIO_EMBEDDED", "off");
    Result result =
        JromioCommand.run(folder, off, ior("--launcher local", "-a MPIIO -w -o " + FILE));
    assertEquals(1, result.code(), result.err());
    assertTrue(result.err().contains("JROMIO_ENGINE"), result.err());
    assertTrue(result.err().contains("JROMIO_EMBEDDED=off"), result.err());
  }
}
