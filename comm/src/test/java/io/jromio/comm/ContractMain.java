package io.jromio.comm;

/**
 * Runs the contract as one rank of whatever launcher started this process. Says so at the end, for
 * launchers whose exit code is worth nothing.
 */
public final class ContractMain {
  private ContractMain() {}

  /**
   * @param args the seed, behind what a launcher may add
   */
  public static void main(String[] args) {
    try (World world = Comms.attach(args)) {
      CommunicatorContract.runAll(world, Long.parseLong(world.args()[0]));
      world.barrier();
      // In one piece: ranks may share an output.
      System.out.print(
          "contract: ok rank=%d size=%d provider=%s%n"
              .formatted(world.rank(), world.size(), world.provider()));
    }
  }
}
