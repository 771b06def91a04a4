package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioDrivers;
import io.jromio.adio.AdioFile;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.mem.MemDriver;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.comm.RankThreads;
import io.jromio.comm.ReduceOp;
import io.jromio.hints.Hints;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nobody asked for stays as it was, and reads as zero where nothing was. */
@Timeout(120)
final class CollectiveHolesTest {
  private static final Set<AccessMode> BOTH = EnumSet.of(AccessMode.RDWR, AccessMode.CREATE);
  private static final Hints FORCED =
      Hints.defaults()
          .with(RomioHints.CB_WRITE, Toggle.ENABLE)
          .with(RomioHints.CB_READ, Toggle.ENABLE);

  private static CollectiveRequest request(AccessList list, byte value, Hints hints) {
    byte[] data = new byte[Math.toIntExact(list.bytes())];
    Arrays.fill(data, value);
    return new CollectiveRequest(list, TypedBuffer.of(MemorySegment.ofArray(data)), hints, false);
  }

  /** 4 bytes of every 64 for two of three ranks, so that every window has holes. */
  private static AccessList strided(int rank) throws Exception {
    Datatype tile = Datatype.resized(Datatype.contiguous(4, Datatype.BYTE), 0, 64);
    return new FileView(100 + 20L * rank, Datatype.BYTE, tile).access(0, 4 * 500);
  }

