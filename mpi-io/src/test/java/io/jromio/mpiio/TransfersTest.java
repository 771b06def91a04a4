package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads and writes: arguments, memory, counts, and errors that meet one rank only. */
final class TransfersTest extends FileTest {

  /** One call with arguments that are wrong. */
  private record Wrong(
      ErrorClass expected, long offset, MemorySegment segment, long count, Datatype type) {}

  private static List<Wrong> wrong() {
    MemorySegment room = room(8);
    Arena arena = Arena.ofShared();
    MemorySegment closed = arena.allocate(8);
    arena.close();
    return List.of(
        new Wrong(ErrorClass.ARG, -1, room, 1, Datatype.INT),
        new Wrong(ErrorClass.COUNT, 0, room, -1, Datatype.INT),
        new Wrong(ErrorClass.TYPE, 0, room, 1, nothing()),
        new Wrong(ErrorClass.BUFFER, 0, nothing(), 1, Datatype.INT),
        new Wrong(ErrorClass.BUFFER, 0, room, 3, Datatype.INT),
        new Wrong(ErrorClass.BUFFER, 0, room, Long.MAX_VALUE, Datatype.INT),
        new Wrong(ErrorClass.BUFFER, 0, closed, 2, Datatype.INT),
        new Wrong(ErrorClass.ARG, 0, room, 3, Datatype.SHORT),
        new Wrong(ErrorClass.ARG, Long.MAX_VALUE, room, 1, Datatype.INT),
        new Wrong(ErrorClass.ARG, Long.MAX_VALUE / 4, room, 1, Datatype.INT));
  }

  @Test
  void shouldMoveThroughViewOfOneCallWhenFileHasAnother() {
    onFile(
        3,
        file(Place.MEM),
        CREATE,
        (world, file) -> {
          file.setView(5, Datatype.BYTE, Datatype.BYTE);
          View before = file.getView();
          Datatype everyThird = Datatype.resized(Datatype.BYTE, 0, 3);
          View mine = new View(100 + world.rank(), everyThird);
          byte[] letters = {(byte) world.rank(), 7, (byte) (10 * world.rank())};
          MemorySegment source = MemorySegment.ofArray(letters);
          assertEquals(3, file.writeThroughAll(mine, source, 3, Datatype.BYTE).bytes());
          byte[] all = new byte[9];
          View bytes = new View(100, Datatype.BYTE);
          file.readThroughAll(bytes, MemorySegment.ofArray(all), 9, Datatype.BYTE);
          assertArrayEquals(new byte[] {0, 1, 2, 7, 7, 7, 0, 10, 20}, all);
          byte[] again = new byte[3];
          file.readThrough(mine, MemorySegment.ofArray(again), 3, Datatype.BYTE);
          assertArrayEquals(letters, again);
          file.writeThrough(mine, source, 1, Datatype.BYTE);
          assertEquals(before, file.getView());
        });
  }

  @Test
  void shouldThrowTheSameEverywhereWhenViewOfOneCallIsNone() {
    onFile(
        3,
        file(Place.MEM),
        CREATE,
        (world, file) -> {
          View view = new View(world.rank() == 1 ? -1 : 0, Datatype.BYTE);
          refused(ErrorClass.ARG, () -> file.writeThroughAll(view, room(4), 4, Datatype.BYTE));
          refused(ErrorClass.ARG, () -> file.readThroughAll(view, room(4), 4, Datatype.BYTE));
        });
  }

  @Test
  void shouldRefuseWrongArgumentsOnThisRankAlone() {
    String name = file(Place.MEM);
    onFile(
        2,
        name,
        CREATE,
        (world, file) -> {
          file.setView(0, Datatype.INT, Datatype.INT);
          if (world.rank() == 1) {
            for (Wrong w : wrong()) {
              refused(w.expected, () -> file.writeAt(w.offset, w.segment, w.count, w.type));
              refused(w.expected, () -> file.readAt(w.offset, w.segment, w.count, w.type));
              if (w.offset == 0) {
                refused(w.expected, () -> file.write(w.segment, w.count, w.type));
                refused(w.expected, () -> file.read(w.segment, w.count, w.type));
              }
            }
            refused(ErrorClass.BUFFER, () -> file.readAt(0, room(4).asReadOnly()));
            refused(ErrorClass.BUFFER, () -> file.write(nothing()));
            assertEquals(0, file.position());
            assertEquals(0, file.size());
          }
        });
  }

  @Test
  void shouldRefuseOnAllRanksWhenOneHasWrongArguments() {
    String name = file(Place.MEM);
    for (int odd = 0; odd < 3; odd++) {
      int oddRank = odd;
      RankThreads.run(
          3,
          world -> {
            boolean mine = world.rank() == oddRank;
            MemorySegment good = room(4);
            try (MpiFile file = open(world, name, CREATE)) {
              file.setView(0, Datatype.INT, Datatype.INT);
              for (Wrong w : wrong()) {
                Wrong used = mine ? w : new Wrong(w.expected, 0, good, 1, Datatype.INT);
                MpiIoException error =
                    refused(
                        w.expected,
                        () -> file.writeAtAll(used.offset, used.segment, used.count, used.type));
                assertContains(error, "rank " + oddRank);
                refused(
                    w.expected,
                    () -> file.readAtAll(used.offset, used.segment, used.count, used.type));
                if (w.offset == 0) {
                  refused(w.expected, () -> file.writeAll(used.segment, used.count, used.type));
                  refused(w.expected, () -> file.readAll(used.segment, used.count, used.type));
                }
              }
              assertEquals(0, file.position());
              assertEquals(4, file.writeAll(good).bytes());
              assertEquals(1, file.position());
            }
          });
    }
  }

