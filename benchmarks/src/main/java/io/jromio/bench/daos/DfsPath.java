package io.jromio.bench.daos;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A path within a container. */
final class DfsPath {
  @Option(
      names = {"-H", "--dfs-path"},
      paramLabel = "PATH",
      description = "Path in the container [/].")
  private String path = "/";

  @Option(
      names = {"-I", "--dfs-prefix"},
      paramLabel = "PREFIX",
      description = "Stands before paths and is taken away, such as a mount point.")
  private String prefix = "";

  DfsPath() {}

  /**
   * The path without the prefix, from the root.
   *
   * @param inside where it is taken from; empty for the root
   */
  String absolute(String inside) {
    Path whole = Path.of("/" + inside + "/" + path).normalize();
    Path before = Path.of("/" + prefix).normalize();
    return whole.startsWith(before)
        ? Path.of("/").resolve(before.relativize(whole)).toString()
        : whole.toString();
  }
}
