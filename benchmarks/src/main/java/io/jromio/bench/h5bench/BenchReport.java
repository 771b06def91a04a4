package io.jromio.bench.h5bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What rank 0 prints, in the lines and with the keys of the C program.
 *
 * @source h5bench, h5bench_write.c and h5bench_read.c (output)
 */
final class BenchReport {
  private static final double KIBI = 1024;
  private static final String UNITS = " KMGT";

  private final BenchConfig config;
  private final String operation;
  private final int ranks;
  private final PrintStream out;

  /**
   * @param operation {@code write} or {@code read}
   */
  BenchReport(BenchConfig config, String operation, int ranks, PrintStream out) {
    this.config = config;
    this.operation = operation;
    this.ranks = ranks;
    this.out = out;
  }

  /**
   * What was measured on rank 0.
   *
   * @param bytes of all ranks
   * @param opening the steps besides transfers
   */
  record Figures(
      long bytes, double rawSeconds, double metadataSeconds, double totalSeconds, Opening opening) {
    /** Seconds of opening, flushing, closing and of emulated computation. */
    record Opening(double create, double flush, double close, double compute) {}

    double rawRate() {
      return bytes / rawSeconds;
    }

    double observedRate() {
      return bytes / (totalSeconds - opening.compute());
    }
  }

  void configuration() {
    say("");
    say("================ Benchmark Configuration ==================");
    say("File: %s".formatted(config.name()));
    say("Number of particles per rank: %d".formatted(config.particles()));
    say("Number of time steps: %d".formatted(config.timesteps()));
    say("Mode: SYNC");
    say("Collective metadata operations: YES");
    say("Collective buffering for data operations: %s".formatted(yes(config.collectiveData())));
    say("Number of dimensions: %d".formatted(config.dimensions()));
    long[] shape = config.shape();
    for (int d = 0; d < shape.length; d++) {
      say("    Dim_%d: %d".formatted(d + 1, shape[d]));
    }
    if (config.yes("COMPRESS")) {
      say("Use compression: 1");
      long[] chunk = config.chunk();
      for (int d = 0; d < chunk.length; d++) {
        say("    chunk_dim%d: %d".formatted(d + 1, chunk[d]));
      }
    }
    say("===========================================================");
    say("");
  }

  void results(Figures figures) throws IOException {
    String title = operation.equals("write") ? "Raw write" : "Raw read";
    say("");
    say("=================== Performance Results ==================");
    say("Total number of ranks: %d".formatted(ranks));
    say(
        String.format(
            Locale.ROOT, "Total emulated compute time: %.3f s", figures.opening().compute()));
    say("Total %s size: %sB".formatted(operation, scaled((double) figures.bytes())));
    say(String.format(Locale.ROOT, "%s time: %.3f s", title, figures.rawSeconds()));
    say(String.format(Locale.ROOT, "Metadata time: %.3f s", figures.metadataSeconds()));
    if (operation.equals("write")) {
      say(String.format(Locale.ROOT, "H5Fcreate() time: %.3f s", figures.opening().create()));
      say(String.format(Locale.ROOT, "H5Fflush() time: %.3f s", figures.opening().flush()));
      say(String.format(Locale.ROOT, "H5Fclose() time: %.3f s", figures.opening().close()));
      say(String.format(Locale.ROOT, "Observed completion time: %.3f s", figures.totalSeconds()));
    } else {
      say(
          String.format(
              Locale.ROOT, "Observed read completion time: %.3f s", figures.totalSeconds()));
    }
    say("SYNC %s rate: %sB/s ".formatted(title, scaled(figures.rawRate())));
    say("SYNC Observed %s rate: %sB/s".formatted(operation, scaled(figures.observedRate())));
    say("===========================================================");
    if (config.text("CSV_FILE").isPresent()) {
      Files.write(Path.of(config.text("CSV_FILE").get()), csv(figures));
    }
  }

  private List<String> csv(Figures figures) {
    List<String> lines = new ArrayList<>();
    lines.add("metric, value, unit");
    lines.add("operation, %s, ".formatted(operation));
    lines.add("ranks, %d, ".formatted(ranks));
    lines.add("collective data, %s, ".formatted(yes(config.collectiveData())));
    lines.add("collective meta, YES, ");
    lines.add("subfiling, NO, ");
    lines.add(seconds("total compute time", figures.opening().compute()));
    lines.add(measured("total size", (double) figures.bytes(), "B"));
    lines.add(seconds("raw time", figures.rawSeconds()));
    lines.add(measured("raw rate", figures.rawRate(), "B/s"));
    lines.add(seconds("metadata time", figures.metadataSeconds()));
    lines.add(measured("observed rate", figures.observedRate(), "B/s"));
    lines.add(seconds("observed time", figures.totalSeconds()));
    return lines;
  }

  private static String seconds(String metric, double seconds) {
    return String.format(Locale.ROOT, "%s, %.3f, seconds", metric, seconds);
  }

  private static String measured(String metric, double value, String unit) {
    return metric + ", " + scaled(value).replace(" ", ", ") + unit;
  }

  private static String yes(boolean value) {
    return value ? "YES" : "NO";
  }

  /** A number with three digits behind the point and the unit's letter: {@code 1.500 G}. */
  static String scaled(double value) {
    int power = 0;
    double scaled = value;
    while (scaled >= KIBI && power < UNITS.length() - 1) {
      scaled /= KIBI;
      power++;
    }
    return String.format(Locale.ROOT, "%.3f %s", scaled, UNITS.substring(power, power + 1).strip());
  }

  void say(String line) {
    out.println(line);
  }
}
