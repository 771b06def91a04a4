package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.fault.Faults;
import io.jromio.adio.fault.FaultyDriver;
import io.jromio.adio.fault.FileCall;
import io.jromio.adio.mem.MemDriver;
import io.jromio.hints.Info;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Seeks, positions, byte offsets, sizes. */
final class PointersAndSizesTest extends FileTest {
  /** Every second int, the first at the displacement. */
  private static final Datatype EVERY_SECOND_INT =
      Datatype.resized(Datatype.contiguous(1, Datatype.INT), 0, 8);

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldCountEtypesWhenAViewIsSet(Place place) {
    String name = file(place);
    onFile(
        4,
        name,
        CREATE,
        (world, file) -> {
          file.setView(8, Datatype.INT, EVERY_SECOND_INT);
          assertEquals(0, file.position());
          assertEquals(8, file.byteOffset(0));
          assertEquals(8 + 3 * 8, file.byteOffset(3));
          file.write(room(12));
          assertEquals(3, file.position());
          file.seek(-2, Whence.CUR);
          assertEquals(1, file.position());
          file.seek(5, Whence.SET);
          assertEquals(5, file.position());
          MpiIoException error = refused(ErrorClass.ARG, () -> file.seek(-6, Whence.CUR));
          assertContains(error, "offset=-6");
          refused(ErrorClass.ARG, () -> file.seek(-1, Whence.SET));
          refused(ErrorClass.ARG, () -> file.seek(Long.MAX_VALUE, Whence.CUR));
          assertEquals(5, file.position());
          refused(ErrorClass.ARG, () -> file.byteOffset(-1));
          file.setView(4, Datatype.INT, EVERY_SECOND_INT);
          assertEquals(0, file.position());
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldSeekFromTheEndInEtypesOfTheView(Place place) throws IOException {
    String name = file(place);
    make(name, bytes(1, 30));
    onFile(
        2,
        name,
        CREATE,
        (world, file) -> {
          file.seek(0, Whence.END);
          assertEquals(30, file.position());
          file.seek(-30, Whence.END);
          assertEquals(0, file.position());
          refused(ErrorClass.ARG, () -> file.seek(-31, Whence.END));
          file.setView(2, Datatype.INT, EVERY_SECOND_INT);
          // Ints at 2, 10, 18 and 26: the last ends with the file.
          file.seek(0, Whence.END);
          assertEquals(4, file.position());
          file.seek(-1, Whence.END);
          assertEquals(4, file.readAll(room(4)).bytes());
          file.setView(100, Datatype.INT, EVERY_SECOND_INT);
          file.seek(0, Whence.END);
          assertEquals(0, file.position());
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldMovePointersOfRanksApartFromEachOther(Place place) throws IOException {
    String name = file(place);
    onFile(
        3,
        name,
        CREATE,
        (world, file) -> {
          file.seek(10L * world.rank(), Whence.SET);
          for (int i = 0; i < 5; i++) {
            byte[] two = {(byte) world.rank(), (byte) i};
            assertEquals(
                2, (i % 2 == 0 ? file.writeAll(segment(two)) : file.write(segment(two))).bytes());
          }
          assertEquals(10L * world.rank() + 10, file.position());
        });
    byte[] expected = new byte[30];
    for (int i = 0; i < 30; i++) {
      expected[i] = (byte) (i % 2 == 0 ? i / 10 : i % 10 / 2);
    }
    assertArrayEquals(expected, content(name));
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldLeaveThePointerWhereTheFileEnds(Place place) throws IOException {
    String name = file(place);
    byte[] data = bytes(1, 22);
    make(name, data);
    onFile(
        3,
        name,
        CREATE,
        (world, file) -> {
          file.setView(0, Datatype.INT, Datatype.INT);
          byte[] into = new byte[32];
          Arrays.fill(into, (byte) 99);
          IoStatus status = file.readAll(segment(into));
          assertEquals(22, status.bytes());
          assertEquals(IoStatus.UNDEFINED, status.count(Datatype.INT));
          assertEquals(22, status.count(Datatype.BYTE));
          assertArrayEquals(data, Arrays.copyOf(into, 22));
          for (int i = 22; i < 32; i++) {
            assertEquals(99, into[i]);
          }
          assertEquals(6, file.position());
          assertEquals(0, file.read(room(8)).bytes());
          assertEquals(0, file.readAll(room(8)).bytes());
          assertEquals(6, file.position());
          assertEquals(0, file.readAt(1000, room(4)).bytes());
          assertEquals(2, file.readAtAll(5, room(4)).bytes());
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldTruncateAndExtendWithZeros(Place place) throws IOException {
    String name = file(place);
    make(name, bytes(1, 100));
    onFile(
        4,
        name,
        CREATE,
        (world, file) -> {
          file.setSize(10);
          assertEquals(10, file.size());
          file.setSize(20);
          assertEquals(20, file.size());
          file.preallocate(5);
          assertEquals(20, file.size());
          file.preallocate(40);
          assertEquals(40, file.size());
        });
    assertArrayEquals(Arrays.copyOf(Arrays.copyOf(bytes(1, 100), 10), 40), content(name));
  }

  @Test
  void shouldRefuseSizesWhenTheyDifferOrAreNegative() {
    String name = file(Place.MEM);
    onFile(
        3,
        name,
        CREATE,
        (world, file) -> {
          file.setSize(7);
          long size = world.rank() == 1 ? 11 : 12;
          MpiIoException error = refused(ErrorClass.NOT_SAME, () -> file.setSize(size));
          assertContains(error, "size=11 on rank 1, but 12 on rank 0");
          refused(ErrorClass.NOT_SAME, () -> file.preallocate(size));
          refused(ErrorClass.ARG, () -> file.setSize(-1));
          refused(ErrorClass.ARG, () -> file.preallocate(world.rank() == 2 ? -1 : 3));
          assertEquals(7, file.size());
        });
  }

  @Test
  void shouldResizeOnOneRankWhenThatIsEnough() {
    Faults faults = new Faults();
    withDriver(
        new FaultyDriver("counting", new MemDriver(), faults),
        () ->
            onFile(
                4,
                "counting:sizes",
                CREATE,
                (world, file) -> {
                  file.setSize(100);
                  file.preallocate(200);
                  assertEquals(200, file.size());
                }));
    assertEquals(1, faults.calls(FileCall.SET_SIZE));
    assertEquals(1, faults.calls(FileCall.PREALLOCATE));
  }

  @Test
  void shouldResizeOnAllRanksWhenTheDriverNeedsIt() {
    withDriver(
        new ForwardingDriver("plain", new MemDriver()),
        () ->
            onFile(
                3,
                "plain:sizes",
                CREATE,
                (world, file) -> {
                  file.setSize(100);
                  assertEquals(100, file.size());
                }));
  }

  @Test
  void shouldThrowTheSameEverywhereWhenResizingFailsOnOneRank() {
    Faults faults =
        new Faults()
            .fail(FileCall.SET_SIZE, 1, ErrorClass.NO_SPACE)
            .fail(FileCall.PREALLOCATE, 1, ErrorClass.QUOTA);
    withDriver(
        new FaultyDriver("faulty", new MemDriver(), faults),
        () ->
            onFile(
                4,
                "faulty:sizes",
                CREATE,
                (world, file) -> {
                  refused(ErrorClass.NO_SPACE, () -> file.setSize(100));
                  refused(ErrorClass.QUOTA, () -> file.preallocate(100));
                  file.setSize(3);
                  assertEquals(3, file.size());
                }));
  }

  @Test
  void shouldWorkBeyondTwoGigabytes() throws IOException {
    String name = file(Place.UFS);
    long far = (5L << 30) + 3;
    onFile(
        2,
        name,
        CREATE,
        (world, file) -> {
          file.setView(far, Datatype.INT, Datatype.INT);
          file.writeAtAll(world.rank() * (1L << 29), segment(bytes(world.rank(), 8)));
          assertTrue(file.size() > far + (1L << 31));
          file.seek(-2, Whence.END);
          byte[] last = new byte[8];
          file.readAll(segment(last));
          assertArrayEquals(bytes(1, 8), last);
        });
    MpiFile.delete(name, new Info());
  }
}
