package io.jromio.mpiio;

import static io.jromio.adio.AccessMode.RDONLY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Info;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** set_view and get_view: what is accepted, what is refused, what stays. */
final class ViewsTest extends FileTest {

  @Test
  void shouldShowBytesWhenNoViewWasSet() {
    String name = file(Place.MEM);
    onFile(
        2,
        name,
        CREATE,
        (world, file) -> {
          assertEquals(new View(0, Datatype.BYTE, Datatype.BYTE, "native"), file.getView());
        });
  }

  @Test
  void shouldGiveBackTheViewThatWasSet() {
    String name = file(Place.MEM);
    Datatype filetype = Datatype.vector(3, 1, 2, Datatype.INT);
    onFile(
        3,
        name,
        CREATE,
        (world, file) -> {
          file.setView(4L * world.rank(), Datatype.INT, filetype, "NATIVE", new Info());
          View view = file.getView();
          assertEquals(4L * world.rank(), view.displacement());
          assertSame(Datatype.INT, view.etype());
          assertSame(filetype, view.filetype());
          assertEquals("native", view.datarep());
        });
  }

  @Test
  void shouldKeepTheOldViewEverywhereWhenOneRankIsRefused() {
    String name = file(Place.MEM);
    Datatype filetype = Datatype.vector(3, 1, 2, Datatype.INT);
    onFile(
        4,
        name,
        CREATE,
        (world, file) -> {
          file.setView(12, Datatype.INT, filetype);
          file.seek(5, Whence.SET);
          int odd = 2;
          boolean mine = world.rank() == odd;
          Info info = new Info().set("cb_buffer_size", "77");
          MpiIoException error =
              refused(
                  ErrorClass.ARG,
                  () -> file.setView(mine ? -1 : 0, Datatype.BYTE, Datatype.BYTE, "native", info));
          assertContains(error, "rank " + odd);
          refused(
              ErrorClass.UNSUPPORTED_DATAREP,
              () ->
                  file.setView(
                      0, Datatype.BYTE, Datatype.BYTE, mine ? "external32" : "native", info));
          refused(
              ErrorClass.TYPE,
              () -> file.setView(0, mine ? nothing() : Datatype.BYTE, Datatype.BYTE));
          refused(
              ErrorClass.TYPE,
              () -> file.setView(0, Datatype.BYTE, mine ? nothing() : Datatype.BYTE));
          refused(
              ErrorClass.ARG,
              () ->
                  file.setView(0, Datatype.BYTE, Datatype.BYTE, "native", mine ? nothing() : info));
          Datatype etype = mine ? Datatype.SHORT : Datatype.INT;
          MpiIoException extents =
              refused(ErrorClass.NOT_SAME, () -> file.setView(0, etype, etype));
          assertContains(extents, "etype extent=2 on rank 2, but 4 on rank 0");
          Info differs = new Info().set("cb_buffer_size", mine ? "77" : "78");
          refused(
              ErrorClass.NOT_SAME,
              () -> file.setView(0, Datatype.BYTE, Datatype.BYTE, "native", differs));
          assertEquals(new View(12, Datatype.INT, filetype, "native"), file.getView());
          assertEquals(5, file.position());
          assertEquals("16777216", file.info().get("cb_buffer_size").orElseThrow());
        });
  }

  @Test
  void shouldRefuseDatarepsThatAreNotThere() {
    String name = file(Place.MEM);
    onFile(
        2,
        name,
        CREATE,
        (world, file) -> {
          for (String datarep : new String[] {"external32", "internal", "mine", "", nothing()}) {
            refused(
                ErrorClass.UNSUPPORTED_DATAREP,
                () -> file.setView(0, Datatype.BYTE, Datatype.BYTE, datarep, new Info()));
          }
        });
  }

