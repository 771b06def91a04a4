package io.jromio.bench.jmh;

import io.jromio.adio.AccessMode;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import io.jromio.mpiio.Whence;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One collective call of ranks that are threads, interleaved 4 KiB pieces of a file in memory. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CollectiveBenchmark {
  /** Calls in one job, so that its start does not count. */
  private static final int CALLS = 200;

  private static final long PIECE = 4 << 10;

  /** Pieces of each rank in one call. */
  @Param({"1", "256"})
  public int pieces = 1;

  /** How many ranks. */
  @Param({"2", "4"})
  public int ranks = 2;

  /** Whether aggregators write. */
  @Param({"automatic", "enable"})
  public String twoPhase = "automatic";

  /** Writes. */
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public void writeAll() {
    RankThreads.run(ranks, this::write);
  }

  private void write(World world) throws MpiIoException {
    Info hints = new Info().set("romio_cb_write", twoPhase);
    Set<AccessMode> modes = Set.of(AccessMode.CREATE, AccessMode.RDWR, AccessMode.DELETE_ON_CLOSE);
    try (Arena arena = Arena.ofShared();
        MpiFile file = MpiFile.open(world, "mem:collective-benchmark", modes, hints)) {
      MemorySegment data = arena.allocate(pieces * PIECE, Long.BYTES);
      Datatype mine = Datatype.hvector(pieces, PIECE, world.size() * PIECE, Datatype.BYTE);
      file.setView(world.rank() * PIECE, Datatype.BYTE, mine);
      for (int i = 0; i < CALLS; i++) {
        file.seek(0, Whence.SET);
        file.writeAll(data);
      }
    }
  }
}
