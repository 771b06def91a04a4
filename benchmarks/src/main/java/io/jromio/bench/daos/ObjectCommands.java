package io.jromio.bench.daos;

import io.jromio.bench.daos.Names.Given;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectLayout;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jromio daos object}. */
final class ObjectCommands {
  private ObjectCommands() {}

  @Command(
      name = "query",
      description = "Tells on which targets an object lies.",
      customSynopsis = "jromio daos object query [-j] [-i=HI.LO] POOL CONT [HI.LO]",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos obj query -i 2533280060991858.0 tank ckpt")
  static final class Query extends StoreCommand {
    @Mixin private Names names = new Names(session());

    @Option(
        names = {"-i", "--oid"},
        paramLabel = "HI.LO",
        description = "The object, as fs get-attr shows it.")
    private String oid = "";

    Query(Session session) {
      super(session);
    }

    private Given given() throws IOException {
      int words = oid.isEmpty() ? 1 : 0;
      return names.container(words, words);
    }

    private ObjectId object() throws IOException {
      String text = oid.isEmpty() ? given().rest(0) : oid;
      return parsed(() -> ObjectId.parse(text));
    }

    @Override
    void check() throws IOException {
      given();
      object();
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      PoolInfo pool = store.queryPool(given().pool());
      try (ObjectStore objects =
          store.open(given().pool(), given().container(), OpenMode.READ_ONLY)) {
        ObjectId object = object();
        ObjectLayout layout = parsed(() -> ObjectLayout.of(object, objects.targets()));
        return ObjectText.layout(layout, pool.version());
      }
    }
  }
}
