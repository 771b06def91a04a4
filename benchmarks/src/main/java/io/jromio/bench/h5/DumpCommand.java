package io.jromio.bench.h5;

import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jromio h5 dump}. */
@Command(
    name = "dump",
    description = "Prints what is in a file, as h5dump does.",
    customSynopsis = "jromio h5 dump [-H] [-A] [-p] [-d PATH]... [-a PATH]... FILE",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jromio h5 dump -H -p run.h5",
      "  jromio h5 dump -d /grp/t run.h5",
      "  jromio h5 dump -a /grp/t/units h5daos://tank/ckpt/run.h5"
    })
final class DumpCommand extends H5Command {
  @Option(
      names = {"-H", "--header"},
      description = "Without any elements.")
  private boolean header;

  @Option(
      names = {"-A", "--onlyattr"},
      description = "Without the elements of datasets.")
  private boolean onlyAttributes;

  @Option(
      names = {"-p", "--properties"},
      description = "Layout, filters and fill value of datasets too.")
  private boolean properties;

  @Option(
      names = {"-d", "--dataset", "-g", "--group", "-t", "--datatype"},
      paramLabel = "PATH",
      description = "This object only.")
  private List<String> objects = new ArrayList<>();

  @Option(
      names = {"-a", "--attribute"},
      paramLabel = "PATH",
      description = "This attribute only: its object's path, a slash, its name.")
  private List<String> attributes = new ArrayList<>();

  @Parameters(paramLabel = "FILE", description = "The file.")
  private String name = "";

  DumpCommand(Session session) {
    super(session);
  }

  @Override
  int run() throws IOException {
    Dump.Options options = new Dump.Options(!header && !onlyAttributes, !header, properties);
    try (VolFile file = open(name, Access.READ)) {
      Dump dump = new Dump(file, session().out(), options);
      dump.begin();
      if (objects.isEmpty() && attributes.isEmpty()) {
        dump.root();
      }
      for (String path : attributes) {
        dump.attribute(path);
      }
      for (String path : objects) {
        dump.object(path);
      }
      dump.end();
      session().out().flush();
      for (String obstacle : dump.obstacles()) {
        session().err().printf("jromio h5: %s%n", obstacle);
      }
      return dump.obstacles().isEmpty() ? OK : FAILED;
    }
  }
}
