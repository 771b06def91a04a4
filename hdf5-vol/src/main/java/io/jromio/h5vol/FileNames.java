package io.jromio.h5vol;

import java.util.regex.Pattern;

/** Names of files that links in other files name. */
final class FileNames {
  /** A driver or connector in front of a name, with pool and container where it has them. */
  private static final Pattern PREFIX =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:(//[^/]*/[^/]*)?");

  private FileNames() {}

  /**
   * The name of the file that {@code linked} means in the file {@code from}: one with a driver in
   * front is meant as it stands, another absolute one with the driver of {@code from}, any other in
   * the folder of {@code from}.
   */
  static String resolve(String from, String linked) {
    if (PREFIX.matcher(linked).find()) {
      return linked;
    }
    var matcher = PREFIX.matcher(from);
    String prefix = matcher.find() ? matcher.group() : "";
    if (linked.startsWith("/")) {
      return prefix + linked;
    }
    String path = from.substring(prefix.length());
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    String name = linked;
    while (name.startsWith("./")) {
      name = name.substring(2);
    }
    return prefix + folder + name;
  }
}
