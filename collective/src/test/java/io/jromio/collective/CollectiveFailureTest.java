package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.fault.Faults;
import io.jromio.adio.fault.FaultyDriver;
import io.jromio.adio.fault.FileCall;
import io.jromio.adio.mem.MemDriver;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import io.jromio.comm.RankFailure;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Hints;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An error on one rank is an error of all, and nobody hangs. */
@Timeout(120)
final class CollectiveFailureTest {
  private static final Set<AccessMode> BOTH = EnumSet.of(AccessMode.RDWR, AccessMode.CREATE);
  private static final Hints FORCED =
      Hints.defaults()
          .with(RomioHints.CB_WRITE, Toggle.ENABLE)
          .with(RomioHints.CB_READ, Toggle.ENABLE)
          .with(RomioHints.DS_WRITE, Toggle.DISABLE)
          .with(RomioHints.CB_BUFFER_SIZE, 100L);
  private static final int BLOCK = 13;
  private static final int BLOCKS = 40;

  /** Different ways of putting ranks on nodes. */
  private static final int LAYOUTS = 4;

  private static int[] layout(int number, int ranks) {
    return switch (number) {
      case 0 -> FakeNodes.one(ranks);
      case 1 -> FakeNodes.blocks(ranks, 2);
      case 2 -> FakeNodes.cyclic(ranks, 2);
      default -> FakeNodes.blocks(ranks, 1);
    };
  }

  /** Rank r has every size-th block of 13 bytes, all in all 40 of them. */
  private static AccessList list(Communicator comm) throws MpiIoException {
    Datatype block = Datatype.contiguous(BLOCK, Datatype.BYTE);
    Datatype tile = Datatype.resized(block, 0, (long) BLOCK * comm.size());
    return new FileView((long) BLOCK * comm.rank(), Datatype.BYTE, tile)
        .access(0, (long) BLOCK * BLOCKS);
  }

  private static MemorySegment data(Communicator comm) {
    return MemorySegment.ofArray(new byte[BLOCK * BLOCKS]).fill((byte) (comm.rank() + 1));
  }

  private static CollectiveRequest request(Communicator comm, MemorySegment data, Hints hints)
      throws MpiIoException {
    return new CollectiveRequest(list(comm), TypedBuffer.of(data), hints, false);
  }

