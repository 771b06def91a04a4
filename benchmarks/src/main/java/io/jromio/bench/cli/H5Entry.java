package io.jromio.bench.cli;

import picocli.CommandLine.Command;

/** Names {@code jromio h5} in the list of commands; {@link Jromio#main} starts it. */
@Command(
    name = H5Entry.NAME,
    description = "Lists, prints, compares and copies HDF5 files: jromio h5 --help.")
final class H5Entry {
  static final String NAME = "h5";

  H5Entry() {}
}