  @Test
  void shouldRefuseConfinedMemoryOfAnotherThread() {
    String name = file(Place.MEM);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment foreign = arena.allocate(4);
      onFile(
          2,
          name,
          CREATE,
          (world, file) -> {
            refused(ErrorClass.BUFFER, () -> file.writeAt(0, foreign));
            refused(
                ErrorClass.BUFFER, () -> file.writeAtAll(0, world.rank() == 0 ? foreign : room(4)));
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldMoveConfinedMemoryOfTheCallingThread(Place place) throws IOException {
    String name = file(place);
    RankThreads.run(
        3,
        world -> {
          try (MpiFile file = open(world, name, CREATE);
              Arena arena = Arena.ofConfined()) {
            MemorySegment mine = arena.allocate(1000).fill((byte) (world.rank() + 1));
            file.writeAtAll(1000L * world.rank(), mine);
            MemorySegment next = arena.allocate(1000);
            assertEquals(1000, file.readAtAll(1000L * ((world.rank() + 1) % 3), next).bytes());
            assertEquals((world.rank() + 1) % 3 + 1, array(next)[999]);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldCountNothingWhereNothingIsAsked(Place place) throws IOException {
    String name = file(place);
    make(name, bytes(1, 64));
    for (int ranks : rankCounts()) {
      onFile(
          ranks,
          name,
          CREATE,
          (world, file) -> {
            MemorySegment room = room(world.rank() == 0 ? 64 : 0);
            IoStatus status = file.readAll(room);
            assertEquals(room.byteSize(), status.bytes());
            assertEquals(room.byteSize() / 4, status.count(Datatype.INT));
            assertEquals(0, file.read(room(0)).bytes());
            assertEquals(0, file.write(room(0)).bytes());
            assertEquals(0, file.writeAtAll(0, room(64), 0, Datatype.DOUBLE).bytes());
            assertEquals(room.byteSize(), file.position());
          });
    }
    assertArrayEquals(bytes(1, 64), content(name));
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldPackAndUnpackWhenMemoryHasGaps(Place place) throws IOException {
    String name = file(place);
    // Memory: two bytes of every five. File: three bytes of every seven.
    Datatype memory = Datatype.resized(Datatype.contiguous(2, Datatype.BYTE), 0, 5);
    Datatype filetype = Datatype.resized(Datatype.contiguous(3, Datatype.BYTE), 0, 7);
    byte[] source = bytes(4, 60);
    onFile(
        2,
        name,
        CREATE,
        (world, file) -> {
          file.setView(3L * world.rank(), Datatype.BYTE, filetype);
          assertEquals(24, file.writeAtAll(0, segment(source), 12, memory).bytes());
          byte[] back = new byte[60];
          assertEquals(24, file.readAt(0, segment(back), 12, memory).bytes());
          for (int i = 0; i < 60; i++) {
            assertEquals(i % 5 < 2 ? source[i] : 0, back[i], "byte " + i);
          }
        });
    byte[] expected = new byte[7 * 7 + 3 + 3];
    for (int i = 0; i < 24; i++) {
      byte value = source[i / 2 * 5 + i % 2];
      expected[i / 3 * 7 + i % 3] = value;
      expected[i / 3 * 7 + i % 3 + 3] = value;
    }
    assertArrayEquals(expected, content(name));
  }

  @Test
  void shouldThrowTheSameEverywhereWhenTheFileSystemFailsOneRank() {
    for (FileCall call : List.of(FileCall.WRITE, FileCall.READ)) {
      Faults faults = new Faults().fail(call, 2, ErrorClass.QUOTA);
      withDriver(
          new FaultyDriver("faulty", new MemDriver(), faults),
          () ->
              RankThreads.run(
                  4,
                  world -> {
                    Info info =
                        new Info()
                            .set("cb_config_list", "*:*")
                            .set("romio_cb_write", "enable")
                            .set("romio_cb_read", "enable");
                    try (MpiFile file = MpiFile.open(world, "faulty:" + call, CREATE, info)) {
                      long offset = 100L * world.rank();
                      MemorySegment data = room(100);
                      if (call == FileCall.WRITE) {
                        refused(ErrorClass.QUOTA, () -> file.writeAtAll(offset, data));
                      } else {
                        file.writeAtAll(offset, data);
                        refused(ErrorClass.QUOTA, () -> file.readAtAll(offset, data));
                      }
                      assertEquals(100, file.writeAtAll(offset, data).bytes());
                      assertEquals(100, file.readAtAll(offset, data).bytes());
                    }
                  }));
    }
  }

  @Test
  void shouldAdvanceByWhatWasWrittenWhenAWriteIsCutShort() {
    Faults faults = new Faults().cut(FileCall.WRITE, 1, 60, ErrorClass.NO_SPACE);
    withDriver(
        new FaultyDriver("cut", new MemDriver(), faults),
        () ->
            onFile(
                1,
                "cut:file",
                CREATE,
                (world, file) -> {
                  MpiIoException error = refused(ErrorClass.NO_SPACE, () -> file.write(room(100)));
                  assertEquals(60, error.transferred());
                  assertEquals(60, file.position());
                }));
  }
}
