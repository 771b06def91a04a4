package io.jromio.bench.daos;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code jromio daos version}: asks no store. */
@Command(
    name = "version",
    description = "Tells the version.",
    footerHeading = "%nExamples:%n",
    footer = "  jromio daos version")
final class VersionCommand extends StoreCommand {
  VersionCommand(Session session) {
    super(session);
  }

  @Override
  int run() {
    Package here = VersionCommand.class.getPackage();
    String version = Objects.requireNonNullElse(here.getImplementationVersion(), "development");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", "jromio daos");
    json.put("version", version);
    json.put("libdaos_version", "none");
    session()
        .print(
            new Answer("jromio daos version %s, no libdaos\n".formatted(version), json), isJson());
    return OK;
  }
}
