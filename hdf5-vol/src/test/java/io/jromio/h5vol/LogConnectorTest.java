package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the connector that logs prints. */
final class LogConnectorTest {

  private static void write(int ranks, Path file, String config) {
    RankThreads.run(
        ranks,
        world -> {
          FileOption connector = FileOption.connector(config);
          try (H5File h5 = H5File.create(world, file.toString(), connector)) {
            H5Dataset t = h5.newDataset("g/t").type(H5Type.I32).shape(ranks, 4).create();
            t.at(Selection.slab(new long[] {world.rank(), 0}, new long[] {1, 4}))
                .writeAll(new int[4]);
            t.attributes().put("a", 1);
            H5Contract.assertError(H5Error.ARG, () -> t.at(Selection.all()).writeAll(new int[1]));
          }
        });
  }

  private static void expect(List<String> lines, String pattern) {
    assertTrue(
        lines.stream().anyMatch(line -> line.matches(pattern)),
        () -> "no line %s in:%n%s".formatted(pattern, String.join("\n", lines)));
  }

  @Test
  void shouldPrintALineForEachCallWhenCallsArePassedOn(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("log");
    Path file = folder.resolve("run.h5");
    write(2, file, "log file=%s".formatted(log));
    List<String> lines = Files.readAllLines(log);
    for (int rank = 0; rank < 2; rank++) {
      String begin = "h5log rank=%d ".formatted(rank);
      expect(lines, begin + "call=create object=.*run\\.h5 us=\\d+");
      expect(lines, begin + "call=createGroup object=/g us=\\d+");
      expect(lines, begin + "call=createDataset object=/g/t us=\\d+");
      expect(
          lines,
          begin
              + "call=writeAll object=/g/t elements=4 bytes=16 requests=\\d+ collective=true"
              + " us=\\d+");
      expect(lines, begin + "call=putAttribute object=/g/t@a us=\\d+");
      expect(lines, begin + "call=writeAll object=/g/t error=ARG us=\\d+");
      expect(lines, begin + "call=close object=.*run\\.h5 us=\\d+");
      expect(
          lines,
          begin
              + "total calls=\\d+ written=16 read=0 requests=\\d+ collective=1 of=1 us=\\d+"
              + " file=.*run\\.h5");
    }
  }

  @Test
  void shouldPrintTwiceWhenOneIsOverAnother(@TempDir Path folder) throws Exception {
    Path outer = folder.resolve("outer");
    Path inner = folder.resolve("inner");
    write(
        1,
        folder.resolve("run.h5"),
        "log under_vol=log;file=%s;under_info={under_vol=native;file=%s}".formatted(outer, inner));
    assertEquals(
        Files.readAllLines(outer).stream().map(line -> line.replaceAll("us=\\d+", "")).toList(),
        Files.readAllLines(inner).stream().map(line -> line.replaceAll("us=\\d+", "")).toList());
  }

  @Test
  void shouldRefuseWhenAParameterIsUnknown(@TempDir Path folder) {
    RankThreads.run(
        2,
        world ->
            H5Contract.assertError(
                H5Error.ARG,
                () ->
                    H5File.create(
                        world,
                        folder.resolve("run.h5").toString(),
                        FileOption.connector("log fil=x"))));
  }
}
