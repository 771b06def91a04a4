package io.jromio.bench.daos;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command of DAOS that this store has nothing behind: it is refused by its name. */
@Command(hidden = true, description = "Not available yet.")
final class NotAvailable extends StoreCommand {
  private final String name;

  @Unmatched
  @SuppressWarnings("UnusedVariable") // So that the parser takes them.
  private List<String> arguments = new ArrayList<>();

  NotAvailable(Session session, String name) {
    super(session);
    this.name = name;
  }

  @Override
  int run() throws StoreException {
    throw new StoreException(Der.NOTSUPPORTED, "not available yet: " + name);
  }
}
