package io.jromio.bench.cli;

import picocli.CommandLine.Command;

/**
 * Names {@code jromio ior} in the list of commands. Its arguments never come here: {@link
 * Jromio#main} gives them to IOR, whose option style is not that of this command.
 */
@Command(name = IorCommand.NAME, description = "Runs IOR as a single rank: jromio ior --help.")
final class IorCommand {
  static final String NAME = "ior";

  IorCommand() {}
}
