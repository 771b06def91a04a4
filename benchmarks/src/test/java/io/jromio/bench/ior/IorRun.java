package io.jromio.bench.ior;

import io.jromio.bench.ProgramRun;

/** Runs IOR on rank threads. */
final class IorRun {
  private IorRun() {}

  static ProgramRun of(int ranks, String line) {
    return ProgramRun.of(Ior::run, ranks, line.strip().split("\\s+"));
  }
}