  /** Bytes of a rank that are in the file. */
  private static long present(AdioFile file, int rank) throws MpiIoException {
    long present = 0;
    for (byte value : Scenario.content(file)) {
      present += value == rank + 1 ? 1 : 0;
    }
    return present;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldThrowTheSameClassEverywhereWhenAWriteFails(int ranks) {
    for (int run = 0; run < 4 * LAYOUTS; run++) {
      int kth = new int[] {1, 2, 5, 9}[run % 4];
      int[] nodes = layout(run / 4, ranks);
      AdioDriver whole = new MemDriver(Long.MAX_VALUE);
      Faults faults = new Faults().cut(FileCall.WRITE, kth, 7, ErrorClass.NO_SPACE);
      AdioDriver broken = new FaultyDriver("broken", whole, faults);
      RankThreads.run(
          ranks,
          inner -> {
            Communicator world = FakeNodes.over(inner, nodes);
            boolean hit = world.rank() == ranks - 1;
            int[] aggregators = ranks == 1 ? new int[] {0} : new int[] {ranks - 1, 0};
            try (AdioFile file = (hit ? broken : whole).open("f", BOTH, FORCED);
                CollectiveIo io = new CollectiveIo(world, file, aggregators)) {
              boolean strikes = faultStrikes(ranks, kth);
              CollectiveRequest request = request(world, data(world), FORCED);
              if (strikes) {
                MpiIoException thrown =
                    assertThrows(MpiIoException.class, () -> io.writeAll(request));
                assertEquals(ErrorClass.NO_SPACE, thrown.errorClass());
                assertTrue(thrown.detail().startsWith("rank %d: ".formatted(ranks - 1)));
                world.barrier();
                assertEquals(present(file, world.rank()), thrown.transferred());
                world.barrier();
              }
              assertEquals(BLOCK * BLOCKS, io.writeAll(request));
              assertEquals(BLOCK * BLOCKS, present(file, world.rank()));
            }
          });
    }
  }

  /** Each aggregator writes its share of the file in windows of 100 bytes. */
  private static boolean faultStrikes(int ranks, int kth) {
    long share = (long) ranks * BLOCK * BLOCKS / Math.min(ranks, 2);
    return kth <= (share + 99) / 100;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldThrowTheSameClassEverywhereWhenAReadFails(int ranks) {
    for (int run = 0; run < 3 * LAYOUTS; run++) {
      int kth = new int[] {1, 2, 5}[run % 3];
      int[] nodes = layout(run / 3, ranks);
      AdioDriver whole = new MemDriver(Long.MAX_VALUE);
      Faults faults = new Faults().fail(FileCall.READ, kth, ErrorClass.IO);
      AdioDriver broken = new FaultyDriver("broken", whole, faults);
      RankThreads.run(
          ranks,
          inner -> {
            Communicator world = FakeNodes.over(inner, nodes);
            boolean hit = world.rank() == 0;
            int[] aggregators = ranks == 1 ? new int[] {0} : new int[] {ranks - 1, 0};
            try (AdioFile file = (hit ? broken : whole).open("f", BOTH, FORCED);
                CollectiveIo io = new CollectiveIo(world, file, aggregators)) {
              io.writeAll(request(world, data(world), FORCED));
              MemorySegment into = MemorySegment.ofArray(new byte[BLOCK * BLOCKS]);
              CollectiveRequest request = request(world, into, FORCED);
              MpiIoException thrown = assertThrows(MpiIoException.class, () -> io.readAll(request));
              assertEquals(ErrorClass.IO, thrown.errorClass());
              assertTrue(thrown.transferred() < BLOCK * BLOCKS);
              assertEquals(BLOCK * BLOCKS, io.readAll(request));
              assertEquals(-1, into.mismatch(data(world)));
            }
          });
    }
  }

  @Test
  void shouldThrowIoEverywhereWhenADriverHasADefect() {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    RankThreads.run(
        3,
        world -> {
          try (AdioFile whole = driver.open("f", BOTH, FORCED)) {
            AdioFile file =
                world.rank() == 1 ? broken(whole, new IllegalStateException("defect")) : whole;
            CollectiveIo io = new CollectiveIo(world, file, new int[] {0, 1});
            CollectiveRequest request = request(world, data(world), FORCED);
            MpiIoException thrown = assertThrows(MpiIoException.class, () -> io.writeAll(request));
            assertEquals(ErrorClass.IO, thrown.errorClass());
            assertTrue(thrown.detail().contains("defect"));
            io.close();
          }
        });
  }

  /** A file that throws at every write. */
  private static AdioFile broken(AdioFile inner, Throwable thrown) {
    return (AdioFile)
        Proxy.newProxyInstance(
            AdioFile.class.getClassLoader(),
            new Class<?>[] {AdioFile.class},
            (proxy, method, args) -> {
              if (method.getName().startsWith("write")) {
                throw thrown;
              }
              try {
                return method.invoke(inner, args);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  @Test
  void shouldEndTheOthersWhenARankDiesInTheMiddle() {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    for (int run = 0; run < 3 * LAYOUTS; run++) {
      int ranks = new int[] {2, 3, 7}[run % 3];
      int[] nodes = layout(run / 3, ranks);
      List<Integer> told = new CopyOnWriteArrayList<>();
      assertThrows(
          RankFailure.class,
          () ->
              RankThreads.run(
                  ranks,
                  inner -> {
                    Communicator world = FakeNodes.over(inner, nodes);
                    try (AdioFile whole = driver.open("f", BOTH, FORCED)) {
                      boolean dies = world.rank() == 1;
                      AdioFile file = dies ? broken(whole, new StackOverflowError()) : whole;
                      CollectiveIo io = new CollectiveIo(world, file, new int[] {0, 1});
                      io.writeAll(request(world, data(world), FORCED));
                    } catch (CommException e) {
                      told.add(world.rank());
                    }
                  }));
      assertEquals(ranks - 1, told.size());
    }
  }

  @Test
  void shouldThrowTheFailureOfTheRankWithWrongArgumentsEverywhere() {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    for (Toggle mode : Toggle.values()) {
      Hints hints = FORCED.with(RomioHints.CB_WRITE, mode).with(RomioHints.CB_READ, mode);
      RankThreads.run(
          4,
          world -> {
            try (AdioFile file = driver.open("f" + mode, BOTH, hints);
                CollectiveIo io = new CollectiveIo(world, file, new int[] {0, 3})) {
              CollectiveRequest good = request(world, data(world), hints);
              MpiIoException count = new MpiIoException(ErrorClass.COUNT, "negative count=-1");
              CollectiveRequest bad = CollectiveRequest.failed(count, hints);
              CollectiveRequest mine = world.rank() == 2 ? bad : good;
              MpiIoException thrown = assertThrows(MpiIoException.class, () -> io.writeAll(mine));
              assertEquals(ErrorClass.COUNT, thrown.errorClass());
              assertTrue(thrown.detail().contains("rank 2: negative count=-1"));
              thrown = assertThrows(MpiIoException.class, () -> io.readAll(mine));
              assertEquals(ErrorClass.COUNT, thrown.errorClass());
              CollectiveRequest tooLong =
                  new CollectiveRequest(
                      AccessList.contiguous(0, 2),
                      TypedBuffer.of(MemorySegment.NULL),
                      hints,
                      false);
              CollectiveRequest next = world.rank() == 3 ? tooLong : good;
              thrown = assertThrows(MpiIoException.class, () -> io.writeAll(next));
              assertEquals(ErrorClass.ARG, thrown.errorClass());
              assertEquals(BLOCK * BLOCKS, io.writeAll(good));
            }
          });
    }
  }

  @Test
  void shouldRefuseAWriteThatTouchesAByteTwice() {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    RankThreads.run(
        2,
        world -> {
          try (AdioFile file = driver.open("f", BOTH, FORCED);
              CollectiveIo io = new CollectiveIo(world, file, new int[] {0})) {
            Datatype tile = Datatype.resized(Datatype.contiguous(10, Datatype.BYTE), 0, 6);
            AccessList twice = new FileView(0, Datatype.BYTE, tile).access(0, 200);
            TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(new byte[200]));
            CollectiveRequest request = new CollectiveRequest(twice, buffer, FORCED, false);
            MpiIoException thrown = assertThrows(MpiIoException.class, () -> io.writeAll(request));
            assertEquals(ErrorClass.ARG, thrown.errorClass());
            file.setSize(126);
            world.barrier();
            assertEquals(200, io.readAll(request));
          }
        });
  }

  @Test
  void shouldThrowNotSameWhenRanksCallDifferently() {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    RankThreads.run(
        3,
        world -> {
          try (AdioFile file = driver.open("f", BOTH, FORCED);
              CollectiveIo io = new CollectiveIo(world, file, new int[] {0, 1})) {
            long bufferSize = world.rank() == 2 ? 64 : 128;
            Hints hints = FORCED.with(RomioHints.CB_BUFFER_SIZE, bufferSize);
            CollectiveRequest odd = request(world, data(world), hints);
            MpiIoException thrown = assertThrows(MpiIoException.class, () -> io.writeAll(odd));
            assertEquals(ErrorClass.NOT_SAME, thrown.errorClass());
            assertTrue(thrown.detail().contains("rank 2"));
            CollectiveRequest same = request(world, data(world), FORCED);
            thrown =
                assertThrows(
                    MpiIoException.class,
                    () -> {
                      if (world.rank() == 1) {
                        io.readAll(same);
                      } else {
                        io.writeAll(same);
                      }
                    });
            assertEquals(ErrorClass.NOT_SAME, thrown.errorClass());
          }
        });
  }

  @Test
  void shouldThrowNoMemEverywhereBeforeAnythingIsSentWhenTheBufferDoesNotFit() {
    AdioDriver driver = new MemDriver(Long.MAX_VALUE);
    RankThreads.run(
        3,
        world -> {
          try (AdioFile file = driver.open("f", BOTH, FORCED);
              CollectiveIo io = new CollectiveIo(world, file, new int[] {1})) {
            Hints huge = FORCED.with(RomioHints.CB_BUFFER_SIZE, 1L << 40);
            AccessList far = AccessList.contiguous((long) world.rank() << 38, 10);
            TypedBuffer buffer = TypedBuffer.of(data(world));
            CollectiveRequest request = new CollectiveRequest(far, buffer, huge, false);
            MpiIoException thrown = assertThrows(MpiIoException.class, () -> io.writeAll(request));
            assertEquals(ErrorClass.NO_MEM, thrown.errorClass());
            assertEquals(0, file.size());
            world.barrier();
            assertEquals(10, io.writeAll(new CollectiveRequest(far, buffer, FORCED, false)));
            byte[] there = new byte[10];
            file.readAt((long) world.rank() << 38, MemorySegment.ofArray(there));
            byte[] expected = data(world).asSlice(0, 10).toArray(ValueLayout.JAVA_BYTE);
            assertArrayEquals(expected, there);
          }
        });
  }
}
