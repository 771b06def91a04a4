package io.jromio.bench.jmh;

import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.AccessList;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The part of a request that falls into a file domain. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IntersectionBenchmark {
  private static final int DOMAINS = 8;

  /** What is intersected. */
  @Param public Pattern pattern = Pattern.STRIDED;

  private AccessList access = AccessList.empty(0);

  /** Flattens. */
  @Setup
  public void flatten() {
    access = AccessList.of(0, pattern.type().flatten());
  }

  /** The parts in each of eight equal domains; bytes found. */
  @Benchmark
  public long clip() {
    long bytes = 0;
    long domain = (access.end() + DOMAINS - 1) / DOMAINS;
    for (int i = 0; i < DOMAINS; i++) {
      bytes += access.clip(i * domain, (i + 1) * domain).bytes();
    }
    return bytes;
  }

  /** Every piece, one by one; bytes seen. */
  @Benchmark
  public long walk() {
    long bytes = 0;
    for (AccessCursor cursor = access.cursor(); cursor.hasPiece(); cursor.next()) {
      bytes += cursor.length();
    }
    return bytes;
  }

  /** To the middle of the file. */
  @Benchmark
  public long seek() {
    AccessCursor cursor = access.cursor();
    cursor.seek(access.end() / 2);
    return cursor.offset();
  }
}
