package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.dfs.object.Hlc;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HlcTextTest {

  @ParameterizedTest
  @CsvSource({
    "0x1e7ed8192c200000, 2025-05-09 13:50:54.426841088 +0000 UTC",
    "0x1e7ed8193a240003, 2025-05-09 13:50:54.441537536 +0000 UTC"
  })
  void shouldShowHexAndTimeWhenEpochIsGiven(String epoch, String time) {
    assertEquals("%s (%s)".formatted(epoch, time), HlcText.of(Long.decode(epoch)));
  }

  @Test
  void shouldLeaveOutZerosAtTheEndWhenTimeIsRound() {
    long half = Hlc.epoch(Instant.parse("2022-01-01T00:00:00.500Z"));
    long whole = Hlc.epoch(Instant.parse("2022-01-01T00:00:00Z"));
    assertEquals("0x%x (2022-01-01 00:00:00.5 +0000 UTC)".formatted(half), HlcText.of(half));
    assertEquals("0x%x (2022-01-01 00:00:00 +0000 UTC)".formatted(whole), HlcText.of(whole));
  }
}
