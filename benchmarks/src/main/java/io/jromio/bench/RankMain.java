package io.jromio.bench;

import io.jromio.comm.Comms;
import io.jromio.comm.World;
import io.jromio.comm.launch.ProgramFailure;
import java.util.function.ToIntFunction;

/** The main method of programs that run on ranks. */
public final class RankMain {
  private RankMain() {}

  /**
   * Runs a program as a rank of the job that a launcher started, or alone. Ends the JVM when its
   * exit code is not 0, unless other ranks may live in it.
   *
   * @param program gives its exit code
   * @throws ProgramFailure where ranks are threads of one JVM, if the code is not 0
   */
  public static void run(String[] args, ToIntFunction<World> program) {
    int code;
    boolean sharesJvm;
    try (World world = Comms.attach(args)) {
      sharesJvm = world.provider().equals("threads");
      code = program.applyAsInt(world);
    }
    if (code == 0) {
      return;
    }
    if (sharesJvm) {
      throw new ProgramFailure(code);
    }
    System.exit(code);
  }
}
