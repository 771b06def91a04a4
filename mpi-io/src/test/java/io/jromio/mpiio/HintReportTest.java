package io.jromio.mpiio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.datatype.Datatype;
import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.hints.HintResolver;
import io.jromio.hints.Info;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hint files at open, and what the user is told about hints. */
final class HintReportTest extends FileTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private OpenEnvironment environment(Map<String, String> variables) {
    return new OpenEnvironment(
        new HintResolver(variables, path("no-system-file")),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        ConcurrentHashMap.newKeySet());
  }

  private Path hintFile(String... lines) throws IOException {
    return Files.write(path("hints"), List.of(lines));
  }

  private MpiFile opened(Communicator comm, Info info, OpenEnvironment environment)
      throws IOException {
    return MpiFile.open(
        comm, new OpenRequest.Arguments("mem:hint-report", CREATE, info), environment);
  }

  @Test
  void shouldPrintOnceWhenAskedByTheEnvironment() {
    OpenEnvironment environment = environment(Map.of("ROMIO_PRINT_HINTS", ""));
    RankThreads.run(
        3,
        world -> {
          try (MpiFile file = opened(world, new Info(), environment)) {
            assertTrue(file.info().size() > 10);
          }
        });
    List<String> lines = out.toString(UTF_8).lines().toList();
    assertEquals("key = cb_buffer_size            value = 16777216  ", lines.getFirst());
    assertEquals(1, lines.stream().filter(line -> line.startsWith("key = cb_buffer_size")).count());
    String aggregators = "key = romio_aggregator_list     value = ";
    boolean onDisk = lines.contains("key = cb_config_list            value = *:1       ");
    String expected = aggregators + (onDisk ? "0         " : "0 1 2     ");
    assertTrue(lines.contains(expected), "" + lines);
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void shouldPrintNothingWhenNotAsked() {
    OpenEnvironment environment = environment(Map.of());
    RankThreads.run(2, world -> opened(world, new Info(), environment).close());
    assertEquals("", out.toString(UTF_8) + err.toString(UTF_8));
  }

  @Test
  void shouldPrintWhatIsInForceWhenFileAndInfoGiveHints() throws IOException {
    Path hints =
        hintFile(
            "romio_cb_read enable",
            "# comment",
            "ind_rd_buffer_size 49",
            "ind_rd_buffer_size 60",
            "romio_ds_write disable");
    OpenEnvironment environment =
        environment(Map.of("ROMIO_HINTS", hints.toString(), "ROMIO_PRINT_HINTS", "1"));
    RankThreads.run(
        2,
        world -> {
          Info info = new Info().set("romio_ds_write", "automatic");
          try (MpiFile file = opened(world, info, environment)) {
            assertEquals("49", file.info().get("ind_rd_buffer_size").orElseThrow());
            assertEquals("enable", file.info().get("romio_cb_read").orElseThrow());
            assertEquals("automatic", file.info().get("romio_ds_write").orElseThrow());
            if (world.rank() == 0) {
              StringBuilder lines = new StringBuilder();
              for (String key : file.info().keys()) {
                String value = file.info().get(key).orElseThrow();
                lines.append("key = %-25s value = %-10s\n".formatted(key, value));
              }
              assertEquals(lines.toString(), out.toString(UTF_8));
            }
          }
        });
  }

  @Test
  void shouldTellOnceWhatWasExpectedWhenValuesAreMalformed() throws IOException {
    Path hints = hintFile("cb_buffer_size abc");
    OpenEnvironment environment = environment(Map.of("ROMIO_HINTS", hints.toString()));
    RankThreads.run(
        4,
        world -> {
          Info info = new Info().set("romio_cb_write", "often");
          try (MpiFile file = opened(world, info, environment)) {
            assertEquals("16777216", file.info().get("cb_buffer_size").orElseThrow());
          }
          opened(world, info, environment).close();
        });
    List<String> lines = err.toString(UTF_8).lines().toList();
    assertEquals(2, lines.size(), "" + lines);
    assertTrue(
        lines.get(0).startsWith("jromio: hint cb_buffer_size=abc from ROMIO_HINTS file: expected "),
        lines.get(0));
    assertTrue(
        lines.get(1).startsWith("jromio: hint romio_cb_write=often from MPI_Info: expected "),
        lines.get(1));
  }

  @Test
  void shouldWarnOnceWhenTheHintFileIsMissing() {
    OpenEnvironment environment = environment(Map.of("ROMIO_HINTS", path("gone").toString()));
    RankThreads.run(3, world -> opened(world, new Info(), environment).close());
    List<String> lines = err.toString(UTF_8).lines().toList();
    assertEquals(1, lines.size(), "" + lines);
    assertTrue(lines.getFirst().startsWith("jromio: ROMIO_HINTS="), lines.getFirst());
  }

  @Test
  void shouldTellWhatOtherRanksGotWrongWhenFileIsOpened() {
    OpenEnvironment environment = environment(Map.of());
    RankThreads.run(
        4,
        world -> {
          Info info = new Info();
          if (world.rank() == 2) {
            info.set("cb_buffer_size", "16X");
          }
          if (world.rank() > 0) {
            info.set("romio_ds_read", "often");
          }
          info.set("ind_rd_buffer_size", "none");
          opened(world, info, environment).close();
        });
    assertLines(
        "jromio: hint ind_rd_buffer_size=none from MPI_Info: expected ",
        "jromio: rank 1 and 2 more: hint romio_ds_read=often from MPI_Info: expected ",
        "jromio: rank 2: hint cb_buffer_size=16X from MPI_Info: expected ");
  }

  @Test
  void shouldTellWhatOtherRanksGotWrongWhenOpenFails() {
    OpenEnvironment environment = environment(Map.of());
    RankThreads.run(
        2,
        world -> {
          Info info = new Info().set("romio_ds_read", world.rank() == 1 ? "often" : "enable");
          info.set("cb_buffer_size", world.rank() == 1 ? "64" : "32");
          refused(ErrorClass.NOT_SAME, () -> opened(world, info, environment));
        });
    assertLines("jromio: rank 1: hint romio_ds_read=often from MPI_Info: expected ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldTellWhatOtherRanksGotWrongWhenHintsAreChanged(boolean withView) {
    OpenEnvironment environment = environment(Map.of());
    RankThreads.run(
        3,
        world -> {
          Info info = new Info().set("romio_no_indep_rw", "true");
          if (world.rank() == 1) {
            info.set("cb_buffer_size", "16X").set("romio_cb_read", "disable");
          }
          try (MpiFile file = opened(world, new Info(), environment)) {
            for (int again = 0; again < 2; again++) {
              if (withView) {
                file.setView(0, Datatype.BYTE, Datatype.BYTE, View.NATIVE, info);
              } else {
                file.setInfo(info);
              }
            }
            assertEquals("16777216", file.info().get("cb_buffer_size").orElseThrow());
          }
        });
    assertLines(
        "jromio: rank 1: hint cb_buffer_size=16X from MPI_Info: expected ",
        "jromio: rank 1: romio_cb_read=disable (MPI_Info) contradicts romio_no_indep_rw=true");
  }

  private void assertLines(String... starts) {
    List<String> lines = err.toString(UTF_8).lines().sorted().toList();
    assertEquals(starts.length, lines.size(), "" + lines);
    for (int i = 0; i < starts.length; i++) {
      assertTrue(lines.get(i).startsWith(starts[i]), "" + lines);
    }
  }

  @Test
  void shouldTellWhenHintsAreChangedToNonsense() {
    OpenEnvironment environment = environment(Map.of());
    RankThreads.run(
        2,
        world -> {
          try (MpiFile file = opened(world, new Info(), environment)) {
            file.setInfo(new Info().set("cb_buffer_size", "-1"));
            assertEquals("16777216", file.info().get("cb_buffer_size").orElseThrow());
          }
        });
    List<String> lines = err.toString(UTF_8).lines().toList();
    assertEquals(1, lines.size(), "" + lines);
    assertTrue(lines.getFirst().contains("cb_buffer_size=-1"), lines.getFirst());
  }
}
