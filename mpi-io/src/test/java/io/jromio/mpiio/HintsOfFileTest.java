package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AccessMode;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.mem.MemDriver;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Info;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hints of an open file: set_info, get_info, hints of set_view. */
final class HintsOfFileTest extends FileTest {

  @Test
  void shouldChangeWhatMayChangeWhenInfoIsSet() {
    String name = file(Place.MEM);
    onFile(
        3,
        name,
        CREATE,
        (world, file) -> {
          String aggregators = file.info().get("cb_nodes").orElseThrow();
          file.setInfo(
              Info.of(Map.of("cb_buffer_size", "64", "cb_nodes", "2", "cb_config_list", "*:2")));
          assertEquals("64", file.info().get("cb_buffer_size").orElseThrow());
          assertEquals(aggregators, file.info().get("cb_nodes").orElseThrow());
          assertEquals("*:1", file.info().get("cb_config_list").orElseThrow());
          file.setInfo(new Info());
          assertEquals("64", file.info().get("cb_buffer_size").orElseThrow());
        });
  }

  @Test
  void shouldKeepOldHintsWhenRanksSetDifferentOnes() {
    String name = file(Place.MEM);
    onFile(
        3,
        name,
        CREATE,
        (world, file) -> {
          Info info = new Info().set("cb_buffer_size", world.rank() == 2 ? "128" : "64");
          MpiIoException error = refused(ErrorClass.NOT_SAME, () -> file.setInfo(info));
          assertContains(error, "hint cb_buffer_size=128 on rank 2, but 64 on rank 0");
          refused(ErrorClass.ARG, () -> file.setInfo(world.rank() == 1 ? nothing() : info));
          assertEquals("16777216", file.info().get("cb_buffer_size").orElseThrow());
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"MEM", "UFS"})
  void shouldKeepSievingOfWritesAsItIsWhenFileIsOnlyRead(Place place) throws IOException {
    String name = file(place);
    make(name, (byte) 1);
    onFile(
        2,
        name,
        Set.of(AccessMode.RDONLY),
        (world, file) -> {
          assertEquals("automatic", file.info().get("romio_ds_write").orElseThrow());
          file.setInfo(new Info().set("romio_ds_write", "enable"));
          assertEquals("enable", file.info().get("romio_ds_write").orElseThrow());
        });
  }

  @Test
  void shouldDisableSievingOfWritesWhenDriverCannotDoIt() {
    withDriver(
        new ForwardingDriver("sieveless", new MemDriver()),
        () ->
            onFile(
                2,
                "sieveless:a",
                CREATE,
                (world, file) -> {
                  file.setInfo(new Info().set("romio_ds_write", "enable"));
                  assertEquals("disable", file.info().get("romio_ds_write").orElseThrow());
                }));
  }

  @Test
  void shouldAcceptItsOwnHintsWhenTheyComeBackWithAView() {
    String name = file(Place.MEM);
    RankThreads.run(
        4,
        world -> {
          Info info = Info.of(Map.of("romio_no_indep_rw", "true", "cb_config_list", "*:*"));
          try (MpiFile file = MpiFile.open(world, name, CREATE, info)) {
            Info all = file.info();
            file.setView(0, Datatype.BYTE, Datatype.BYTE, View.NATIVE, all);
            assertEquals(all.toString(), file.info().toString());
          }
        });
  }

  @Test
  void shouldMoveTheSameBytesWhenTheCollectiveBufferGrowsAfterOpen() throws IOException {
    String name = file(Place.MEM);
    byte[] data = bytes(3, 4 * 1000);
    RankThreads.run(
        4,
        world -> {
          Info small = Info.of(Map.of("cb_buffer_size", "32", "romio_cb_write", "enable"));
          try (MpiFile file = MpiFile.open(world, name, CREATE, small)) {
            file.setInfo(new Info().set("cb_buffer_size", "1M"));
            file.writeAtAll(
                1000L * world.rank(), segment(data).asSlice(1000L * world.rank(), 1000));
          }
        });
    assertArrayEquals(data, content(name));
  }
}
