package io.jromio.adio.ufs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What takes more than one process, or a process of another user. */
@Timeout(60)
final class UfsProcessTest {
  private static final int ROUNDS = 300;

  @Test
  void shouldKeepProcessesApart(@TempDir Path dir) throws Exception {
    Path counter = Files.write(dir.resolve("counter"), new byte[8]);
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      children.add(child(List.of(), "count", counter.toString()).start());
    }
    for (Process child : children) {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, child.waitFor(), said);
    }
    long[] value = new long[1];
    MemorySegment.ofArray(value).copyFrom(MemorySegment.ofArray(Files.readAllBytes(counter)));
    assertEquals(2 * ROUNDS, value[0]);
  }

  @Test
  void shouldFailWithAccessWhenPermissionIsDenied() throws Exception {
    Path dir = Files.createTempDirectory("UfsProcessTest");
    Path classes =
        Path.of(UfsDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    List<String> probe = new ArrayList<>(nobody);
    probe.addAll(List.of("test", "-r", classes.resolve("module-info.class").toString()));
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && new ProcessBuilder(probe).start().waitFor() == 0,
        "skipped: needs root, setpriv, and classes that everybody may read");
    try {
      Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
      for (String mode : List.of("---------", "-w--w--w-", "r--r--r--")) {
        Path file = Files.writeString(dir.resolve(mode), "text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      }
      Process child = child(nobody, "access", dir.toString()).start();
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, child.waitFor(), said);
      assertEquals(
          List.of(
              "--------- RDONLY MPI_ERR_ACCESS",
              "--------- WRONLY MPI_ERR_ACCESS",
              "--------- RDWR MPI_ERR_ACCESS",
              "-w--w--w- RDONLY MPI_ERR_ACCESS",
              "-w--w--w- WRONLY opened, sieving=false, read MPI_ERR_ACCESS",
              "-w--w--w- RDWR MPI_ERR_ACCESS",
              "r--r--r-- RDONLY opened, sieving=false, read 4",
              "r--r--r-- WRONLY MPI_ERR_ACCESS",
              "r--r--r-- RDWR MPI_ERR_ACCESS",
              "new WRONLY MPI_ERR_ACCESS",
              "delete MPI_ERR_ACCESS"),
          said.lines().filter(line -> !line.startsWith("WARNING")).toList());
    } finally {
      for (String name : List.of("---------", "-w--w--w-", "r--r--r--")) {
        Files.deleteIfExists(dir.resolve(name));
      }
      Files.delete(dir);
    }
  }

  private static ProcessBuilder child(List<String> prefix, String... args) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xshare:auto", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** The program of the other processes. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      if (args[0].equals("count")) {
        count(args[1]);
      } else {
        access(Path.of(args[1]));
      }
    }

    private static void count(String path) throws MpiIoException {
      long[] value = new long[1];
      MemorySegment memory = MemorySegment.ofArray(value);
      try (AdioFile file = new UfsDriver().open(path, Set.of(AccessMode.RDWR), Hints.defaults())) {
        for (int i = 0; i < ROUNDS; i++) {
          try (AdioFile.RangeLock _ = file.lock(i % 8, 1 + i % 100, true);
              AdioFile.RangeLock _ = file.lock(1000, 1, true)) {
            file.readAt(0, memory);
            value[0]++;
            Thread.yield();
            file.writeAt(0, memory);
          }
        }
      }
    }

    private static void access(Path dir) {
      for (String mode : List.of("---------", "-w--w--w-", "r--r--r--")) {
        for (AccessMode way : List.of(AccessMode.RDONLY, AccessMode.WRONLY, AccessMode.RDWR)) {
          System.out.println(mode + " " + way + " " + tryOpen(dir.resolve(mode), Set.of(way)));
        }
      }
      Set<AccessMode> create = Set.of(AccessMode.WRONLY, AccessMode.CREATE);
      System.out.println("new WRONLY " + tryOpen(dir.resolve("new"), create));
      try {
        new UfsDriver().delete(dir.resolve("r--r--r--").toString());
        System.out.println("deleted");
      } catch (MpiIoException e) {
        System.out.println("delete " + e.errorClass().mpiName());
      }
    }

    private static String tryOpen(Path path, Set<AccessMode> modes) {
      try (AdioFile file = new UfsDriver().open(path.toString(), modes, Hints.defaults())) {
        boolean sieving = file.features().contains(AdioFeature.DATA_SIEVING_WRITES);
        return "opened, sieving=" + sieving + ", read " + tryRead(file);
      } catch (MpiIoException e) {
        return e.errorClass().mpiName();
      }
    }

    private static String tryRead(AdioFile file) {
      try {
        return Long.toString(file.readAt(0, MemorySegment.ofArray(new byte[10])));
      } catch (MpiIoException e) {
        return e.errorClass().mpiName();
      }
    }
  }

  @Test
  void shouldHaveLibcHere() throws MpiIoException {
    Libc.require();
    assertTrue(System.getProperty("os.name").contains("Linux"));
  }
}
