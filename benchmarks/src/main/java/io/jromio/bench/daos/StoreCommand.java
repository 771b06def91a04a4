package io.jromio.bench.daos;

import io.jromio.dfs.object.StoreSystem;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a store and prints one answer. Opening and closing it happens here. */
@Command(sortOptions = false)
abstract class StoreCommand implements Callable<Integer> {
  static final int OK = 0;
  static final int FAILED = 1;

  private final Session session;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-j", "--json"},
      description = "The answer as JSON.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  @SuppressWarnings("UnusedVariable") // The parser looks at it.
  private boolean help;

  StoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try {
      return run();
    } catch (IOException e) {
      session.fail(e, isJson());
      return FAILED;
    }
  }

  /** What the command does; the exit code. */
  int run() throws IOException {
    check();
    try (StoreSystem store = session.connect()) {
      session.print(answer(store), isJson());
      return OK;
    }
  }

  /**
   * Looks at the arguments before the store is opened.
   *
   * @throws ParameterException if they cannot be
   * @throws IOException if they cannot be had
   */
  void check() throws IOException {}

  /** What a command that leaves {@link #run} as it is asks of the store. */
  Answer answer(StoreSystem store) throws IOException {
    throw new IllegalStateException("nothing to ask for: store=" + store.endpoint());
  }

  final Session session() {
    return session;
  }

  /** Whether JSON is asked for, here or before a command's name. */
  final boolean isJson() {
    for (CommandLine line = spec.commandLine(); line != null; line = line.getParent()) {
      Object command = line.getCommand();
      if ((command instanceof StoreCommand own && own.json)
          || (command instanceof Group group && group.json())) {
        return true;
      }
    }
    return false;
  }

  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** What a parser said is wrong with an argument, as an error of the command line. */
  final <T> T parsed(Parser<T> parser) {
    try {
      return parser.parse();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Reads an argument. */
  interface Parser<T> {
    T parse();
  }
}
