package io.jromio.comm;

import java.nio.file.Path;

/** A launcher in a process of its own, to be killed. */
public final class StarterMain {
  private StarterMain() {}

  /**
   * @param args the number of ranks, and the directory for their marks and output
   */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[1]);
    int size = Integer.parseInt(args[0]);
    try (RankJvms jvms = RankJvms.start(size, directory, FaultMain.class, "wait", args[1])) {
      jvms.await();
    }
  }
}
