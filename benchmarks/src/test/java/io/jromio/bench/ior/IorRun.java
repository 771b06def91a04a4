package io.jromio.bench.ior;

import io.jromio.comm.RankThreads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Runs IOR on rank threads and keeps what it printed. */
record IorRun(List<Integer> codes, String out, String err) {

  static IorRun of(int ranks, String line) {
    String[] args = line.strip().split("\\s+");
    int[] codes = new int[ranks];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    RankThreads.run(
        ranks,
        args,
        world -> codes[world.rank()] = Ior.run(world, world.args(), outStream, errStream));
    return new IorRun(
        Arrays.stream(codes).boxed().toList(),
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  /** The code, when all ranks agree on it. */
  int code() {
    if (Set.copyOf(codes).size() != 1) {
      throw new AssertionError("codes differ: " + this);
    }
    return codes.getFirst();
  }

  /** Fails unless all ranks ended well. */
  IorRun ok() {
    if (code() != 0) {
      throw new AssertionError(this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "codes=%s%n--- out%n%s--- err%n%s".formatted(codes, out, err);
  }
}