  @Test
  void shouldRefuseFiletypesThatCannotBeAView() {
    String name = file(Place.MEM);
    Datatype negative = Datatype.hindexed(new long[] {1}, new long[] {-4}, Datatype.INT);
    Datatype descending = Datatype.indexed(new long[] {1, 1}, new long[] {5, 2}, Datatype.INT);
    Datatype halfEtype = Datatype.contiguous(3, Datatype.SHORT);
    onFile(
        1,
        name,
        CREATE,
        (world, file) -> {
          for (Datatype filetype : new Datatype[] {negative, descending, halfEtype}) {
            MpiIoException error =
                assertThrows(MpiIoException.class, () -> file.setView(0, Datatype.INT, filetype));
            Set<ErrorClass> expected = Set.of(ErrorClass.ARG, ErrorClass.TYPE);
            assertEquals(true, expected.contains(error.errorClass()), error.getMessage());
          }
        });
  }

  @Test
  void shouldAllowOverlapsOnlyWhenTheFileIsReadOnly() throws IOException {
    String name = file(Place.MEM);
    make(name, bytes(1, 40));
    // Ints at 0 and 2: two bytes are in the view twice.
    Datatype overlapping = Datatype.hindexed(new long[] {1, 1}, new long[] {0, 2}, Datatype.INT);
    RankThreads.run(
        2,
        world -> {
          try (MpiFile file = open(world, name, CREATE)) {
            MpiIoException error =
                assertThrows(
                    MpiIoException.class, () -> file.setView(0, Datatype.INT, overlapping));
            assertContains(error, "overlap");
          }
          try (MpiFile file = open(world, name, Set.of(RDONLY))) {
            file.setView(0, Datatype.INT, overlapping);
            byte[] into = new byte[8];
            assertEquals(8, file.readAtAll(0, segment(into)).bytes());
            byte[] all = bytes(1, 40);
            assertArrayEquals(
                new byte[] {all[0], all[1], all[2], all[3], all[2], all[3], all[4], all[5]}, into);
          }
        });
  }

  /** Tiles of ints at 0 and 8, 4 apart: the third tile meets the first again. */
  @Test
  void shouldRefuseAWriteWhenTilesMeetAByteTwice() throws IOException {
    String name = file(Place.MEM);
    Datatype pair = Datatype.indexedBlock(1, new long[] {0, 2}, Datatype.INT);
    Datatype tile = Datatype.resized(pair, 0, 4);
    onFile(
        1,
        name,
        CREATE,
        (world, file) -> {
          file.setView(0, Datatype.INT, tile);
          assertEquals(16, file.writeAt(0, segment(bytes(1, 16))).bytes());
          MpiIoException error =
              assertThrows(MpiIoException.class, () -> file.writeAt(0, segment(bytes(1, 24))));
          assertEquals(ErrorClass.ARG, error.errorClass());
          assertContains(error, "twice");
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldWriteTogetherWhenSomeRanksSeeNothing(Place place) throws IOException {
    String name = file(place);
    Datatype nothing = Datatype.contiguous(0, Datatype.BYTE);
    onFile(
        3,
        name,
        CREATE,
        (world, file) -> {
          boolean idle = world.rank() == 1;
          file.setView(world.rank(), Datatype.BYTE, idle ? nothing : Datatype.BYTE);
          assertEquals(idle ? 0 : 1, file.writeAll(room(idle ? 0 : 1).fill((byte) 5)).bytes());
          assertEquals(idle ? 0 : 1, file.position());
          refused(ErrorClass.ARG, () -> file.writeAtAll(0, room(idle ? 1 : 0)));
        });
    assertArrayEquals(new byte[] {5, 0, 5}, content(name));
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldLeaveOutBytesOutsideTheBoundsWhenResized(Place place) throws IOException {
    String name = file(place);
    Datatype once = Datatype.resized(Datatype.INT, -4, 12);
    Datatype twice = Datatype.resized(once, 0, 16);
    onFile(
        1,
        name,
        CREATE,
        (world, file) -> {
          file.setView(4, Datatype.INT, twice);
          file.writeAll(segment(bytes(9, 12)));
        });
    byte[] expected = new byte[4 + 2 * 16 + 4];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(bytes(9, 12), 4 * i, expected, 4 + 16 * i, 4);
    }
    assertArrayEquals(expected, content(name));
  }
}
