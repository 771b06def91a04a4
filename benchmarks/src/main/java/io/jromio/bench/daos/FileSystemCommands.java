package io.jromio.bench.daos;

import io.jromio.bench.daos.Names.Given;
import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jromio daos filesystem}. */
final class FileSystemCommands {
  private FileSystemCommands() {}

  /** A command about one container with a file system. */
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

    final ObjectStore open(StoreSystem store, OpenMode mode) throws IOException {
      return store.open(given().pool(), given().container(), mode);
    }

    /** Prints a line that is told on the way; with JSON there is none. */
    final void tell(String line) {
      if (!isJson()) {
        session().out().println(line);
        session().out().flush();
      }
    }
  }

  @Command(
      name = "copy",
      description = {
        "Copies files, directories and links between this machine and containers.",
        "A path of a container is daos://POOL/CONT/PATH. Into a directory that is there the source"
            + " is copied under its own name."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  jromio daos fs copy -s /tmp/tree -d daos://tank/ckpt",
        "  jromio daos fs copy -s daos://tank/ckpt/tree -d /tmp/back"
      })
  static final class Copy extends StoreCommand {
    @Option(
        names = {"-s", "--src"},
        paramLabel = "PATH",
        required = true,
        description = "What is copied.")
    private String source = "";

    @Option(
        names = {"-d", "--dst"},
        paramLabel = "PATH",
        required = true,
        description = "Where to.")
    private String target = "";

    @Option(
        names = "--ignore-unsupported",
        description = "No error for what a container cannot hold: devices, set-id bits.")
    private boolean ignoreUnsupported;

    @Option(
        names = {"-m", "--preserve-props"},
        paramLabel = "FILE",
        hidden = true)
    private @Nullable String preserve;

    Copy(Session session) {
      super(session);
    }

    @Override
    void check() throws IOException {
      parsed(() -> CopyPath.parse(source));
      parsed(() -> CopyPath.parse(target));
      if (preserve != null) {
        throw new StoreException(Der.NOTSUPPORTED, "not available yet: --preserve-props");
      }
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      CopyPath from = CopyPath.parse(source);
      CopyPath to = CopyPath.parse(target);
      try (Tree in = from.tree(store, true);
          Tree out = to.tree(store, false)) {
        boolean isInto =
            out.look(to.path()).map(node -> node.kind() == Tree.Kind.DIRECTORY).orElse(false);
        CopyPath end =
            isInto && !from.path().equals("/") ? to.child(DfsTree.last(from.path())) : to;
        if (end.isWithin(from)) {
          throw new IOException("cannot copy into itself: src=%s dst=%s".formatted(source, target));
        }
        FsCopy copy = new FsCopy(in, out, session().progress());
        FsCopy.Counts counts = copy.copy(from.path(), end.path());
        if (!copy.unsupported().isEmpty() && !ignoreUnsupported) {
          throw new IOException(
              "all else is copied, but not: " + String.join("; ", copy.unsupported()));
        }
        return copied(from, to, counts);
      }
    }

    private Answer copied(CopyPath from, CopyPath to, FsCopy.Counts counts) {
      String text =
          "Successfully copied to %s: %s\n".formatted(to.isDaos() ? "DAOS" : "POSIX", target)
              + "    Directories: %d\n".formatted(counts.directories())
              + "    Files:       %d\n".formatted(counts.files())
              + "    Links:       %d\n".formatted(counts.links());
      Map<String, Object> stats = new LinkedHashMap<>();
      stats.put("num_dirs", counts.directories());
      stats.put("num_files", counts.files());
      stats.put("num_links", counts.links());
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("src_pool", from.pool());
      json.put("src_cont", from.container());
      json.put("dst_pool", to.pool());
      json.put("dst_cont", to.container());
      json.put("copy_stats", stats);
      return new Answer(text, json);
    }
  }

  @Command(
      name = "get-attr",
      description = "Tells id, class and chunk size of a file, or what a directory gives new ones.",
      customSynopsis = "jromio daos filesystem get-attr [-j] [-H=PATH] POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos fs get-attr -H /ior.dat tank ckpt")
  static final class GetAttributes extends OfOne {
    /** The attribute of an entry that leads to another container. */
    private static final String LINK = "user.daos";

    @Mixin private DfsPath path = new DfsPath();

    GetAttributes(Session session) {
      super(session);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      try (Dfs dfs = DfsClient.mount(open(store, OpenMode.READ_ONLY), true);
          DfsObject object = dfs.lookup(path.absolute(given().inside()), Set.of(OpenFlag.RDONLY))) {
        if (Mode.isDirectory(object.mode())) {
          return ObjectText.directory(
              object.id(), ObjectText.Defaults.of(dfs.defaults(object), dfs.attributes()));
        }
        return dfs.xattrs(object).contains(LINK)
            ? ObjectText.link(
                object.id(),
                object.chunkSize(),
                new String(dfs.xattr(object, LINK), StandardCharsets.UTF_8))
            : ObjectText.file(object.id(), object.chunkSize());
      }
    }
  }

  @Command(
      name = "set-attr",
      description = "Sets what new entries of a directory get.",
      customSynopsis = "jromio daos filesystem set-attr [-H=PATH] [-z=SIZE] [-o=CLASS] POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos fs set-attr -H /small -o S1 -z 128KiB tank ckpt")
  static final class SetAttributes extends OfOne {
    @Mixin private DfsPath path = new DfsPath();

    @Option(
        names = {"-z", "--chunk-size"},
        paramLabel = "SIZE",
        description = "Of new files.")
    private @Nullable String chunkSize;

    @Option(
        names = {"-o", "--oclass"},
        paramLabel = "CLASS",
        description = "Of new files and directories.")
    private @Nullable String objectClass;

    SetAttributes(Session session) {
      super(session);
    }

    private Creation wanted() {
      String size = chunkSize;
      String name = objectClass;
      if (size == null && name == null) {
        throw usage("--chunk-size or --oclass is expected");
      }
      ObjectClass parsedClass =
          name == null
              ? null
              : ObjectClass.parse(name)
                  .orElseThrow(() -> usage("no such object class: --oclass=" + name));
      long bytes = size == null ? 0 : parsed(() -> Sizes.parse(size));
      if (size != null && bytes == 0) {
        throw usage("no chunk size: --chunk-size=" + size);
      }
      return new Creation(parsedClass, bytes, null);
    }

    @Override
    void check() throws IOException {
      super.check();
      ObjectClass wanted = wanted().objectClass();
      if (wanted != null && !(wanted instanceof ObjectClass.Sharded)) {
        throw new StoreException(Der.NOTSUPPORTED, "not available yet: --oclass=" + wanted);
      }
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      try (Dfs dfs = DfsClient.mount(open(store, OpenMode.READ_WRITE), false);
          DfsObject object = dfs.lookup(path.absolute(given().inside()), Set.of(OpenFlag.RDWR))) {
        dfs.setDefaults(object, wanted());
        return Answer.text("");
      }
    }
  }

  @Command(
      name = "scan",
      description = "Counts files, links, directories and bytes of a container.",
      customSynopsis = "jromio daos filesystem scan [-j] POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = "  jromio daos fs scan tank ckpt")
  static final class Scan extends OfOne {
    Scan(Session session) {
      super(session);
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      String prefix = "daos://%s/%s".formatted(given().pool(), given().container());
      try (Tree tree =
          new DfsTree(DfsClient.mount(open(store, OpenMode.READ_ONLY), true), prefix)) {
        return new Answer("", new FsScan(tree, this::tell, InstantSource.system()).run());
      }
    }
  }

  @Command(
      name = "check",
      description = {
        "Looks for objects of a container that no name leads to.",
        "Nobody else may have the container open."
      },
      customSynopsis = "jromio daos filesystem check [-f=FLAG,...] [-n=DIR] POOL CONT",
      footerHeading = "%nExamples:%n",
      footer = {
        "  jromio daos fs check -f print tank ckpt",
        "  jromio daos fs check -f print,relink -n found tank ckpt"
      })
  static final class Check extends OfOne {
    private static final List<String> FLAGS =
        List.of("print", "remove", "relink", "verify", "evict");

    @Option(
        names = {"-f", "--flags"},
        paramLabel = "FLAG,...",
        description = {
          "print: the ids of such objects; remove: remove them;",
          "relink: give them names below /lost+found; verify: check all sums first."
        })
    private String flags = "";

    @Option(
        names = {"-n", "--dir-name"},
        paramLabel = "DIR",
        description = "Directory below /lost+found; the time if not given.")
    private String folder = "";

    Check(Session session) {
      super(session);
    }

    private List<String> wanted() {
      List<String> wanted = new ArrayList<>();
      for (String flag : Arrays.asList(flags.toLowerCase(Locale.ROOT).split(","))) {
        if (!flag.isBlank()) {
          wanted.add(flag.strip());
        }
      }
      for (String flag : wanted) {
        if (!FLAGS.contains(flag)) {
          throw usage("no such flag: %s (valid: %s)".formatted(flag, String.join(",", FLAGS)));
        }
      }
      if (wanted.contains("remove") && wanted.contains("relink")) {
        throw usage("only one of them: remove,relink");
      }
      return wanted;
    }

    @Override
    void check() throws IOException {
      super.check();
      if (wanted().contains("evict")) {
        throw new StoreException(Der.NOTSUPPORTED, "not available yet: --flags=evict");
      }
      if (folder.contains("/")) {
        throw usage("no name of a directory: --dir-name=" + folder);
      }
    }

    @Override
    Answer answer(StoreSystem store) throws IOException {
      List<String> wanted = wanted();
      FsCheck.Remedy remedy =
          wanted.contains("remove")
              ? FsCheck.Remedy.REMOVE
              : wanted.contains("relink") ? FsCheck.Remedy.RELINK : FsCheck.Remedy.NONE;
      ObjectStore objects = open(store, OpenMode.EXCLUSIVE);
      try (Dfs dfs = DfsClient.mount(objects, false)) {
        if (wanted.contains("verify")) {
          verify(objects);
        }
        FsCheck check = new FsCheck(dfs, objects, this::tell, InstantSource.system());
        long leaked = check.run(wanted.contains("print"), remedy, folder);
        return new Answer("", Map.of("leaked", leaked));
      }
    }

    private void verify(ObjectStore objects) throws IOException {
      ContainerCheck.Found found =
          new ContainerCheck(session(), given().container(), true).run(objects);
      if (found.inconsistent() > 0) {
        throw new StoreException(
            Der.CSUM,
            "bytes are not those that were written: inconsistent=%d container=%s"
                .formatted(found.inconsistent(), given().container()));
      }
    }
  }
}
