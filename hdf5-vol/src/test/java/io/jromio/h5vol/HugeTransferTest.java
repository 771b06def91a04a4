package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.TransferReport;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More elements than an int counts, in files of holes. */
final class HugeTransferTest {
  private static final long GIB = 1L << 30;

  /** Elements of one byte. */
  private static final long TOTAL = 5 * GIB + 12_345;

  /** Where the large transfer begins, and how long it is. */
  private static final long START = GIB + 7;

  private static final long LENGTH = 5 * GIB / 2 + 11;

  private final Path path =
      Path.of("/dev/shm", "HugeTransferTest-" + ProcessHandle.current().pid());

  @AfterEach
  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  private static byte value(long at) {
    return (byte) (at * 31 % 101);
  }

  private static Selection slab(long start, long count) {
    return Selection.slab(new long[] {start}, new long[] {count});
  }

  private static byte[] bytes(long start, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = value(start + i);
    }
    return bytes;
  }

  /** Marks at places of a memory of {@link #LENGTH} bytes, by the place in the dataset. */
  private static long[] places() {
    return new long[] {START, 2 * GIB - 1, 2 * GIB, START + 2 * GIB, START + LENGTH - 1};
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 28})
  void shouldFindElementsBeyondTwoAndFourGibibytes(long chunk) throws Exception {
    RankThreads.run(
        3,
        world -> {
          try (H5File file = H5File.create(world, path.toString())) {
            DatasetSpec spec = file.newDataset("d").type(H5Type.U8).shape(TOTAL);
            H5Dataset d = (chunk > 0 ? spec.chunks(chunk) : spec).create();
            long[] starts = {2 * GIB - 3, 4 * GIB - 3, TOTAL - 8};
            d.at(slab(starts[world.rank()], 8)).writeAll(bytes(starts[world.rank()], 8));
          }
          try (H5File file = H5File.open(world, path.toString())) {
            for (long start : new long[] {2 * GIB - 3, 4 * GIB - 3, TOTAL - 8}) {
              byte[] found = new byte[12];
              file.dataset("d").at(slab(start - 4, 12)).readAll(found);
              for (int i = 0; i < 12; i++) {
                assertEquals(i < 4 ? 0 : value(start - 4 + i), found[i], "at=" + (start - 4 + i));
              }
            }
          }
        });
    shouldHoldByH5py(2 * GIB - 3, 4 * GIB, TOTAL - 1);
  }

  private void shouldHoldByH5py(long... places) throws IOException, InterruptedException {
    if (!OutsideReaders.hasH5py()) {
      return;
    }
    StringBuilder script = new StringBuilder("import h5py, sys\nd = h5py.File(sys.argv[1])['d']\n");
    StringBuilder expected = new StringBuilder();
    for (long place : places) {
      script.append("print(d[%d], end=' ')%n".formatted(place));
      expected.append(value(place)).append(' ');
    }
    assertEquals(expected.toString(), OutsideReaders.python(script.toString(), path.toString()));
  }

  /** Takes 2.5 GiB of memory and 3.5 GiB of the file; runs in the profile {@code slow}. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1 << 28})
  @EnabledIfSystemProperty(named = "jromio.slow", matches = "true")
  void shouldMoveMoreThanTwoGibibytesInOneCall(long chunk) throws Exception {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(LENGTH);
      RankThreads.run(
          2,
          world -> {
            try (H5File file = H5File.create(world, path.toString())) {
              DatasetSpec spec = file.newDataset("d").type(H5Type.U8).shape(TOTAL);
              write(world, (chunk > 0 ? spec.chunks(chunk) : spec).create(), memory);
            }
            try (H5File file = H5File.open(world, path.toString())) {
              read(world, file.dataset("d"), memory);
            }
          });
    }
    shouldHoldByH5py(places());
    shouldHoldByH5py(TOTAL - 100, TOTAL - 1);
  }

  /** The first rank writes what is large, the second the end of the dataset. */
  private static void write(Communicator world, H5Dataset d, MemorySegment memory)
      throws H5Exception {
    if (world.rank() == 0) {
      for (long place : places()) {
        memory.set(ValueLayout.JAVA_BYTE, place - START, value(place));
      }
      TransferReport report = d.at(slab(START, LENGTH)).writeAll(memory);
      assertEquals(LENGTH, report.elements());
      assertEquals(LENGTH, report.bytes());
    } else {
      d.at(slab(TOTAL - 100, 100)).writeAll(bytes(TOTAL - 100, 100));
    }
  }

  private static void read(Communicator world, H5Dataset d, MemorySegment memory)
      throws H5Exception {
    if (world.rank() == 0) {
      for (long place : places()) {
        memory.set(ValueLayout.JAVA_BYTE, place - START, (byte) 0);
      }
      assertEquals(LENGTH, d.at(slab(START, LENGTH)).readAll(memory).elements());
      shouldBeRead(memory);
      // As numbers with a sign, so that all of them are converted; without the other rank.
      TransferReport report =
          d.at(slab(START, LENGTH)).memory(slab(0, LENGTH), LENGTH).as(H5Type.I8).read(memory);
      assertEquals(LENGTH, report.elements());
      shouldBeRead(memory);
    } else {
      byte[] found = new byte[2];
      assertEquals(2, d.at(slab(TOTAL - 100, 2)).readAll(found).elements());
      assertEquals(value(TOTAL - 99), found[1]);
    }
  }

  private static void shouldBeRead(MemorySegment memory) {
    for (long place : places()) {
      assertEquals(value(place), memory.get(ValueLayout.JAVA_BYTE, place - START), "at=" + place);
      memory.set(ValueLayout.JAVA_BYTE, place - START, (byte) 0);
    }
  }

  /** Every second element of more than an int counts; runs in the profile {@code slow}. */
  @Test
  @EnabledIfSystemProperty(named = "jromio.slow", matches = "true")
  void shouldMoveEverySecondOfMoreElementsThanAnIntCounts() throws Exception {
    long count = 2 * GIB + 5;
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(count);
      memory.set(ValueLayout.JAVA_BYTE, count - 1, (byte) 9);
      RankThreads.run(
          1,
          world -> {
            try (H5File file = H5File.create(world, path.toString())) {
              H5Dataset d = file.newDataset("d").type(H5Type.U8).shape(1 << 20, 4100).create();
              Selection half =
                  Selection.slab(
                      new long[] {0, 1},
                      new long[] {2, 1},
                      new long[] {1 << 19, 1},
                      new long[] {1, 4096});
              assertEquals(
                  GIB * 2, d.at(half).memory(slab(5, 2 * GIB), count).writeAll(memory).elements());
              byte[] found = new byte[2];
              d.at(Selection.slab(new long[] {(1 << 20) - 2, 4095}, new long[] {1, 2}))
                  .readAll(found);
              assertEquals(0, found[0]);
              assertEquals(9, found[1]);
            }
          });
    }
  }
}
