package io.jromio.adio.fault;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, and when: a schedule over the calls of every file that one {@link FaultyDriver}
 * opens, counted together by kind from 1. Safe for use by several threads; which of them meets a
 * fault is then up to their order.
 */
public final class Faults {
  /** In place of a call's number: every call. */
  public static final long EVERY = 0;

  private static final long UNLIMITED = Long.MAX_VALUE;

  private final List<Fault> faults = new ArrayList<>();
  private final long[] calls = new long[FileCall.values().length];
  private long space = UNLIMITED;
  private boolean mapping;

  public Faults() {}

  /** The {@code kth} call of this kind fails before it does anything. */
  public Faults fail(FileCall call, long kth, ErrorClass errorClass) {
    return add(new Fault(call, kth, 0, errorClass, Duration.ZERO));
  }

  /** The {@code kth} transfer of this kind fails after {@code bytes} of it have been moved. */
  public Faults cut(FileCall call, long kth, long bytes, ErrorClass errorClass) {
    if (call != FileCall.READ && call != FileCall.WRITE) {
      throw new IllegalArgumentException("moves no bytes: call=" + call);
    }
    return add(new Fault(call, kth, bytes, errorClass, Duration.ZERO));
  }

  /** The {@code kth} read ends after {@code bytes}, as if the file did. */
  public Faults shortRead(long kth, long bytes) {
    return add(new Fault(FileCall.READ, kth, bytes, null, Duration.ZERO));
  }

  /** The {@code kth} call of this kind waits before it begins. */
  public Faults delay(FileCall call, long kth, Duration time) {
    return add(new Fault(call, kth, UNLIMITED, null, time));
  }

  /**
   * {@link ErrorClass#NO_SPACE} once {@code bytes} more have been written, to all files together.
   */
  public synchronized Faults fullAfter(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative bytes=" + bytes);
    }
    space = bytes;
    return this;
  }

  /**
   * Lets files be mapped. Without this they cannot: bytes that move through a mapping meet no
   * fault.
   */
  public synchronized Faults allowMapping() {
    mapping = true;
    return this;
  }

  synchronized boolean allowsMapping() {
    return mapping;
  }

  /** How many calls of this kind there have been. */
  public synchronized long calls(FileCall call) {
    return calls[call.ordinal()];
  }

  private synchronized Faults add(Fault fault) {
    if (fault.kth < 0 || fault.bytes < 0) {
      throw new IllegalArgumentException(
          "negative kth=%d or bytes=%d".formatted(fault.kth, fault.bytes));
    }
    faults.add(fault);
    return this;
  }

  /** Counts a call that moves no bytes, waits and throws as scheduled. */
  void meet(FileCall call, String path) throws MpiIoException {
    Verdict verdict = judge(call, 0);
    if (verdict.error() != null) {
      throw failure(verdict.error(), call, path, 0);
    }
  }

  /** Counts a transfer and waits as scheduled. */
  Verdict judge(FileCall call, long bytes) {
    Verdict verdict = decide(call, bytes);
    boolean interrupted = false;
    long end = System.nanoTime() + verdict.delay().toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      try {
        Thread.sleep(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return verdict;
  }

  private synchronized Verdict decide(FileCall call, long bytes) {
    calls[call.ordinal()]++;
    Verdict verdict = new Verdict(bytes, null, Duration.ZERO);
    for (Fault fault : faults) {
      boolean now = fault.kth == EVERY || fault.kth == calls[call.ordinal()];
      if (fault.call == call && now) {
        verdict = verdict.and(fault);
      }
    }
    if (call == FileCall.WRITE && space != UNLIMITED) {
      if (verdict.bytes() > space) {
        verdict = new Verdict(space, ErrorClass.NO_SPACE, verdict.delay());
      }
      space -= verdict.bytes();
    }
    return verdict;
  }

  static MpiIoException failure(ErrorClass error, FileCall call, String path, long transferred) {
    return new MpiIoException(
        error, "injected into call=%s file=%s".formatted(call, path), transferred);
  }

  private record Fault(
      FileCall call, long kth, long bytes, @Nullable ErrorClass error, Duration delay) {}

  /** How one call shall go: how many bytes it moves, and whether it fails then. */
  record Verdict(long bytes, @Nullable ErrorClass error, Duration delay) {
    Verdict and(Fault fault) {
      return new Verdict(
          Math.min(bytes, fault.bytes),
          error == null ? fault.error : error,
          delay.plus(fault.delay));
    }
  }
}
