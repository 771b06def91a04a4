package io.jromio.hints;

/**
 * The lines that ROMIO_PRINT_HINTS=1 asks for, exactly as ROMIO prints them, so that scripts which
 * read them keep working.
 *
 * @source ROMIO adio/common/ad_hints.c, ADIOI_Info_print_keyvals
 */
public final class HintPrinter {
  private HintPrinter() {}

  /** One line for each hint in force, each with its line end. */
  public static String format(Hints hints) {
    Info info = hints.toInfo();
    StringBuilder lines = new StringBuilder();
    for (String key : info.keys()) {
      lines.append("key = %-25s value = %-10s\n".formatted(key, info.get(key).orElseThrow()));
    }
    return lines.toString();
  }
}
