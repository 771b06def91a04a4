package io.jromio.bench;

import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A benchmark's run on rank threads, with what it printed. */
public record ProgramRun(List<Integer> codes, String out, String err) {

  /** What every rank runs; returns the exit code. */
  public interface Program {
    int run(World world, String[] args, PrintStream out, PrintStream err);
  }

  public static ProgramRun of(Program program, int ranks, String... args) {
    int[] codes = new int[ranks];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    RankThreads.run(
        ranks,
        args,
        world -> codes[world.rank()] = program.run(world, world.args(), outStream, errStream));
    return new ProgramRun(
        Arrays.stream(codes).boxed().toList(),
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  /** The code, when all ranks agree on it. */
  public int code() {
    if (Set.copyOf(codes).size() != 1) {
      throw new AssertionError("codes differ: " + this);
    }
    return codes.getFirst();
  }

  /** Fails unless all ranks ended well. */
  public ProgramRun ok() {
    return endedWith(0);
  }

  /** Fails unless all ranks ended with this code. */
  public ProgramRun endedWith(int code) {
    if (code() != code) {
      throw new AssertionError(this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "codes=%s%n--- out%n%s--- err%n%s".formatted(codes, out, err);
  }
}
