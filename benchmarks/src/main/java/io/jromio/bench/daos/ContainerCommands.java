package io.jromio.bench.daos;

import io.jromio.bench.daos.Names.Given;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jromio daos container}: containers as a whole. */
final class ContainerCommands {
  private ContainerCommands() {}

  /** A command about one container, with nothing behind its name. */
  private abstract static class OfOne extends StoreCommand {
    @Mixin private Names names = new Names(session());

    OfOne(Session session) {
      super(session);
    }

    @Override
    void check() throws IOException {
      given();
    }

    final Given given() throws IOException {
      return names.container(0, 0);
    }
  }

  @Command(
      name = "list",
      aliases = "ls",
      description = "Lists the containers of a pool.",
      customSynopsis = "jromio daos container list [-j] POOL",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos cont list tank")
  static final class ListAll extends StoreCommand {
    @Mixin private Names names = new Names(session());

    ListAll(Session session) {
      super(session);
    }

    @Override
    void check() throws IOException {
      names.pool(0);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      return ContainerText.list(store.containers(names.pool(0).pool()));
    }
  }

  @Command(
      name = "query",
      description = "Tells what a container is and how it is used.",
      customSynopsis = "jromio daos container query [-j] POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos cont query tank ckpt")
  static final class Query extends OfOne {
    Query(Session session) {
      super(session);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      return ContainerText.query(store.queryContainer(given().pool(), given().container()));
    }
  }

  @Command(
      name = "destroy",
      description = "Removes a container and all that it holds.",
      customSynopsis = "jromio daos container destroy [-f] POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = {"  jromio daos cont destroy tank ckpt", "  jromio daos cont destroy -f tank ckpt"})
  static final class Destroy extends OfOne {
    @Option(
        names = {"-f", "--force"},
        description = "Also if it is open somewhere.")
    private boolean force;

    Destroy(Session session) {
      super(session);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      store.destroyContainer(given().pool(), given().container(), force);
      return Answer.text("Successfully destroyed container %s\n".formatted(given().container()));
    }
  }

  @Command(
      name = "get-prop",
      aliases = "getprop",
      description = "Tells the properties of a container.",
      customSynopsis = "jromio daos container get-prop [-j] POOL CONT [NAME,...]",
      footerHeading = "%nExamples:%n",
      footer = {
        "  jromio daos cont get-prop tank ckpt",
        "  jromio daos cont get-prop tank ckpt cksum,cksum_size"
      })
  static final class GetProperties extends StoreCommand {
    @Mixin private Names names = new Names(session());

    @Option(
        names = {"-p", "--properties"},
        paramLabel = "NAME,...",
        description = "Which; all if not given.")
    private String properties = "";

    GetProperties(Session session) {
      super(session);
    }

    private List<String> wanted(Given given) {
      String text = properties.isEmpty() ? given.rest(0) : properties;
      return text.isEmpty() ? List.of() : parsed(() -> Property.names(text));
    }

    @Override
    void check() throws IOException {
      wanted(names.container(0, 1));
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      Given given = names.container(0, 1);
      ContainerInfo info = store.queryContainer(given.pool(), given.container());
      return Property.table(given.container(), info, wanted(given));
    }
  }

  @Command(
      name = "set-prop",
      aliases = "setprop",
      description = "Changes properties of a container; most are fixed when it is made.",
      customSynopsis = "jromio daos container set-prop POOL CONT NAME:VALUE[,NAME:VALUE...]",
      footerHeading = "%nExamples:%n",
      footer = {
        "  jromio daos cont set-prop tank ckpt label:new_cont",
        "  jromio daos cont set-prop tank ckpt status:healthy"
      })
  static final class SetProperties extends StoreCommand {
    @Mixin private Names names = new Names(session());

    @Option(
        names = {"-p", "--properties"},
        paramLabel = "NAME:VALUE,...",
        description = "Instead of the last argument.")
    private String properties = "";

    SetProperties(Session session) {
      super(session);
    }

    private Map<String, String> wanted(Given given) {
      String text = properties.isEmpty() ? given.rest(0) : properties;
      return parsed(() -> Property.parse(text));
    }

    private Given given() throws IOException {
      int words = properties.isEmpty() ? 1 : 0;
      return names.container(words, words);
    }

    @Override
    void check() throws IOException {
      wanted(given());
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      Given given = given();
      store.setProperties(given.pool(), given.container(), wanted(given));
      return Answer.text("Properties were successfully set\n");
    }
  }

  @Command(
      name = "list-objects",
      aliases = "list-obj",
      description = "Lists the ids of all objects of a container.",
      customSynopsis = "jromio daos container list-objects [-j] POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos cont list-objects tank ckpt")
  static final class ListObjects extends OfOne {
    private static final int PAGE = 1024;

    ListObjects(Session session) {
      super(session);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      List<Object> ids = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      try (ObjectStore objects =
          store.open(given().pool(), given().container(), OpenMode.READ_ONLY)) {
        for (Anchor at = Anchor.start(); !at.isEnd(); ) {
          ObjectPage page = objects.listObjects(at, PAGE);
          page.objects().forEach(id -> ids.add(id.toString()));
          at = page.next();
        }
      }
      ids.forEach(id -> text.append(id).append('\n'));
      return new Answer(text.toString(), ids);
    }
  }

  @Command(
      name = "check",
      description = {
        "Reads every byte of every object of a container and checks the sums of all of them.",
        "Ends with 1 if bytes are not those that were written."
      },
      customSynopsis = "jromio daos container check POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos cont check tank ckpt")
  static final class Check extends OfOne {
    Check(Session session) {
      super(session);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      ContainerCheck check = new ContainerCheck(session(), given().container(), isJson());
      ContainerCheck.Found found;
      try (ObjectStore objects =
          store.open(given().pool(), given().container(), OpenMode.READ_ONLY)) {
        found = check.run(objects);
      }
      if (found.inconsistent() > 0) {
        throw new StoreException(
            Der.CSUM,
            "bytes are not those that were written: inconsistent=%d container=%s"
                .formatted(found.inconsistent(), given().container()));
      }
      return new Answer("", found.json());
    }
  }
}
