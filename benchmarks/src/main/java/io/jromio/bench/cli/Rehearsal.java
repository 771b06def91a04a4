package io.jromio.bench.cli;

import io.jromio.bench.collperf.CollPerf;
import io.jromio.bench.ior.Ior;
import io.jromio.comm.Comms;
import io.jromio.comm.World;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Small runs of what ranks usually do, from which the distribution's start cache learns the classes
 * and the hot methods. Arguments: a file of the system and one of DFS, to write and read.
 */
public final class Rehearsal {
  private static final List<String> SCENES =
      List.of(
          "-a POSIX -b 1m -t 256k -C",
          "-a MPIIO -b 1m -t 256k",
          "-a MPIIO -c -b 1m -t 256k -w -W -r -R",
          "-a MPIIO -c -b 64k -t 64k -s 16",
          "-a MPIIO -c --mpiio.useFileView --mpiio.useStridedDatatype -b 4k -t 4k -s 64",
          "-a MPIIO --mpiio.useFileView --mpiio.useStridedDatatype -b 4k -t 4k -s 64");

  private static final List<String> DFS_SCENES =
      List.of(
          "-a MPIIO -b 1m -t 256k",
          "-a MPIIO -c -b 1m -t 256k -w -W -r -R",
          "-a MPIIO -c --mpiio.useFileView --mpiio.useStridedDatatype -b 4k -t 4k -s 64",
          "-a DFS -b 1m -t 256k");

  private Rehearsal() {}

  /** Runs as one rank. */
  public static void main(String[] args) {
    PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
    try (World world = Comms.attach(args)) {
      play(world, SCENES, world.args()[0]);
      play(world, DFS_SCENES, world.args()[1]);
      String[] array = {"-fname", world.args()[0], "-n", "64"};
      int code = CollPerf.run(world, array, nobody, System.err);
      if (code != Ior.OK) {
        throw new IllegalStateException("scene=coll-perf code=%d".formatted(code));
      }
    }
  }

  private static void play(World world, List<String> scenes, String file) {
    PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
    for (String scene : scenes) {
      List<String> words = new ArrayList<>(List.of(scene.split(" ")));
      words.addAll(List.of("-o", file));
      int code = Ior.run(world, words.toArray(String[]::new), nobody, System.err);
      if (code != Ior.OK) {
        throw new IllegalStateException("scene=%s code=%d".formatted(scene, code));
      }
    }
  }
}
