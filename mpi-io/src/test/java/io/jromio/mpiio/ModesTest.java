package io.jromio.mpiio;

import static io.jromio.adio.AccessMode.DELETE_ON_CLOSE;
import static io.jromio.adio.AccessMode.RDONLY;
import static io.jromio.adio.AccessMode.RDWR;
import static io.jromio.adio.AccessMode.SEQUENTIAL;
import static io.jromio.adio.AccessMode.UNIQUE_OPEN;
import static io.jromio.adio.AccessMode.WRONLY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AccessMode;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.datatype.Datatype;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Info;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each access mode allows, and what a closed file does. */
final class ModesTest extends FileTest {

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldRefuseToReadWhenWriteOnly(Place place) throws IOException {
    String name = file(place);
    onFile(
        2,
        name,
        Set.of(WRONLY, AccessMode.CREATE),
        (world, file) -> {
          MemorySegment room = room(4);
          refused(ErrorClass.ACCESS, () -> file.readAt(0, room));
          refused(ErrorClass.ACCESS, () -> file.read(room));
          refused(ErrorClass.ACCESS, () -> file.readAtAll(0, room));
          refused(ErrorClass.ACCESS, () -> file.readAll(room));
          assertEquals(1, file.writeAtAll(world.rank(), segment((byte) 7)).bytes());
          file.setSize(3);
        });
    assertArrayEquals(new byte[] {7, 7, 0}, content(name));
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldRefuseToChangeWhenReadOnly(Place place) throws IOException {
    String name = file(place);
    make(name, bytes(5, 5));
    onFile(
        2,
        name,
        Set.of(RDONLY),
        (world, file) -> {
          MemorySegment data = room(4);
          refused(ErrorClass.READ_ONLY, () -> file.writeAt(0, data));
          refused(ErrorClass.READ_ONLY, () -> file.write(data));
          refused(ErrorClass.READ_ONLY, () -> file.writeAtAll(0, data));
          refused(ErrorClass.READ_ONLY, () -> file.writeAll(data));
          refused(ErrorClass.READ_ONLY, () -> file.setSize(1));
          refused(ErrorClass.READ_ONLY, () -> file.preallocate(10));
          file.sync();
          assertEquals(4, file.readAll(data).bytes());
        });
    assertArrayEquals(bytes(5, 5), content(name));
  }

  @Test
  void shouldRefuseOffsetsAndIndividualPointersWhenSequential() throws IOException {
    String name = file(Place.MEM);
    make(name, bytes(5, 50));
    onFile(
        2,
        name,
        Set.of(RDONLY, SEQUENTIAL),
        (world, file) -> {
          MemorySegment room = room(4);
          List<Routine> routines =
              List.of(
                  () -> file.readAt(0, room),
                  () -> file.readAtAll(0, room),
                  () -> file.read(room),
                  () -> file.readAll(room),
                  () -> file.seek(0, Whence.SET),
                  file::position,
                  () -> file.byteOffset(0),
                  () -> file.setView(0, Datatype.BYTE, Datatype.BYTE));
          for (Routine routine : routines) {
            refused(ErrorClass.UNSUPPORTED_OPERATION, routine);
          }
          assertEquals(50, file.size());
        });
  }

  @Test
  void shouldRefuseToChangeTheSizeWhenSequential() {
    String name = file(Place.MEM);
    RankThreads.run(
        2,
        world -> {
          Set<AccessMode> modes = Set.of(WRONLY, AccessMode.CREATE, SEQUENTIAL);
          try (MpiFile file = open(world, name, modes)) {
            refused(ErrorClass.UNSUPPORTED_OPERATION, () -> file.setSize(5));
            refused(ErrorClass.UNSUPPORTED_OPERATION, () -> file.preallocate(5));
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldRemoveTheFileWhenItIsToGoOnClose(Place place) {
    String name = file(place);
    RankThreads.run(
        4,
        world -> {
          Set<AccessMode> modes = Set.of(RDWR, AccessMode.CREATE, DELETE_ON_CLOSE, UNIQUE_OPEN);
          try (MpiFile file = open(world, name, modes)) {
            file.writeAtAll(world.rank(), room(1));
            assertEquals(4, file.size());
          }
          refused(ErrorClass.NO_SUCH_FILE, () -> content(name));
        });
  }

  @Test
  void shouldCloseWhenSomebodyElseHasRemovedTheFile() {
    String name = file(Place.UFS);
    RankThreads.run(
        2,
        world -> {
          Set<AccessMode> modes = Set.of(RDWR, AccessMode.CREATE, DELETE_ON_CLOSE);
          MpiFile file = open(world, name, modes);
          if (world.rank() == 1) {
            MpiFile.delete(name, new Info());
          }
          file.close();
        });
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void shouldDeleteByNameOnOneRankAlone(Place place) throws IOException {
    String name = file(place);
    refused(ErrorClass.NO_SUCH_FILE, () -> MpiFile.delete(name, new Info()));
    make(name, bytes(1, 1));
    MpiFile.delete(name, new Info());
    refused(ErrorClass.NO_SUCH_FILE, () -> MpiFile.delete(name, new Info()));
    refused(ErrorClass.ARG, () -> MpiFile.delete("", new Info()));
  }

  @Test
  void shouldRefuseEverythingWhenClosed() {
    String name = file(Place.MEM);
    RankThreads.run(
        2,
        world -> {
          MpiFile file = open(world, name, CREATE);
          file.close();
          file.close();
          MemorySegment room = room(4);
          List<Routine> routines =
              List.of(
                  () -> file.setView(0, Datatype.BYTE, Datatype.BYTE),
                  file::getView,
                  () -> file.readAt(0, room),
                  () -> file.writeAt(0, room, 4, Datatype.BYTE),
                  () -> file.readAtAll(0, room),
                  () -> file.writeAtAll(0, room),
                  () -> file.read(room),
                  () -> file.write(room),
                  () -> file.readAll(room),
                  () -> file.writeAll(room),
                  () -> file.seek(0, Whence.SET),
                  file::position,
                  () -> file.byteOffset(0),
                  file::size,
                  () -> file.setSize(0),
                  () -> file.preallocate(0),
                  file::amode,
                  file::communicator,
                  file::info,
                  () -> file.setInfo(new Info()),
                  () -> file.setAtomicity(true),
                  file::atomicity,
                  file::sync);
          for (Routine routine : routines) {
            refused(ErrorClass.FILE, routine);
          }
        });
  }
}
