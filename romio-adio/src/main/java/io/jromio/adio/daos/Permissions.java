package io.jromio.adio.daos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who may use new files: all may read and write, less the umask of this process. */
final class Permissions {
  static final int OF_NEW_FILES = 0666 & ~umask();

  private static final int COMMON_UMASK = 022;

  private Permissions() {}

  /** As Linux tells it; the usual one where it does not. */
  private static int umask() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("Umask:")) {
          return Integer.parseInt(line.substring("Umask:".length()).strip(), 8);
        }
      }
    } catch (IOException | NumberFormatException e) {
      return COMMON_UMASK;
    }
    return COMMON_UMASK;
  }
}
