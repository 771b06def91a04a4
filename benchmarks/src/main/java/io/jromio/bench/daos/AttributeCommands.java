package io.jromio.bench.daos;

import io.jromio.bench.daos.Names.Given;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jromio daos container}: the user's attributes of a container. */
final class AttributeCommands {
  private AttributeCommands() {}

  /** A command that has attributes behind the container, or in an option. */
  private abstract static class OfAttributes extends StoreCommand {
    @Mixin private Names names = new Names(session());

    @Option(
        names = {"-a", "--attr"},
        paramLabel = "NAME",
        hidden = true)
    private String attribute = "";

    private final int least;

    OfAttributes(Session session, int least) {
      super(session);
      this.least = least;
    }

    final Given given() throws IOException {
      return attribute.isEmpty() ? names.container(least, 1) : names.container(0, 1);
    }

    final List<String> wanted(Given given) {
      String text = attribute.isEmpty() ? given.rest(0) : attribute;
      return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    @Override
    void check() throws IOException {
      given();
    }
  }

  @Command(
      name = "list-attr",
      aliases = {"list-attrs", "lsattr"},
      description = "Lists the attributes of a container.",
      customSynopsis = "jromio daos container list-attr [-jV] POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = {
        "  jromio daos cont list-attr tank ckpt",
        "  jromio daos cont list-attr tank ckpt -V"
      })
  static final class ListAll extends StoreCommand {
    @Mixin private Names names = new Names(session());

    @Option(
        names = {"-V", "--verbose"},
        description = "With values.")
    private boolean verbose;

    ListAll(Session session) {
      super(session);
    }

    @Override
    void check() throws IOException {
      names.container(0, 0);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      Given given = names.container(0, 0);
      return ContainerText.attributes(
          given.container(), store.attributes(given.pool(), given.container()), verbose);
    }
  }

  @Command(
      name = "get-attr",
      aliases = "getattr",
      description = "Tells values of attributes; of all if none is named.",
      customSynopsis = "jromio daos container get-attr [-j] POOL CONT [NAME,...]",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos cont get-attr tank ckpt description")
  static final class Get extends OfAttributes {
    Get(Session session) {
      super(session, 0);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      Given given = given();
      Map<String, byte[]> all = store.attributes(given.pool(), given.container());
      List<String> wanted = wanted(given);
      if (wanted.isEmpty()) {
        return ContainerText.attributePairs(given.container(), all);
      }
      Map<String, byte[]> some = new LinkedHashMap<>();
      for (String name : wanted) {
        byte[] value = all.get(name);
        if (value == null) {
          throw new StoreException(
              Der.NONEXIST,
              "no such attribute: attribute=%s container=%s".formatted(name, given.container()));
        }
        some.put(name, value);
      }
      return ContainerText.attributePairs(given.container(), some);
    }
  }

  @Command(
      name = "set-attr",
      aliases = "setattr",
      description = "Sets attributes of a container.",
      customSynopsis = "jromio daos container set-attr POOL CONT NAME:VALUE[,NAME:VALUE...]",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos cont set-attr tank ckpt description:\"pressure and temperature\"")
  static final class Set extends StoreCommand {
    @Mixin private Names names = new Names(session());

    Set(Session session) {
      super(session);
    }

    private Map<String, String> wanted() throws IOException {
      Given given = names.container(1, 1);
      return parsed(() -> Property.pairs(given.rest(0)));
    }

    @Override
    void check() throws IOException {
      wanted();
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      Given given = names.container(1, 1);
      Map<String, byte[]> attributes = new LinkedHashMap<>();
      wanted()
          .forEach((name, value) -> attributes.put(name, value.getBytes(StandardCharsets.UTF_8)));
      store.setAttributes(given.pool(), given.container(), attributes);
      return Answer.text("");
    }
  }

  @Command(
      name = "del-attr",
      aliases = "delattr",
      description = "Removes attributes of a container.",
      customSynopsis = "jromio daos container del-attr POOL CONT NAME[,NAME...]",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos cont del-attr tank ckpt description")
  static final class Delete extends OfAttributes {
    Delete(Session session) {
      super(session, 1);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      Given given = given();
      store.deleteAttributes(given.pool(), given.container(), wanted(given));
      return Answer.text("");
    }
  }
}
