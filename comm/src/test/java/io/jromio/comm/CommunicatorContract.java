package io.jromio.comm;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What every provider's communicator must do, as named checks that all ranks run together, in the
 * same order. A check leaves the communicator as it found it: no message under way, nothing open.
 *
 * <p>Contents are random, but a function of seed, source and destination, so that the receiver
 * knows what must come without being told.
 */
public final class CommunicatorContract {

  /** One check, run by every rank of {@code comm} with the same seed. */
  @FunctionalInterface
  public interface Body {
    void run(Communicator comm, long seed) throws Exception;
  }

  /** A check and what it is called in reports. */
  public record Check(String name, Body body) {}

  /** The numbers of ranks to run with. */
  static final int[] RANKS = {1, 2, 3, 4, 7};

  private CommunicatorContract() {}

  /** All checks. */
  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.addAll(MessageChecks.checks());
    checks.addAll(CollectiveChecks.checks());
    checks.addAll(GroupChecks.checks());
    return checks;
  }

  /** Runs all checks; what fails says which it was. */
  public static void runAll(Communicator comm, long seed) {
    for (Check check : checks()) {
      try {
        check.body().run(comm, seed);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "%s: rank=%d size=%d seed=%d: %s"
                .formatted(check.name(), comm.rank(), comm.size(), seed, e),
            e);
      }
    }
  }

  /** The {@code length} bytes that {@code source} sends to {@code destination}. */
  static byte[] content(long seed, int source, int destination, int length) {
    byte[] bytes = new byte[length];
    random(seed, source * 31L + destination).nextBytes(bytes);
    return bytes;
  }

  /** Random numbers that all ranks can draw alike. */
  static SplittableRandom random(long seed, long stream) {
    return new SplittableRandom(seed * 1_000_003 + stream);
  }

  static MemorySegment segment(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }
}
