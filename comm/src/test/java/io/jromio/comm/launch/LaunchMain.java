package io.jromio.comm.launch;

import io.jromio.comm.launch.MpjLauncher.Device;
import java.util.Arrays;

/** A launcher in a process of its own, with the class path of this one. */
public final class LaunchMain {
  private LaunchMain() {}

  /**
   * @param args MPJ's device, the number of ranks, the main class, its arguments
   */
  public static void main(String[] args) throws Exception {
    RankProgram program =
        new RankProgram(
            args[2],
            System.getProperty("java.class.path"),
            Arrays.asList(args).subList(3, args.length));
    Launcher launcher = new MpjLauncher(MpjLauncher.DEBIAN_HOME, Device.valueOf(args[0]));
    System.exit(launcher.run(LaunchSpec.of(Integer.parseInt(args[1]), program)));
  }
}
