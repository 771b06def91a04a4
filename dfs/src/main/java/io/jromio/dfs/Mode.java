package io.jromio.dfs;

/** The bits of st_mode. */
public final class Mode {
  /** The bits that say which type. */
  public static final int TYPE = 0170000;

  public static final int FILE = 0100000;
  public static final int DIRECTORY = 0040000;
  public static final int LINK = 0120000;

  private Mode() {}

  public static boolean isFile(int mode) {
    return (mode & TYPE) == FILE;
  }

  public static boolean isDirectory(int mode) {
    return (mode & TYPE) == DIRECTORY;
  }

  public static boolean isLink(int mode) {
    return (mode & TYPE) == LINK;
  }
}
