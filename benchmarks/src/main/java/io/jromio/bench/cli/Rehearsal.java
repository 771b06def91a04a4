package io.jromio.bench.cli;

import io.jromio.bench.collperf.CollPerf;
import io.jromio.bench.h5bench.H5Bench;
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

  private static final List<String> HDF5_SCENES =
      List.of("-a HDF5 -b 1m -t 256k", "-a HDF5 -c -b 1m -t 256k -s 4 -w -W -r -R");

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
      play(world, HDF5_SCENES, world.args()[0]);
      String[] datasets = {"datasets", "-n", "2000", world.args()[0]};
      expect("h5bench", H5Bench.run(world, datasets, nobody, System.err));
      String[] array = {"-fname", world.args()[0], "-n", "64"};
      expect("coll-perf", CollPerf.run(world, array, nobody, System.err));
    }
  }

  private static void play(World world, List<String> scenes, String file) {
    PrintStream nobody = new PrintStream(OutputStream.nullOutputStream());
    for (String scene : scenes) {
      List<String> words = new ArrayList<>(List.of(scene.split(" ")));
      words.addAll(List.of("-o", file));
      expect(scene, Ior.run(world, words.toArray(String[]::new), nobody, System.err));
    }
  }

  private static void expect(String scene, int code) {
    if (code != Ior.OK) {
      throw new IllegalStateException("scene=%s code=%d".formatted(scene, code));
    }
  }
}
