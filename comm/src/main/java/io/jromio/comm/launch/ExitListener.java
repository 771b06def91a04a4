package io.jromio.comm.launch;

/** Hears of every rank process that has ended. */
@FunctionalInterface
interface ExitListener {
  void ended(int rank, int exitCode);
}
