package io.jromio.bench.ior;

import io.jromio.comm.Communicator;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * How the ranks lie on nodes.
 *
 * @param tasks the number of ranks
 * @param nodes the number of different node names
 * @param tasksOnNode0 the number of ranks on the node of rank 0
 * @param inBlocks whether rank 1 runs where rank 0 runs, which IOR takes for a placement in blocks
 * @param nodeName the node of rank 0
 */
record Placement(int tasks, int nodes, int tasksOnNode0, boolean inBlocks, String nodeName) {

  /** Asks all ranks; collective. */
  static Placement of(Communicator comm) {
    byte[][] gathered = comm.allgather(comm.processorName().getBytes(StandardCharsets.UTF_8));
    String[] names = new String[gathered.length];
    for (int r = 0; r < names.length; r++) {
      names[r] = new String(gathered[r], StandardCharsets.UTF_8);
    }
    return of(names);
  }

  static Placement of(String... nodeOfRank) {
    Set<String> different = new HashSet<>();
    int onNode0 = 0;
    for (String name : nodeOfRank) {
      different.add(name);
      onNode0 += name.equals(nodeOfRank[0]) ? 1 : 0;
    }
    boolean inBlocks = nodeOfRank.length == 1 || nodeOfRank[1].equals(nodeOfRank[0]);
    return new Placement(nodeOfRank.length, different.size(), onNode0, inBlocks, nodeOfRank[0]);
  }
}
