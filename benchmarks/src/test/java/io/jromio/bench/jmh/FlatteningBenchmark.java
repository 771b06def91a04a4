package io.jromio.bench.jmh;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.FlatType;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.AccessPattern;
import io.jromio.adio.view.FileView;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From a datatype to strips, and from a view to the access list of a request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FlatteningBenchmark {
  /** What is flattened. */
  @Param public Pattern pattern = Pattern.STRIDED;

  /** A type is built and flattened. */
  @Benchmark
  public FlatType flatten() {
    return pattern.type().flatten();
  }

  /** A view is made, and asked for its first tile. */
  @Benchmark
  public AccessList viewToAccess() throws MpiIoException {
    Datatype type = pattern.type();
    return new FileView(0, Datatype.BYTE, type).access(0, Pattern.BYTES);
  }

  /** An access list for another rank, and back. */
  @Benchmark
  public AccessList encodeAndDecode() {
    AccessList list = AccessList.of(0, pattern.type().flatten());
    return AccessPattern.decode(list.pattern().encode()).at(list.place());
  }
}
