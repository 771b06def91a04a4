package io.jromio.bench.cli;

import picocli.CommandLine.Command;

/** Names {@code jromio h5bench} in the list of commands; {@link Jromio#main} starts it. */
@Command(
    name = H5BenchCommand.NAME,
    description = "Runs h5bench's kernels as a single rank: jromio h5bench --help.")
final class H5BenchCommand {
  static final String NAME = "h5bench";

  H5BenchCommand() {}
}
