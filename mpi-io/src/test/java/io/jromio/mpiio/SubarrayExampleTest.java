package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.jromio.comm.RankThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The bytes that the program of the README must write. */
final class SubarrayExampleTest extends FileTest {

  @Test
  void shouldWriteEveryBlockWhereItBelongs() throws Exception {
    Path path = path("array");
    String[] args = {path.toString()};
    RankThreads.run(4, args, world -> Blocks.main(world.args()));
    byte[] content = Files.readAllBytes(path);
    assertEquals(1000 * 600 * 4, content.length);
    for (int row = 0; row < 1000; row++) {
      for (int at = 0; at < 600 * 4; at++) {
        int owner = row / 500 * 2 + at / 4 / 300;
        if (owner != content[row * 600 * 4 + at]) {
          fail("row=%d byte=%d found=%d".formatted(row, at, content[row * 600 * 4 + at]));
        }
      }
    }
  }

  @Test
  void shouldBeTheProgramThatTheReadmeShows() throws Exception {
    String source = Files.readString(Path.of("src/test/java/io/jromio/mpiio/Blocks.java"));
    String program = source.substring(source.indexOf("class Blocks {"));
    assertTrue(Files.readString(Path.of("../README.md")).contains(program), program);
  }
}
