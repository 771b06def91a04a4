package io.jromio.bench.h5;

import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jromio h5 diff}. */
@Command(
    name = "diff",
    description = {
      "Compares two files, or an object of each, as h5diff does.",
      "Ends with 0 if they are equal, with 1 if not, with 2 if that cannot be said."
    },
    customSynopsis =
        "jromio h5 diff [-r] [-v] [-c] [-q] [-d DELTA | -p RELATIVE] FILE1 FILE2 [OBJ1 [OBJ2]]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jromio h5 diff run.h5 h5daos://tank/ckpt/run.h5",
      "  jromio h5 diff -r -p 1e-6 run.h5 other.h5 /grp/t"
    })
final class DiffCommand extends H5Command {
  private static final int DIFFERENT = 1;
  private static final int UNKNOWN = 2;

  @Option(
      names = {"-r", "--report"},
      description = "Each difference too.")
  private boolean report;

  @Option(
      names = {"-v", "--verbose"},
      description = "Each difference and all objects, equal ones too.")
  private boolean verbose;

  @Option(
      names = {"-c", "--compare"},
      description = "What cannot be compared too, and why.")
  private boolean obstacles;

  @Option(
      names = {"-q", "--quiet"},
      description = "Nothing but the exit code.")
  private boolean quiet;

  @Option(
      names = {"-d", "--delta"},
      paramLabel = "DELTA",
      description = "Numbers differ if they are further apart than this.")
  private double delta = -1;

  @Option(
      names = {"-p", "--relative"},
      paramLabel = "RELATIVE",
      description = "Numbers differ if they are further apart than this part of the first.")
  private double relative = -1;

  @Parameters(
      arity = "2..4",
      paramLabel = "FILE1 FILE2 [OBJ1 [OBJ2]]",
      description = "The files; the objects, the root groups if not given.")
  private List<String> words = new ArrayList<>();

  DiffCommand(Session session) {
    super(session);
  }

  @Override
  int failed() {
    return UNKNOWN;
  }

  @Override
  int run() throws IOException {
    if (words.size() > 4) {
      throw usage("unexpected argument: " + words.get(4));
    }
    if (delta >= 0 && relative >= 0) {
      throw usage("only one of them: --delta, --relative");
    }
    String one = words.size() > 2 ? words.get(2) : "/";
    String other = words.size() > 3 ? words.get(3) : one;
    Diff.Options options =
        new Diff.Options(
            verbose, report, obstacles, quiet, new Comparison.Tolerance(delta, relative));
    try (VolFile first = open(words.get(0), Access.READ);
        VolFile second = open(words.get(1), Access.READ)) {
      Diff diff = new Diff(first, second, session().out(), options);
      return diff.compare(one, other) ? OK : DIFFERENT;
    }
  }
}
