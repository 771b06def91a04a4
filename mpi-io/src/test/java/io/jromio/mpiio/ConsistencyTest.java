package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.fault.Faults;
import io.jromio.adio.fault.FaultyDriver;
import io.jromio.adio.fault.FileCall;
import io.jromio.adio.mem.MemDriver;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Info;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Atomic mode and sync. */
final class ConsistencyTest extends FileTest {

  @Test
  void shouldSwitchAtomicModeOnAllRanksOrNone() {
    String name = file(Place.MEM);
    onFile(
        3,
        name,
        CREATE,
        (world, file) -> {
          assertFalse(file.atomicity());
          file.setAtomicity(true);
          assertTrue(file.atomicity());
          MpiIoException error =
              refused(ErrorClass.NOT_SAME, () -> file.setAtomicity(world.rank() == 1));
          assertContains(error, "atomicity=true on rank 1, but false on rank 0");
          assertTrue(file.atomicity());
          file.setAtomicity(false);
          assertFalse(file.atomicity());
        });
  }

  @Test
  void shouldRefuseAtomicModeWhenTheDriverHasNone() {
    withDriver(
        new ForwardingDriver("plain", new MemDriver()),
        () ->
            onFile(
                2,
                "plain:atomic",
                CREATE,
                (world, file) -> {
                  file.setAtomicity(false);
                  refused(ErrorClass.UNSUPPORTED_OPERATION, () -> file.setAtomicity(true));
                  assertFalse(file.atomicity());
                }));
  }

  /** Rank 0 writes all-ones over all-zeros in one call, the others see all of one or the other. */
  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldSeeAllOrNothingWhenAtomic(Place place) throws IOException {
    String name = file(place);
    int blocks = 101;
    Datatype filetype = Datatype.resized(Datatype.contiguous(7, Datatype.BYTE), 0, 20);
    Info small = Info.of(Map.of("ind_rd_buffer_size", "1209", "ind_wr_buffer_size", "1107"));
    for (boolean strided : new boolean[] {false, true}) {
      RankThreads.run(
          4,
          world -> {
            try (MpiFile file = MpiFile.open(world, name, CREATE, small)) {
              file.setView(0, Datatype.BYTE, strided ? filetype : Datatype.BYTE);
              file.setAtomicity(true);
              for (int round = 1; round <= 10; round++) {
                byte before = (byte) (round - 1);
                byte after = (byte) round;
                if (round == 1 && world.rank() == 0) {
                  file.writeAt(0, room(7L * blocks));
                }
                world.barrier();
                if (world.rank() == 0) {
                  file.writeAt(0, room(7L * blocks).fill(after));
                } else {
                  byte[] seen = new byte[7 * blocks];
                  assertEquals(seen.length, file.readAt(0, segment(seen)).bytes());
                  assertTrue(seen[0] == before || seen[0] == after, "saw " + seen[0]);
                  for (byte value : seen) {
                    assertEquals(seen[0], value);
                  }
                }
                world.barrier();
              }
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldTakeOneRanksBytesWholeWhenAtomicCollectiveWritesOverlap(Place place)
      throws IOException {
    String name = file(place);
    onFile(
        4,
        name,
        CREATE,
        (world, file) -> {
          file.setAtomicity(true);
          file.writeAtAll(0, room(5000).fill((byte) (world.rank() + 1)));
        });
    byte[] content = content(name);
    assertEquals(5000, content.length);
    for (byte value : content) {
      assertEquals(content[0], value);
    }
    assertTrue(content[0] >= 1 && content[0] <= 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"enable", "disable"})
  void shouldFlushOnceOrOnEachRankAsTheHintSays(String value) {
    Faults faults = new Faults();
    withDriver(
        new FaultyDriver("counting", new MemDriver(), faults),
        () ->
            RankThreads.run(
                4,
                world -> {
                  Info info = new Info().set("romio_synchronized_flush", value);
                  try (MpiFile file = MpiFile.open(world, "counting:sync", CREATE, info)) {
                    file.sync();
                  }
                }));
    assertEquals(value.equals("enable") ? 1 : 4, faults.calls(FileCall.SYNC));
  }

  @Test
  void shouldThrowTheSameEverywhereWhenOneRankCannotSync() {
    Faults faults = new Faults().fail(FileCall.SYNC, 3, ErrorClass.IO);
    withDriver(
        new FaultyDriver("faulty", new MemDriver(), faults),
        () ->
            onFile(
                4,
                "faulty:sync",
                CREATE,
                (world, file) -> {
                  refused(ErrorClass.IO, file::sync);
                  file.sync();
                }));
  }

  @Test
  void shouldThrowTheSameEverywhereWhenOneRankCannotClose() {
    Faults faults = new Faults().fail(FileCall.CLOSE, 2, ErrorClass.NO_SPACE);
    withDriver(
        new FaultyDriver("faulty", new MemDriver(), faults),
        () ->
            RankThreads.run(
                3,
                world -> {
                  MpiFile file = open(world, "faulty:close", CREATE);
                  refused(ErrorClass.NO_SPACE, file::close);
                  file.close();
                  refused(ErrorClass.FILE, file::size);
                }));
  }
}
