package io.jromio.bench.h5;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.FileCheck;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jromio h5 clear}. */
@Command(
    name = "clear",
    description = {
      "Checks a file that its writer did not close, and takes away the mark of the writer.",
      "No program may have the file open. Ends with 0 if the mark is gone, with 1 if the file",
      "is left as it is, because something is wrong with it or it cannot be opened."
    },
    customSynopsis = "jromio h5 clear [-f] FILE",
    footerHeading = "%nExamples:%n",
    footer = {"  jromio h5 clear run.h5", "  jromio h5 clear --force run.h5"})
final class ClearCommand extends H5Command {
  private static final String NATIVE = "native";

  @Option(
      names = {"-f", "--force"},
      description = "Takes the mark away in spite of what is wrong.")
  private boolean force;

  @Parameters(paramLabel = "FILE", description = "The file.")
  private String name = "";

  ClearCommand(Session session) {
    super(session);
  }

  @Override
  int run() throws IOException {
    if (!connector(name).equals(NATIVE)) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "only real files have a mark: connector=%s file=%s".formatted(connector(name), name));
    }
    if (session().ranks().size() > 1) {
      throw usage("one rank is enough: ranks=" + session().ranks().size());
    }
    List<String> findings = FileCheck.clear(name, force);
    for (String finding : findings) {
      session().out().print(finding + "\n");
    }
    if (findings.isEmpty()) {
      session()
          .out()
          .print("%s: nothing is wrong; not marked as open for writing\n".formatted(name));
      return OK;
    }
    session()
        .out()
        .print(
            "%s: findings=%d; %s\n"
                .formatted(
                    name,
                    findings.size(),
                    force
                        ? "not marked as open for writing any more"
                        : "left as it is (--force takes the mark away)"));
    return force ? OK : FAILED;
  }
}
