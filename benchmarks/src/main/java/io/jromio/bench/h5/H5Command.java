package io.jromio.bench.h5;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.ConnectorConfig;
import io.jromio.h5vol.vol.Connectors;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command for HDF5 files of any connector. What fails is one line and an exit code. */
@Command(sortOptions = false)
abstract class H5Command implements Callable<Integer> {
  static final int OK = 0;
  static final int FAILED = 1;

  private final Session session;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  @SuppressWarnings("UnusedVariable") // The parser looks at it.
  private boolean help;

  H5Command(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try {
      return run();
    } catch (IOException | UnsupportedOperationException e) {
      session.out().flush();
      session.err().printf("jromio h5: %s%n", message(e));
      return failed();
    } finally {
      session.out().flush();
      session.err().flush();
    }
  }

  /** What the command does; the exit code. */
  abstract int run() throws IOException;

  /** The exit code for what could not be done. */
  int failed() {
    return FAILED;
  }

  final Session session() {
    return session;
  }

  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static String message(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** Opens a file with the connector that its name or the environment chooses. */
  final VolFile open(String name, Access access) throws H5Exception {
    ConnectorConfig config = Connectors.choose("", name);
    VolRequest request = new VolRequest(session.ranks(), name, FileProperties.of(access), config);
    return access == Access.READ || access == Access.WRITE
        ? Connectors.of(config).open(request)
        : Connectors.of(config).create(request);
  }

  /** Whether there is a file of this name that some connector can open. */
  final boolean exists(String name) throws H5Exception {
    ConnectorConfig config = Connectors.choose("", name);
    return Connectors.of(config)
        .isAccessible(
            new VolRequest(session.ranks(), name, FileProperties.of(Access.READ), config));
  }

  /** The name of the connector for a file. */
  static String connector(String name) throws H5Exception {
    return Connectors.choose("", name).name();
  }
}
