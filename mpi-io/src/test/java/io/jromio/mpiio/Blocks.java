package io.jromio.mpiio;

import io.jromio.adio.*;
import io.jromio.adio.datatype.*;
import io.jromio.comm.*;
import io.jromio.hints.Info;
import java.lang.foreign.*;
import java.util.Set;

/**
 * The program of the README (public there): four ranks write one 2-D array of ints, each its own
 * quarter.
 */
final class Blocks {
  public static void main(String[] args) throws Exception {
    try (World world = Comms.attach(args);
        Arena arena = Arena.ofConfined()) {
      int[] array = {1000, 600}; // rows and columns: two by two blocks
      int[] block = {500, 300};
      int[] start = {world.rank() / 2 * 500, world.rank() % 2 * 300};
      Datatype mine = Datatype.subarray(array, block, start, Order.C, Datatype.INT);
      MemorySegment data = arena.allocate(4 * 500 * 300).fill((byte) world.rank());
      Set<AccessMode> modes = Set.of(AccessMode.CREATE, AccessMode.WRONLY);
      try (MpiFile file = MpiFile.open(world, world.args()[0], modes, new Info())) {
        file.setView(0, Datatype.INT, mine);
        file.writeAll(data);
      }
    }
  }
}
