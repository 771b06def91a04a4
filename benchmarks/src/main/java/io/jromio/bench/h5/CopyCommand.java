package io.jromio.bench.h5;

import io.jromio.bench.console.Progress;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jromio h5 copy}. */
@Command(
    name = "copy",
    description = {
      "Copies a file, or an object of it, also from one connector to another.",
      "On many ranks (jromio run -n 4 h5 copy ...) they share the elements."
    },
    customSynopsis = "jromio h5 copy [-f] [-s OBJECT [-d OBJECT]] SOURCE TARGET",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jromio h5 copy h5daos://tank/ckpt/run.h5 run.h5",
      "  jromio h5 copy -s /grp/t -d /t run.h5 other.h5",
      "  jromio run -n 4 h5 copy run.h5 h5daos://tank/ckpt/run.h5"
    })
final class CopyCommand extends H5Command {
  @Option(
      names = {"-f", "--force"},
      description = "Replaces what is there.")
  private boolean force;

  @Option(
      names = {"-s", "--source"},
      paramLabel = "OBJECT",
      description = "Copies this object only, into a file that may be there.")
  private String object = "";

  @Option(
      names = {"-d", "--destination"},
      paramLabel = "OBJECT",
      description = "Its new path (default: as it was).")
  private String destination = "";

  @Parameters(index = "0", paramLabel = "SOURCE", description = "A file.")
  private String source = "";

  @Parameters(index = "1", paramLabel = "TARGET", description = "A file to be made.")
  private String target = "";

  CopyCommand(Session session) {
    super(session);
  }

  @Override
  int run() throws IOException {
    if (object.isEmpty() && !destination.isEmpty()) {
      throw usage("--source is expected with --destination");
    }
    if (source.equals(target)) {
      throw usage("source and target are the same file: " + source);
    }
    Progress progress = session().progress();
    String summary;
    try (VolFile from = open(source, Access.READ)) {
      summary = object.isEmpty() ? file(from, progress) : object(from, progress);
    } finally {
      progress.end();
    }
    session().out().print("Copied to %s: %s\n".formatted(target, summary));
    return OK;
  }

  private String file(VolFile from, Progress progress) throws H5Exception {
    if (!force && exists(target)) {
      throw new H5Exception(
          H5Error.EXISTS, "there is such a file (--force replaces it): file=" + target);
    }
    boolean done = false;
    try (VolFile to = open(target, force ? Access.TRUNCATE : Access.EXCLUSIVE)) {
      Copy copy = new Copy(to, progress);
      copy.contents(from.root(), to.root());
      done = true;
      return copy.summary();
    } finally {
      if (!done) {
        progress.say("incomplete: file=" + target);
      }
    }
  }

  private String object(VolFile from, Progress progress) throws H5Exception {
    VolObject what = Names.object(from, object);
    String path = destination.isEmpty() ? object : destination;
    String plain = path.replaceAll("^/+|/+$", "");
    if (plain.isEmpty()) {
      throw usage("no name for the object: --destination=" + path);
    }
    try (VolFile to = open(target, exists(target) ? Access.WRITE : Access.EXCLUSIVE)) {
      VolGroup parent = to.root();
      String[] parts = plain.split("/+");
      for (int i = 0; i < parts.length - 1; i++) {
        parent = step(to, parent, parts[i]);
      }
      String name = parts[parts.length - 1];
      if (parent.link(name).isPresent()) {
        if (!force) {
          throw new H5Exception(
              H5Error.EXISTS,
              "there is such an object (--force replaces it): path=%s file=%s"
                  .formatted(path, target));
        }
        parent.deleteLink(name);
      }
      Copy copy = new Copy(to, progress);
      copy.object(what, parent, name);
      return copy.summary();
    }
  }

  /** The group of this name, made if it is not there. */
  private static VolGroup step(VolFile file, VolGroup parent, String name) throws H5Exception {
    Optional<Link> link = parent.link(name);
    if (link.isEmpty()) {
      return parent.createGroup(name);
    }
    if (link.get().target() instanceof LinkTarget.Hard hard
        && file.object(hard.token()) instanceof VolGroup group) {
      return group;
    }
    throw new H5Exception(H5Error.EXISTS, "no group: name=%s file=%s".formatted(name, file.name()));
  }
}
