package io.jromio.bench.daos;

import io.jromio.dfs.object.StoreSystem;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jromio daos pool}. */
final class PoolCommands {
  private PoolCommands() {}

  /** Makes a pool; with DAOS this is for its administrator's tool. */
  @Command(
      name = "create",
      description = "Makes a pool over all targets of the store.",
      customSynopsis = "jromio daos pool create [-j] [-z=SIZE] POOL",
      footerHeading = "%nExamples:%n",
      footer = {"  jromio daos pool create tank", "  jromio daos pool create --size=50GB tank"})
  static final class Create extends StoreCommand {
    @Mixin private Names names = new Names(session());

    @Option(
        names = {"-z", "--size"},
        paramLabel = "SIZE",
        description = "What it may hold, such as 50GB; as much as there is room for if not given.")
    private String size = "0";

    Create(Session session) {
      super(session);
    }

    @Override
    void check() throws IOException {
      parsed(() -> Sizes.parse(size));
      names.pool(0);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      return PoolText.created(store.createPool(names.pool(0).pool(), Sizes.parse(size)));
    }
  }

  @Command(
      name = "list",
      aliases = "ls",
      description = "Lists pools.",
      footerHeading = "%nExamples:%n",
      footer = {"  jromio daos pool list", "  jromio daos pool list -v"})
  static final class ListAll extends StoreCommand {
    @Option(
        names = {"-v", "--verbose"},
        description = "All that is known of each.")
    private boolean verbose;

    @Option(
        names = {"-n", "--no-query"},
        description = "Without space.")
    private boolean noQuery;

    ListAll(Session session) {
      super(session);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      return verbose && !noQuery
          ? PoolText.listVerbose(store.pools())
          : PoolText.list(store.pools(), !noQuery);
    }
  }

  @Command(
      name = "query",
      description = "Tells the state and the space of a pool.",
      customSynopsis = "jromio daos pool query [-j] POOL",
      footerHeading = "%nExamples:%n",
      footer = {"  jromio daos pool query tank", "  jromio daos pool query -j tank"})
  static final class Query extends StoreCommand {
    @Mixin private Names names = new Names(session());

    Query(Session session) {
      super(session);
    }

    @Override
    void check() throws IOException {
      names.pool(0);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      return PoolText.query(store.queryPool(names.pool(0).pool()));
    }
  }

  @Command(
      name = "autotest",
      description = "Tries what a pool can do, in a container of its own, with times.",
      customSynopsis = "jromio daos pool autotest [-S] [-D=SECONDS] POOL",
      footerHeading = "%nExamples:%n",
      footer = {"  jromio daos pool autotest tank", "  jromio daos pool autotest -S tank"})
  static final class Test extends StoreCommand {
    @Mixin private Names names = new Names(session());

    @Option(
        names = {"-S", "--skip-big"},
        description = "Without values of 1 MiB.")
    private boolean skipBig;

    @Option(
        names = {"-D", "--deadline-limit"},
        paramLabel = "SECONDS",
        defaultValue = "0",
        description = "Each step ends after so long; 0 for never [${DEFAULT-VALUE}].")
    private int deadline;

    Test(Session session) {
      super(session);
    }

    @Override
    void check() throws IOException {
      names.pool(0);
      if (deadline < 0) {
        throw usage("no time: --deadline-limit=%d".formatted(deadline));
      }
    }

    @Override
    int run() throws IOException {
      check();
      Autotest.Limits limits = new Autotest.Limits(skipBig, deadline);
      Autotest test = new Autotest(session(), names.pool(0).pool(), limits);
      boolean passed = test.run(isJson());
      if (isJson()) {
        session().print(new Answer("", test.json()), true);
      }
      return passed ? OK : FAILED;
    }
  }
}
