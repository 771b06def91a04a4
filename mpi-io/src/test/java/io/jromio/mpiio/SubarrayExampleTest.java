package io.jromio.mpiio;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AccessMode;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.Order;
import io.jromio.comm.Comms;
import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import io.jromio.hints.Info;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The program of the README, and the bytes it must write. */
final class SubarrayExampleTest extends FileTest {

  /** Four ranks write one 2-D array of ints, each its own quarter. */
  public static final class Blocks {
    public static void main(String[] args) throws Exception {
      try (World world = Comms.attach(args);
          Arena arena = Arena.ofConfined()) {
        int[] array = {1000, 600}; // rows, columns; 2 x 2 blocks
        int[] block = {500, 300};
        int[] start = {world.rank() / 2 * 500, world.rank() % 2 * 300};
        MemorySegment data = arena.allocate(JAVA_INT, 500 * 300);
        for (int i = 0; i < 500 * 300; i++) {
          data.setAtIndex(JAVA_INT, i, world.rank());
        }
        Datatype mine = Datatype.subarray(array, block, start, Order.C, Datatype.INT);
        Set<AccessMode> modes = Set.of(AccessMode.CREATE, AccessMode.WRONLY);
        try (MpiFile file = MpiFile.open(world, world.args()[0], modes, new Info())) {
          file.setView(0, Datatype.INT, mine);
          file.writeAll(data);
        }
      }
    }
  }

  @Test
  void shouldWriteEveryBlockWhereItBelongs() throws Exception {
    Path path = path("array");
    RankThreads.run(4, new String[] {path.toString()}, world -> Blocks.main(world.args()));
    MemorySegment content = segment(Files.readAllBytes(path));
    assertEquals(1000 * 600 * 4, content.byteSize());
    for (int row = 0; row < 1000; row++) {
      for (int column = 0; column < 600; column++) {
        assertEquals(
            row / 500 * 2 + column / 300,
            content.get(JAVA_INT_UNALIGNED, 4L * (600 * row + column)),
            "row %d column %d".formatted(row, column));
      }
    }
  }
}
