package io.jromio.bench.jmh;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.TypedBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Data of a memory layout into one piece, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PackingBenchmark {
  /** How the data lies in memory. */
  @Param public Pattern pattern = Pattern.STRIDED;

  private final Arena arena = Arena.ofShared();
  private MemorySegment packed = MemorySegment.NULL;
  private TypedBuffer buffer = TypedBuffer.of(MemorySegment.NULL);

  /** Allocates. */
  @Setup
  public void allocate() {
    Datatype type = pattern.type();
    MemorySegment memory = arena.allocate(type.flatten().trueUpperBound(), Long.BYTES);
    packed = arena.allocate(Pattern.BYTES, Long.BYTES);
    buffer = new TypedBuffer(memory, type, 1);
  }

  /** Frees. */
  @TearDown
  public void free() {
    arena.close();
  }

  /** 4 MiB out of the layout. */
  @Benchmark
  public void pack() {
    buffer.pack(0, packed);
  }

  /** 4 MiB into the layout. */
  @Benchmark
  public void unpack() {
    buffer.unpack(0, packed);
  }
}
