package io.jromio.bench.cli;

import picocli.CommandLine.Command;

/** Names {@code jromio daos} in the list of commands; {@link Jromio#main} starts it. */
@Command(
    name = DaosEntry.NAME,
    description = "Looks after pools, containers and files of a store: jromio daos --help.")
final class DaosEntry {
  static final String NAME = "daos";

  DaosEntry() {}
}
