package io.jromio.comm.shm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RingTest {
  private static final int CAPACITY = 1 << 10;

  private static MemorySegment memory(Arena arena) {
    return arena.allocate(JobDescriptor.DATA_OFFSET + CAPACITY, JobDescriptor.RING_ALIGNMENT);
  }

  /** Reads and writes in random steps from one thread; a queue of arrays is the oracle. */
  @Test
  void shouldKeepFramesWhenTheyStreamAndWrap() {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = memory(arena);
      RingWriter writer = new RingWriter(memory, CAPACITY);
      RingReader reader = new RingReader(memory, CAPACITY);
      ArrayDeque<byte[]> sent = new ArrayDeque<>();
      byte[] out = null;
      byte[] in = null;
      long written = 0;
      long taken = 0;
      int frames = 0;
      while (frames < 2_000) {
        if (random.nextBoolean()) {
          if (out == null) {
            byte[] next = new byte[random.nextInt(random.nextBoolean() ? 40 : 3 * CAPACITY)];
            random.nextBytes(next);
            if (writer.begin(frames, next.length % 7, next.length)) {
              out = next;
              written = 0;
              sent.add(next);
            }
          } else {
            long step = Math.min(out.length - written, random.nextInt(CAPACITY) + 1);
            written += writer.write(MemorySegment.ofArray(out), written, step);
            if (written == out.length) {
              writer.end(out.length);
              out = null;
            }
          }
          if (random.nextInt(3) > 0) {
            writer.publish();
          }
        } else if (in == null) {
          if (reader.hasFrame()) {
            byte[] expected = sent.element();
            assertEquals(expected.length, reader.length(), "seed=" + seed);
            assertEquals(expected.length % 7, reader.tag(), "seed=" + seed);
            reader.begin();
            in = new byte[expected.length];
            taken = 0;
          }
        } else {
          long step = Math.min(in.length - taken, random.nextInt(CAPACITY) + 1);
          taken += reader.read(MemorySegment.ofArray(in), taken, step);
          if (taken == in.length) {
            reader.end(in.length);
            assertArrayEquals(sent.remove(), in, "seed=" + seed);
            in = null;
            frames++;
          }
        }
        if (random.nextInt(3) == 0) {
          reader.release();
        }
      }
    }
  }

  @Test
  void shouldShowNothingWhenNotPublished() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = memory(arena);
      RingWriter writer = new RingWriter(memory, CAPACITY);
      RingReader reader = new RingReader(memory, CAPACITY);
      assertTrue(writer.begin(3, 4, 0));
      writer.end(0);
      assertFalse(reader.hasFrame());
      writer.publish();
      assertTrue(reader.hasFrame());
      assertEquals(3, reader.context());
      assertEquals(4, reader.tag());
      assertEquals(0, reader.length());
    }
  }

  @Test
  void shouldTakeNoMoreThanFitsWhenNothingIsRead() {
    try (Arena arena = Arena.ofConfined()) {
      RingWriter writer = new RingWriter(memory(arena), CAPACITY);
      MemorySegment bytes = MemorySegment.ofArray(new byte[2 * CAPACITY]);
      assertTrue(writer.begin(0, 0, bytes.byteSize()));
      long room = CAPACITY - JobDescriptor.FRAME_HEADER_LENGTH;
      assertEquals(room, writer.write(bytes, 0, bytes.byteSize()));
      assertEquals(0, writer.write(bytes, room, bytes.byteSize() - room));
      assertFalse(writer.begin(0, 0, 0));
    }
  }
}
