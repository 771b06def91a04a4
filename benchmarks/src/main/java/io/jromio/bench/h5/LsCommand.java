package io.jromio.bench.h5;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jromio h5 ls}. */
@Command(
    name = "ls",
    description = "Lists the objects of files, as h5ls does.",
    customSynopsis = "jromio h5 ls [-r] [-v] FILE[/OBJECT]...",
    footerHeading = "%nExamples:%n",
    footer = {"  jromio h5 ls -r run.h5", "  jromio h5 ls -v h5daos://tank/ckpt/run.h5/grp/t"})
final class LsCommand extends H5Command {
  @Option(
      names = {"-r", "--recursive"},
      description = "All groups below too.")
  private boolean recursive;

  @Option(
      names = {"-v", "--verbose"},
      description = "Attributes, storage and types of objects too.")
  private boolean verbose;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE[/OBJECT]",
      description = "A file, or an object in it.")
  private List<String> names = new ArrayList<>();

  LsCommand(Session session) {
    super(session);
  }

  @Override
  int run() throws IOException {
    for (String name : names) {
      String fileName = file(name);
      String path = name.substring(fileName.length()).replaceAll("^/+|/+$", "");
      try (VolFile file = open(fileName, Access.READ)) {
        if (verbose) {
          session()
              .out()
              .print("Opened \"%s\" with %s connector.\n".formatted(fileName, connector(fileName)));
        }
        new Listing(file, session().out(), recursive, verbose).list(path);
      }
    }
    return OK;
  }

  /** The longest beginning of a name, up to a slash, that is a file. */
  private String file(String name) throws H5Exception {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
      String beginning = name.substring(0, end);
      if (!beginning.endsWith("/") && !beginning.endsWith(":") && isFile(beginning)) {
        return beginning;
      }
    }
    return name;
  }

  /** Whether there is such a file; one that cannot be asked for is none. */
  private boolean isFile(String name) throws H5Exception {
    try {
      return exists(name);
    } catch (H5Exception e) {
      if (e.error() == H5Error.NOT_FOUND
          || e.error() == H5Error.ARG
          || e.error() == H5Error.BAD_FILE
          || e.error() == H5Error.IO) {
        return false;
      }
      throw e;
    }
  }
}