  private static byte[] expected(int prefilled) {
    byte[] bytes = new byte[100 + 20 + 64 * 499 + 4];
    Arrays.fill(bytes, 0, Math.min(prefilled, bytes.length), (byte) 9);
    for (int rank = 0; rank < 2; rank++) {
      for (int block = 0; block < 500; block++) {
        int at = 100 + 20 * rank + 64 * block;
        Arrays.fill(bytes, at, at + 4, (byte) (rank + 1));
      }
    }
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepHolesAndReadZeroBehindTheOldEnd(Toggle sieving, @TempDir Path directory)
      throws Exception {
    AdioDriver ufs = AdioDrivers.resolve("ufs:" + directory).driver();
    String path = directory.resolve("file").toString();
    for (int prefilled : new int[] {0, 50, 5000}) {
      Hints hints =
          FORCED.with(RomioHints.DS_WRITE, sieving).with(RomioHints.CB_BUFFER_SIZE, 5000L);
      RankThreads.run(
          3,
          world -> {
            if (world.rank() == 0) {
              try (AdioFile file = ufs.open(path, BOTH, hints)) {
                file.setSize(0);
                file.writeAt(0, MemorySegment.ofArray(new byte[prefilled]).fill((byte) 9));
              }
            }
            world.barrier();
            try (AdioFile file = ufs.open(path, BOTH, hints);
                CollectiveIo io = new CollectiveIo(world, file, new int[] {2, 0})) {
              // Dirt in the buffers, which must not show up in the next write's holes.
              MemorySegment dirt = MemorySegment.ofArray(new byte[20_000]).fill((byte) 0x77);
              AccessList all = AccessList.contiguous(0, world.rank() == 0 ? 20_000 : 0);
              byte[] before = Scenario.content(file);
              world.barrier();
              io.writeAll(new CollectiveRequest(all, TypedBuffer.of(dirt), hints, false));
              if (world.rank() == 0) {
                file.setSize(0);
                file.writeAt(0, MemorySegment.ofArray(before));
              }
              world.barrier();
              AccessList mine = world.rank() == 2 ? AccessList.empty(0) : strided(world.rank());
              io.writeAll(request(mine, (byte) (world.rank() + 1), hints));
              assertArrayEquals(expected(prefilled), Scenario.content(file));
              long sieved = world.allreduce(ReduceOp.SUM, io.report().readModifyWrites())[0];
              assertEquals(sieving != Toggle.DISABLE, sieved > 0);
            }
          });
    }
  }

  @Test
  void shouldWriteRunsWhenTheFileCannotBeRead(@TempDir Path directory) throws Exception {
    AdioDriver ufs = AdioDrivers.resolve("ufs:" + directory).driver();
    String path = directory.resolve("file").toString();
    Hints hints = FORCED.with(RomioHints.DS_WRITE, Toggle.ENABLE);
    RankThreads.run(
        2,
        world -> {
          Set<AccessMode> writing = EnumSet.of(AccessMode.WRONLY, AccessMode.CREATE);
          try (AdioFile file = ufs.open(path, writing, hints);
              CollectiveIo io = new CollectiveIo(world, file, new int[] {1})) {
            io.writeAll(request(strided(world.rank()), (byte) (world.rank() + 1), hints));
          }
          try (AdioFile file = ufs.open(path, EnumSet.of(AccessMode.RDONLY), hints)) {
            assertArrayEquals(expected(0), Scenario.content(file));
          }
        });
  }

  @Test
  void shouldBeDoneAtOnceWhenOneByteInAGibIsWanted(@TempDir Path directory) throws Exception {
    AdioDriver ufs = AdioDrivers.resolve("ufs:" + directory).driver();
    String path = directory.resolve("sparse").toString();
    Datatype oneInAGib = Datatype.resized(Datatype.BYTE, 0, 1L << 30);
    RankThreads.run(
        4,
        world -> {
          try (AdioFile file = ufs.open(path, BOTH, FORCED);
              CollectiveIo io = new CollectiveIo(world, file, new int[] {0, 2})) {
            AccessList list =
                new FileView(3L * world.rank(), Datatype.BYTE, oneInAGib).access(0, 1024);
            io.writeAll(request(list, (byte) (world.rank() + 1), FORCED));
            CollectiveRequest read = request(list, (byte) 0, FORCED);
            assertEquals(1024, io.readAll(read));
            for (byte value : read.buffer().slice(0, 1024).toArray(ValueLayout.JAVA_BYTE)) {
              assertEquals(world.rank() + 1, value);
            }
            assertEquals(1023L * (1L << 30) + 3 * 3 + 1, file.size());
            assertTrue(io.report().windows() <= 2 * 1024);
          }
        });
  }

  @Test
  void shouldLetTheHighestRankWinWhenAllWriteTheSameBytes() {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    for (boolean atomic : new boolean[] {false, true}) {
      for (int ranks : new int[] {2, 3, 4, 7}) {
        RankThreads.run(
            ranks,
            world -> {
              Hints hints = FORCED.with(RomioHints.CB_BUFFER_SIZE, 700L);
              try (AdioFile file = driver.open("f", BOTH, hints);
                  CollectiveIo io = new CollectiveIo(world, file, new int[] {ranks - 1, 0})) {
                byte[] data = new byte[5000];
                Arrays.fill(data, (byte) (world.rank() + 1));
                TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(data));
                AccessList all = AccessList.contiguous(0, 5000);
                io.writeAll(new CollectiveRequest(all, buffer, hints, atomic));
                byte[] expected = new byte[5000];
                Arrays.fill(expected, (byte) ranks);
                assertArrayEquals(expected, Scenario.content(file));
              }
            });
      }
    }
  }

  @Test
  void shouldLeaveMemoryBehindTheEndOfTheFileAlone() {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    RankThreads.run(
        3,
        world -> {
          Hints hints = FORCED.with(RomioHints.CB_BUFFER_SIZE, 64L);
          try (AdioFile file = driver.open("f", BOTH, hints);
              CollectiveIo io = new CollectiveIo(world, file, new int[] {1, 2})) {
            if (world.rank() == 0) {
              file.writeAt(0, MemorySegment.ofArray(new byte[150]).fill((byte) 7));
            }
            world.barrier();
            CollectiveRequest read =
                request(AccessList.contiguous(100L * world.rank(), 100), (byte) 5, hints);
            long there = Math.clamp(150 - 100L * world.rank(), 0, 100);
            assertEquals(there, io.readAll(read));
            byte[] expected = new byte[100];
            Arrays.fill(expected, (byte) 5);
            Arrays.fill(expected, 0, (int) there, (byte) 7);
            assertArrayEquals(expected, read.buffer().slice(0, 100).toArray(ValueLayout.JAVA_BYTE));
          }
        });
  }
}
