package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Info;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk of one mebibyte that runs full; needs to be root, to mount it. */
final class NoSpaceTest extends FileTest {
  private static final int SPACE = 1 << 20;

  private Path disk = Path.of("/");
  private boolean mounted;

  private static boolean works(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(path("disk"));
    mounted = works("mount", "-t", "tmpfs", "-o", "size=1m", "jromio-test", disk.toString());
    assumeTrue(mounted, "cannot mount a small tmpfs: not root, or not allowed to mount");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted) {
      assertTrue(works("umount", disk.toString()), "umount " + disk);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"enable", "disable"})
  void shouldThrowTheSameEverywhereWhenTheDiskRunsFull(String collectiveBuffering) {
    String name = disk.resolve("file").toString();
    RankThreads.run(
        4,
        world -> {
          Info info = new Info().set("romio_cb_write", collectiveBuffering);
          try (MpiFile file = MpiFile.open(world, name, CREATE, info)) {
            long size = SPACE / 2;
            MpiIoException error =
                refused(
                    ErrorClass.NO_SPACE,
                    () -> file.writeAtAll(size * world.rank(), room(size).fill((byte) 1)));
            assertTrue(error.transferred() <= size, "" + error.transferred());
            assertTrue(file.size() <= SPACE * 2, "" + file.size());
          }
        });
  }

  @Test
  void shouldStillServeTheFileWhenTheDiskHasRunFull() throws IOException {
    String name = disk.resolve("file").toString();
    onFile(
        2,
        name,
        CREATE,
        (world, file) -> {
          refused(ErrorClass.NO_SPACE, () -> file.writeAtAll(0, room(SPACE + 1)));
          refused(ErrorClass.NO_SPACE, () -> file.preallocate(2L * SPACE));
          file.setSize(0);
          file.writeAtAll(world.rank(), segment((byte) 3));
        });
    assertArrayEquals(new byte[] {3, 3}, content(name));
  }

  @Test
  void shouldTellHowMuchWasWrittenOnThisRankAlone() throws IOException {
    String name = disk.resolve("file").toString();
    byte[] data = bytes(1, SPACE + 5);
    onFile(
        1,
        name,
        CREATE,
        (world, file) -> {
          MpiIoException error = refused(ErrorClass.NO_SPACE, () -> file.write(segment(data)));
          assertEquals(file.size(), error.transferred());
          assertEquals(file.size(), file.position());
        });
    byte[] content = content(name);
    assertTrue(content.length > SPACE / 2, "" + content.length);
    assertArrayEquals(Arrays.copyOf(data, content.length), content);
  }
}
