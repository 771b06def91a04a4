package io.jromio.bench.ior;

import java.util.Locale;

/**
 * The names of the files of a test, from {@code -o}: several paths joined by {@code @} are dealt to
 * the ranks of a file per process, a shared file is in the first one.
 */
final class TestFileName {
  private final String[] paths;
  private final boolean filePerProcess;
  private final boolean uniqueDirectory;
  private final boolean multiFile;

  TestFileName(IorOptions options) {
    this.paths = options.get(IorOption.TEST_FILE).split("@");
    this.filePerProcess = options.on(IorOption.FILE_PER_PROC);
    this.uniqueDirectory = options.on(IorOption.UNIQUE_DIR);
    this.multiFile = options.on(IorOption.MULTI_FILE);
  }

  /** The name of the file that {@code owner} writes in repetition {@code repetition}. */
  String of(int owner, int repetition) {
    return first(owner) + (multiFile ? "." + repetition : "");
  }

  /** The name before the first repetition, without its number. */
  String first(int owner) {
    if (!filePerProcess) {
      return paths[0];
    }
    String path = paths[owner % paths.length];
    if (uniqueDirectory) {
      int name = path.lastIndexOf('/') + 1;
      path = path.substring(0, name) + owner + "/" + path.substring(name);
    }
    return path + String.format(Locale.ROOT, ".%08d", owner);
  }

  /** Whether every owner has a directory of its own, which must be there before its file. */
  boolean inOwnDirectory() {
    return filePerProcess && uniqueDirectory;
  }
}
