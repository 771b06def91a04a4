package io.jromio.comm.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RankInputTest {
  private final AtomicInteger rank = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final InputStream below =
      new ByteArrayInputStream(new byte[] {1, 2, 3, 4}) {
        @Override
        public void close() {
          closed.set(true);
        }
      };
  private final RankInput input = new RankInput(below, rank::get);

  @Test
  void shouldBeAtItsEndWhenRankIsNotZero() throws IOException {
    rank.set(2);
    assertEquals(-1, input.read());
    assertEquals(-1, input.read(new byte[3], 0, 3));
    assertEquals(0, input.read(new byte[3], 0, 0));
    assertEquals(0, input.available());
    assertEquals(0, input.skip(3));
    assertArrayEquals(new byte[0], input.readAllBytes());
    input.close();
    assertEquals(false, closed.get());
    rank.set(0);
    assertEquals(4, input.available());
    assertEquals(1, input.read());
    rank.set(RankTagStream.NO_RANK);
    assertArrayEquals(new byte[] {2, 3, 4}, input.readAllBytes());
    input.close();
    assertEquals(true, closed.get());
  }
}
