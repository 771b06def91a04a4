package io.jromio.bench.cli;

import picocli.CommandLine.Command;

/** Names {@code jromio coll-perf} in the list of commands; {@link Jromio#main} starts it. */
@Command(
    name = CollPerfCommand.NAME,
    description = "Runs coll-perf as a single rank: jromio coll-perf --help.")
final class CollPerfCommand {
  static final String NAME = "coll-perf";

  CollPerfCommand() {}
}
