package io.jromio.bench.ior;

import io.jromio.comm.Communicator;
import io.jromio.hints.Info;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hints that IOR passes to the open call: from environment variables {@code
 * IOR_HINT__MPI__<hint>} and from the lines {@code IOR_HINT__MPI__<hint>=<value>} of a hints file,
 * which win. Rank 0 reads them for all.
 */
final class IorHintResolver {
  private static final String PREFIX = "IOR_HINT__MPI__";
  private static final Pattern LINE =
      Pattern.compile("\\s*" + PREFIX + "([^\\s=]+)[\\s=]+(\\S+)\\s*");

  private IorHintResolver() {}

  /** What was found and what was strange about it. */
  record Found(Info hints, List<String> warnings) {}

  /**
   * Reads on rank 0, gives to all; collective.
   *
   * @throws IorUsageException on every rank if the file cannot be read
   */
  static Found resolve(Communicator comm, String hintsFile) {
    String text = comm.rank() == 0 ? read(System.getenv(), hintsFile) : "";
    byte[] agreed = comm.bcast(text.getBytes(StandardCharsets.UTF_8), 0);
    return parse(new String(agreed, StandardCharsets.UTF_8), hintsFile);
  }

  /** One text of lines: first those of the environment, in the order of their names. */
  static String read(Map<String, String> environment, String hintsFile) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(environment)
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX) && !value.isBlank()) {
                text.append(key).append('=').append(value).append('\n');
              }
            });
    if (!hintsFile.isEmpty()) {
      try {
        text.append(Files.readString(Path.of(hintsFile)));
      } catch (IOException e) {
        text.append('\0').append(e.getClass().getSimpleName());
      }
    }
    return text.toString();
  }

  static Found parse(String text, String hintsFile) {
    int failed = text.indexOf('\0');
    if (failed >= 0) {
      throw new IorUsageException(
          "cannot read the hints file: --mpiio.hintsFileName=%s: %s"
              .formatted(hintsFile, text.substring(failed + 1)));
    }
    Info hints = new Info();
    List<String> warnings = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        hints.set(matcher.group(1), matcher.group(2));
      } else if (!line.isBlank() && !line.strip().startsWith("#")) {
        warnings.add(
            "ignored in hints file %s, want %s<hint>=<value>: %s"
                .formatted(hintsFile, PREFIX, line.strip()));
      }
    }
    return new Found(hints, warnings);
  }
}
