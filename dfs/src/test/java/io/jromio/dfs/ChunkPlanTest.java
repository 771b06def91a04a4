package io.jromio.dfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.ByteRanges;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ChunkPlanTest {
  private static ByteRanges ranges(long[] offsets, long[] lengths, MemorySegment memory) {
    long[] places = new long[offsets.length];
    for (int i = 1; i < places.length; i++) {
      places[i] = places[i - 1] + lengths[i - 1];
    }
    return new ByteRanges(offsets, lengths, memory, places);
  }

  @Test
  void shouldPlanNothingWhenRangesAreEmpty() {
    MemorySegment none = MemorySegment.ofArray(new byte[0]);
    assertEquals(List.of(), ChunkPlan.of(ByteRanges.of(5, none), 10));
    assertEquals(List.of(), ChunkPlan.of(ranges(new long[] {1, 9}, new long[] {0, 0}, none), 10));
  }

  @Test
  void shouldPassOneRangeOnWhenItLiesInTheFirstChunk() {
    ByteRanges one = ByteRanges.of(3, MemorySegment.ofArray(new byte[7]));
    assertSame(one, ChunkPlan.of(one, 10).getFirst().getFirst().ranges());
    List<List<ChunkPart>> last = ChunkPlan.of(ByteRanges.of(20, one.memory()), 10);
    assertEquals(2, last.getFirst().getFirst().chunk());
  }

  @Test
  void shouldMapEveryByteOnceWhateverOrderAndChunk() {
    long seed = System.nanoTime();
    System.out.println("ChunkPlanTest seed=" + seed);
    Random random = new Random(seed);
    for (int chunk : new int[] {1, 2, 7, 64, 1000}) {
      for (int round = 0; round < 50; round++) {
        int count = random.nextInt(20);
        long[] offsets = new long[count];
        long[] lengths = new long[count];
        int total = 0;
        for (int i = 0; i < count; i++) {
          offsets[i] = 200L * random.nextInt(20);
          lengths[i] = random.nextInt(150);
          total += (int) lengths[i];
        }
        ByteRanges list = ranges(offsets, lengths, MemorySegment.ofArray(new byte[total]));
        Map<Integer, Long> places = new HashMap<>();
        for (List<ChunkPart> request : ChunkPlan.of(list, chunk)) {
          Set<Long> chunks = new HashSet<>();
          for (ChunkPart part : request) {
            assertTrue(chunks.add(part.chunk()), "a chunk twice in a request");
            addPlaces(part, chunk, places);
          }
        }
        assertEquals(total, places.size());
        for (int i = 0; i < count; i++) {
          for (int k = 0; k < lengths[i]; k++) {
            assertEquals(offsets[i] + k, places.get((int) list.places()[i] + k));
          }
        }
      }
    }
  }

  private static void addPlaces(ChunkPart part, int chunk, Map<Integer, Long> places) {
    ByteRanges ranges = part.ranges();
    for (int i = 0; i < ranges.count(); i++) {
      assertTrue(ranges.offsets()[i] + ranges.lengths()[i] <= chunk);
      for (int k = 0; k < ranges.lengths()[i]; k++) {
        places.put((int) ranges.places()[i] + k, part.chunk() * chunk + ranges.offsets()[i] + k);
      }
    }
  }

  @Test
  void shouldCutRequestsWhenTheyGetLarge() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(ChunkPlan.MAX_BYTES * 2 + 1);
      for (long chunk : new long[] {1 << 20, 20 << 20, 1L << 40}) {
        long total = 0;
        for (List<ChunkPart> request : ChunkPlan.of(ByteRanges.of(5, memory), chunk)) {
          long bytes = 0;
          for (ChunkPart part : request) {
            bytes += part.ranges().total();
          }
          assertTrue(bytes <= ChunkPlan.MAX_BYTES, "bytes=" + bytes);
          total += bytes;
        }
        assertEquals(memory.byteSize(), total);
      }
    }
    int count = ChunkPlan.MAX_RANGES + 1;
    long[] offsets = new long[count];
    long[] lengths = new long[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = 2L * (count - i);
      lengths[i] = 1;
    }
    ByteRanges list = ranges(offsets, lengths, MemorySegment.ofArray(new byte[count]));
    List<List<ChunkPart>> requests = ChunkPlan.of(list, 1 << 20);
    assertEquals(2, requests.size());
    assertEquals(ChunkPlan.MAX_RANGES, requests.getFirst().getFirst().ranges().count());
    assertEquals(1, requests.get(1).getFirst().ranges().count());
  }
}
