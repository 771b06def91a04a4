package io.jromio.bench.daos;

import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.adio.daos.MountTable;
import io.jromio.adio.daos.MountTable.Mount;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code jromio daos mount}, {@code umount} and {@code mounts}: paths that stand for containers.
 */
final class MountCommands {
  private MountCommands() {}

  private static MountTable table(Session session) {
    return new MountTable(new DaosEnvironment(session.environment()));
  }

  private static Map<String, Object> json(Mount mount) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", mount.path().toString());
    json.put("pool", mount.pool());
    json.put("cont", mount.container());
    return json;
  }

  @Command(
      name = "mount",
      description = {
        "Lets a path stand for a container: for programs that open files through this library.",
        "The operating system knows nothing of it."
      },
      customSynopsis = "jromio daos mount [-j] PATH POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos mount /tmp/tank/ckpt tank ckpt")
  static final class Add extends StoreCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "Such as /tmp/POOL/CONT.")
    private Path path = Path.of("");

    @Parameters(index = "1", paramLabel = "POOL", description = "Label or UUID.")
    private String pool = "";

    @Parameters(index = "2", paramLabel = "CONT", description = "Label or UUID.")
    private String container = "";

    Add(Session session) {
      super(session);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      ContainerInfo info = store.queryContainer(pool, container);
      if (!ContainerText.isPosix(info)) {
        throw new StoreException(
            Der.INVAL, "no file system in it: pool=%s container=%s".formatted(pool, container));
      }
      return new Answer("", json(table(session()).add(path, pool, container)));
    }
  }

  @Command(
      name = "umount",
      description = "Takes such a path away; the container stays.",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos umount /tmp/tank/ckpt")
  static final class Remove extends StoreCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "As it was mounted.")
    private Path path = Path.of("");

    Remove(Session session) {
      super(session);
    }

    /** Asks no store. */
    @Override
    int run() throws IOException {
      session().print(new Answer("", json(table(session()).remove(path))), isJson());
      return OK;
    }
  }

  @Command(
      name = "mounts",
      description = "Lists paths that stand for containers.",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos mounts")
  static final class ListAll extends StoreCommand {
    ListAll(Session session) {
      super(session);
    }

    /** Asks no store. */
    @Override
    int run() throws IOException {
      List<Object> json = new ArrayList<>();
      TextTable text = new TextTable("Path", "Pool", "Container");
      for (Mount mount : table(session()).mounts()) {
        json.add(json(mount));
        text.add(mount.path().toString(), mount.pool(), mount.container());
      }
      String shown = json.isEmpty() ? "No mounts.\n" : text.toString();
      session().print(new Answer(shown, json), isJson());
      return OK;
    }
  }
}
