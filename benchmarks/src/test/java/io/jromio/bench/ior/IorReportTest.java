package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.filesystem.FileSystemUsage;
import io.jromio.bench.ior.PhaseTimes.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class IorReportTest {
  private static final ZonedDateTime DATE =
      ZonedDateTime.of(2026, 11, 20, 9, 53, 22, 0, ZoneOffset.UTC);
  private static final long MIB = 1 << 20;
  private static final long BYTES = 16 * MIB;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private IorReport report(Placement placement, String... args) {
    return new IorReport(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), IorOptions.parse(args), placement);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** A result that shows the given bandwidth in MiB/s and the given transfers per second. */
  private static PhaseResult result(boolean writes, int repetition, double[] figures) {
    Durations durations = new Durations(figures[3], 16 / figures[1], figures[4], 16 / figures[0]);
    return new PhaseResult(writes, repetition, BYTES, figures[2], durations);
  }

  @Test
  void shouldBeTheReportOfTheCProgramWhenValuesAreTheSame() throws IOException {
    String[] args = "-a MPIIO -c -b 4m -t 1m -s 2 -i 2 -o /dev/shm/testfile".split(" ");
    IorReport report = report(Placement.of("vm", "vm"), args);
    report.header(DATE, args);
    report.testStart(DATE);
    report.fileSystem(
        "/dev/shm/testfile",
        new FileSystemUsage(25_233_000_000L, 25_157_301_000L, 3_041_000, 3_040_900));
    report.parameters();
    report.options("(4.0)");
    report.tableHeader();
    List<PhaseResult> results =
        List.of(
            result(true, 0, new double[] {2175.12, 2271.80, 0.000880, 0.000252, 0.000518}),
            result(false, 0, new double[] {6603.254, 7204, 0.000270, 0.000192, 0.000072}),
            result(true, 1, new double[] {1392.88, 2113.86, 0.000903, 0.000190, 0.004072}),
            result(false, 1, new double[] {2823.377, 2906.53, 0.000688, 0.000152, 0.000068}));
    results.forEach(report::row);
    report.removed(0.5, 0);
    report.shortSummary(results);
    report.summary(results);
    report.finished(DATE);
    try (InputStream golden =
        Objects.requireNonNull(IorReportTest.class.getResourceAsStream("report.txt"))) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), text());
    }
  }

  @Test
  void shouldPadTheDayWithABlankWhenItHasOneDigit() {
    assertEquals(
        "Sun Mar  1 00:00:05 2026",
        IorReport.date(ZonedDateTime.of(2026, 3, 1, 0, 0, 5, 0, ZoneOffset.UTC)));
  }

  @Test
  void shouldShowRemovalAndBestWhenVerbose() {
    IorReport report = report(Placement.of("vm"), "-v");
    report.removed(0.000066, 0);
    report.shortSummary(
        List.of(
            result(true, 0, new double[] {2084.64, 1, 1, 1, 1}),
            result(false, 0, new double[] {5793.24, 1, 1, 1, 1})));
    assertEquals(
        """
        remove    -          -          -           -          -          -          -          -\
                  0.000066   0  \s
        Max Write: 2084.64 MiB/sec (2185.90 MB/sec)
        Max Read:  5793.24 MiB/sec (6074.65 MB/sec)
        """,
        text());
  }

  @Test
  void shouldNameTheTaskOrderWhenReordered() {
    report(Placement.of("a", "b"), "-C", "-Q", "3").options("");
    report(Placement.of("a", "b"), "-Z", "-X", "7", "-F", "-z").options("");
    String text = text();
    for (String line :
        List.of(
            "apiVersion          : ",
            "ordering inter file : constant task offset",
            "task offset         : 3",
            "ordering inter file : random task offset",
            "reorder random seed : 7",
            "access              : file-per-process",
            "ordering in a file  : random",
            "nodes               : 2",
            "clients per node    : 1")) {
      assertTrue(text.contains(line + "\n"), line + " in\n" + text);
    }
  }

  @Test
  void shouldNameEveryParameterWhenVeryVerbose() {
    report(Placement.of("node17"), "-vvv", "-G", "9").parameters();
    assertTrue(text().contains("platform            : node(Linux)\n"), text());
    assertTrue(text().contains("setTimeStampSignature/incompressibleSeed: 9\n"), text());
  }

  @Test
  void shouldDivideByTheNumberOfRepetitionsWhenDeviationIsComputed() {
    List<PhaseResult> results =
        List.of(
            result(true, 0, new double[] {2175.12, 1, 1, 1, 1}),
            result(true, 1, new double[] {1392.88, 1, 1, 1, 1}));
    Sample sample = Sample.of(results, result -> result.bandwidth() / MIB);
    assertEquals(391.12, sample.deviation(), 1e-9);
    assertEquals(1784.00, sample.mean(), 1e-9);
    assertEquals(0, Sample.of(results.subList(0, 1), PhaseResult::bandwidth).deviation());
  }
}
