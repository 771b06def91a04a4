package io.jromio.comm.launch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ahead-of-time cache that a distribution may hold beside its jar, {@code rank-VERSION.aot}:
 * classes loaded and linked already, which halves the start of a rank. It fits class paths that
 * begin with that jar. A JVM that cannot use it goes on without, and is told to keep quiet about
 * it.
 *
 * @source JEP 483, JEP 514, JEP 515
 */
final class StartCache {
  private StartCache() {}

  /** What a JVM with this class path needs to use the cache; nothing if there is none for it. */
  static List<String> flags(List<String> classPath) {
    String first = String.join(File.pathSeparator, classPath).split(File.pathSeparator, 2)[0];
    Path cache = Path.of(first).resolveSibling("rank-" + Runtime.version() + ".aot");
    if (!first.endsWith(".jar") || !Files.isReadable(cache)) {
      return List.of();
    }
    return List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off");
  }
}
