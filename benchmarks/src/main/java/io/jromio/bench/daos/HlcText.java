package io.jromio.bench.daos;

import io.jromio.dfs.object.Hlc;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Epochs and times as DAOS 2.6 prints them.
 *
 * @source Go time.Time.String; C ctime
 */
final class HlcText {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private HlcText() {}

  /** {@code 0x1e7ed8192c200000 (2025-05-09 13:50:54.426841088 +0000 UTC)}. */
  static String of(long epoch) {
    return "0x%x (%s +0000 UTC)".formatted(epoch, TIME.format(Hlc.time(epoch)));
  }
}
