package io.jromio.bench.h5;

import io.jromio.adio.AccessMode;
import io.jromio.adio.MpiIoException;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import java.io.IOException;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jromio h5 stat}. */
@Command(
    name = "stat",
    description = "Counts objects, bytes, layouts and filters of a file, in the words of h5stat.",
    customSynopsis = "jromio h5 stat FILE",
    footerHeading = "%nExamples:%n",
    footer = "  jromio h5 stat run.h5")
final class StatCommand extends H5Command {
  @Parameters(paramLabel = "FILE", description = "The file.")
  private String name = "";

  StatCommand(Session session) {
    super(session);
  }

  @Override
  int run() throws IOException {
    try (VolFile file = open(name, Access.READ)) {
      Statistics statistics = new Statistics(file);
      statistics.count();
      boolean isFile = file.capabilities().contains(VolCapability.NATIVE_FILES);
      statistics.print(session().out(), isFile ? size() : -1);
    }
    return OK;
  }

  private long size() throws H5Exception {
    try (MpiFile bytes =
        MpiFile.open(session().ranks(), name, Set.of(AccessMode.RDONLY), new Info())) {
      return bytes.size();
    } catch (MpiIoException e) {
      throw H5Exception.of("asking for the size of a file", e);
    }
  }
}
