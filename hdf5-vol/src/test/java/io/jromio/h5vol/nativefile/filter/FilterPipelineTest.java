package io.jromio.h5vol.nativefile.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FilterPipelineTest {
  private static final FilterSpec LZF = new FilterSpec(LzfFilter.ID, "lzf", true, 4, 0x105, 0);

  private static byte[] random(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Bytes that filters make smaller: slowly rising numbers. */
  private static byte[] smooth(Random random, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i % 4 == 0 ? i / 64 : random.nextInt(50) == 0 ? 7 : 0);
    }
    return bytes;
  }

  private static byte[] shuffled(byte[] bytes, int width) {
    int count = bytes.length / width;
    byte[] result = bytes.clone();
    for (int c = 0; c < width; c++) {
      for (int i = 0; i < count; i++) {
        result[c * count + i] = bytes[i * width + c];
      }
    }
    return result;
  }

  /** The loop of H5checksum.c, word by word. */
  private static int fletcher(byte[] bytes) {
    long sum1 = 0;
    long sum2 = 0;
    int words = bytes.length / 2;
    int at = 0;
    while (words > 0) {
      int part = Math.min(words, 360);
      words -= part;
      for (; part > 0; part--, at += 2) {
        sum1 += (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
        sum2 += sum1;
      }
      sum1 = (sum1 & 0xffff) + (sum1 >> 16);
      sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    }
    if (bytes.length % 2 == 1) {
      sum1 += (bytes[at] & 0xff) << 8;
      sum2 += sum1;
      sum1 = (sum1 & 0xffff) + (sum1 >> 16);
      sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    }
    sum1 = (sum1 & 0xffff) + (sum1 >> 16);
    sum2 = (sum2 & 0xffff) + (sum2 >> 16);
    return (int) (sum2 << 16 | sum1);
  }

  private static byte[] encoded(byte[] chunk, FilterSpec... filters) throws H5Exception {
    try (FilterPipeline pipeline = new FilterPipeline(List.of(filters))) {
      return pipeline.encode(MemorySegment.ofArray(chunk)).bytes().toArray(ValueLayout.JAVA_BYTE);
    }
  }

  @Test
  void shouldTransposeAsALoopDoesWhenWidthsAreAwkward() throws H5Exception {
    Random random = new Random(1);
    for (int width = 1; width <= 35; width++) {
      for (int count : new int[] {0, 1, 2, 7, 8, 9, 15, 16, 17, 100}) {
        for (int tail = 0; tail < width; tail += Math.max(1, width / 3)) {
          byte[] chunk = random(random, width * count + tail);
          byte[] wanted = shuffled(chunk, width);
          FilterSpec shuffle = FilterSpec.shuffle(width);
          assertArrayEquals(wanted, encoded(chunk, shuffle), "width=" + width + " count=" + count);
          byte[] back = new byte[chunk.length];
          try (FilterPipeline pipeline = new FilterPipeline(List.of(shuffle))) {
            pipeline.decode(MemorySegment.ofArray(wanted), 0, MemorySegment.ofArray(back));
          }
          assertArrayEquals(chunk, back, "width=" + width + " count=" + count);
        }
      }
    }
  }

  @Test
  void shouldSumAsCDoesWhenSizesAreAwkward() {
    Random random = new Random(2);
    for (int size = 0; size < 3000; size += size < 40 ? 1 : 97) {
      byte[] ones = new byte[size];
      Arrays.fill(ones, (byte) 0xff);
      for (byte[] bytes : List.of(random(random, size), ones, new byte[size])) {
        assertEquals(
            fletcher(bytes), Fletcher32Filter.checksum(MemorySegment.ofArray(bytes), size));
      }
    }
    byte[] large = random(random, (3 << 20) + 5);
    assertEquals(
        fletcher(large), Fletcher32Filter.checksum(MemorySegment.ofArray(large), large.length));
  }

  private static List<List<FilterSpec>> pipelines() {
    FilterSpec shuffle = FilterSpec.shuffle(4);
    FilterSpec sum = FilterSpec.fletcher32();
    List<List<FilterSpec>> all = new ArrayList<>();
    all.add(List.of());
    for (FilterSpec pack : List.of(FilterSpec.deflate(0), FilterSpec.deflate(9), LZF)) {
      all.add(List.of(pack));
      all.add(List.of(shuffle, pack, sum));
      all.add(List.of(sum, pack));
      all.add(List.of(pack, pack, shuffle, sum, sum));
    }
    return all;
  }

  @Test
  void shouldGiveTheChunkBackWhenItWasFiltered() throws H5Exception {
    Random random = new Random(3);
    for (List<FilterSpec> filters : pipelines()) {
      try (FilterPipeline pipeline = new FilterPipeline(filters);
          Arena arena = Arena.ofConfined()) {
        for (int size : new int[] {0, 1, 3, 4, 64, 1001, 8192, 100_000}) {
          for (byte[] chunk : List.of(smooth(random, size), random(random, size))) {
            FilterPipeline.Filtered stored = pipeline.encode(MemorySegment.ofArray(chunk));
            MemorySegment copy = arena.allocate(stored.bytes().byteSize() + 1);
            copy.copyFrom(stored.bytes());
            MemorySegment back = arena.allocate(size + 1);
            pipeline.decode(
                copy.asSlice(0, stored.bytes().byteSize()), stored.mask(), back.asSlice(0, size));
            assertArrayEquals(
                chunk, back.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE), filters.toString());
          }
        }
      }
    }
  }

  @Test
  void shouldWorkWhenMemoryIsAnArrayOfNumbers() throws H5Exception {
    long[] chunk = new long[500];
    Arrays.setAll(chunk, i -> i * 3L);
    long[] back = new long[500];
    for (List<FilterSpec> filters : pipelines()) {
      try (FilterPipeline pipeline = new FilterPipeline(filters)) {
        FilterPipeline.Filtered stored = pipeline.encode(MemorySegment.ofArray(chunk));
        byte[] bytes = stored.bytes().toArray(ValueLayout.JAVA_BYTE);
        Arrays.fill(back, -1);
        pipeline.decode(MemorySegment.ofArray(bytes), stored.mask(), MemorySegment.ofArray(back));
        assertArrayEquals(chunk, back, filters.toString());
      }
    }
  }

  @Test
  void shouldPassOverFilterOnlyWhenItIsOptionalAndFails() throws H5Exception {
    byte[] chunk = random(new Random(4), 4096);
    try (FilterPipeline lzf = new FilterPipeline(List.of(FilterSpec.shuffle(4), LZF));
        FilterPipeline deflate = new FilterPipeline(List.of(FilterSpec.deflate(6)));
        FilterPipeline must =
            new FilterPipeline(List.of(new FilterSpec(LzfFilter.ID, "lzf", false)));
        FilterPipeline none = new FilterPipeline(List.of())) {
      FilterPipeline.Filtered stored = lzf.encode(MemorySegment.ofArray(chunk));
      assertEquals(2, stored.mask());
      assertEquals(4096, stored.bytes().byteSize());
      // Deflate that makes a chunk a little longer is kept, as C keeps it.
      FilterPipeline.Filtered longer = deflate.encode(MemorySegment.ofArray(chunk));
      assertEquals(0, longer.mask());
      assertTrue(longer.bytes().byteSize() > 4096);
      H5Exception e =
          assertThrows(H5Exception.class, () -> must.encode(MemorySegment.ofArray(chunk)));
      assertEquals(H5Error.IO, e.error());
      MemorySegment same = MemorySegment.ofArray(chunk);
      assertSame(same, none.encode(same).bytes());
    }
  }

  @Test
  void shouldNameTheFilterWhenItIsNotHere() {
    H5Exception szip =
        assertThrows(
            H5Exception.class,
            () -> new FilterPipeline(List.of(FilterSpec.deflate(1), new FilterSpec(4, "", true))));
    assertEquals(H5Error.UNSUPPORTED, szip.error());
    assertTrue(szip.detail().contains("szip"), szip.detail());
    for (FilterSpec bad :
        List.of(
            new FilterSpec(FilterSpec.DEFLATE, "", true, 11),
            new FilterSpec(FilterSpec.DEFLATE, "", true),
            new FilterSpec(FilterSpec.SHUFFLE, "", true, 0))) {
      H5Exception e = assertThrows(H5Exception.class, () -> new FilterPipeline(List.of(bad)));
      assertEquals(H5Error.BAD_FILE, e.error());
    }
  }

  @Test
  void shouldAcceptChecksumWhenOldLibrariesSwappedItsBytes() throws H5Exception {
    byte[] stored = encoded(new byte[] {1, 2, 3, 4, 5, 6}, FilterSpec.fletcher32());
    byte[] swapped = stored.clone();
    for (int i = 6; i < 10; i += 2) {
      swapped[i] = stored[i + 1];
      swapped[i + 1] = stored[i];
    }
    byte[] back = new byte[6];
    try (FilterPipeline pipeline = new FilterPipeline(List.of(FilterSpec.fletcher32()))) {
      pipeline.decode(MemorySegment.ofArray(swapped), 0, MemorySegment.ofArray(back));
    }
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, back);
  }

  @Test
  void shouldGiveAClearErrorWhenStoredBytesAreDamaged() throws H5Exception {
    Random random = new Random(5);
    byte[] chunk = smooth(random, 3000);
    for (List<FilterSpec> filters : pipelines()) {
      byte[] stored = encoded(chunk, filters.toArray(FilterSpec[]::new));
      try (FilterPipeline pipeline = new FilterPipeline(filters)) {
        for (int trial = 0; trial < 300; trial++) {
          byte[] damaged =
              Arrays.copyOf(stored, trial % 3 == 0 ? random.nextInt(4000) : stored.length);
          for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
          }
          int mask = trial % 5 == 0 ? random.nextInt(32) : 0;
          try {
            pipeline.decode(
                MemorySegment.ofArray(damaged), mask, MemorySegment.ofArray(new byte[3000]));
          } catch (H5Exception e) {
            assertEquals(H5Error.BAD_FILE, e.error());
          }
        }
      }
      if (!filters.isEmpty() && filters.getLast().id() == FilterSpec.FLETCHER32) {
        stored[stored.length / 2] ^= 4;
        try (FilterPipeline pipeline = new FilterPipeline(filters)) {
          assertThrows(
              H5Exception.class,
              () ->
                  pipeline.decode(
                      MemorySegment.ofArray(stored), 0, MemorySegment.ofArray(new byte[3000])));
        }
      }
    }
  }
}
