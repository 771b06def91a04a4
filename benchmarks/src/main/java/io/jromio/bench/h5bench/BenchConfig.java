package io.jromio.bench.h5bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A configuration file of h5bench: lines {@code KEY=VALUE}, comments behind {@code #}. Sizes may
 * end in K, M or G with an optional B; times in s, ms or us.
 *
 * <p>A key that is unknown, or a value that cannot be read, is an error that names the line. Keys
 * of the C program that have no meaning here are refused by name when they would change what is
 * measured (SUBFILING, ASYNC).
 *
 * @source h5bench, commons/h5bench_util.c (behaviour)
 */
final class BenchConfig {
  /** How a variable lies in memory or in the file. */
  enum Pattern {
    /** Eight arrays. */
    CONTIG,
    /** One array of structs. */
    INTERLEAVED,
    /** Blocks at distances, 1-D only. */
    STRIDED
  }

  /** Which part of the file is read. */
  enum ReadOption {
    FULL,
    PARTIAL,
    STRIDED,
    /** Two blocks of the left diagonal's corners, by rank 0. */
    LDC,
    /** Two blocks of the right diagonal's corners, by rank 0. */
    RDC,
    /** The rim, by rank 0. */
    PRL,
    /** Blocks along the diagonal, by rank 0. */
    CS
  }

  private static final int MAX_DIMENSIONS = 3;
  private static final List<String> KEYS =
      List.of(
          "IO_OPERATION",
          "MEM_PATTERN",
          "FILE_PATTERN",
          "TO_READ_NUM_PARTICLES",
          "COLLECTIVE_METADATA",
          "COLLECTIVE_DATA",
          "COMPRESS",
          "COMPRESS_LEVEL",
          "TIMESTEPS",
          "DELAYED_CLOSE_TIMESTEPS",
          "NUM_PARTICLES",
          "IO_MEM_LIMIT",
          "EMULATED_COMPUTE_TIME_PER_TIMESTEP",
          "READ_OPTION",
          "NUM_DIMS",
          "DIM_1",
          "DIM_2",
          "DIM_3",
          "CHUNK_DIM_1",
          "CHUNK_DIM_2",
          "CHUNK_DIM_3",
          "STRIDE_SIZE",
          "STRIDE_SIZE_2",
          "STRIDE_SIZE_3",
          "BLOCK_SIZE",
          "BLOCK_SIZE_2",
          "BLOCK_SIZE_3",
          "BLOCK_CNT",
          "CSV_FILE",
          "ENV_METADATA_FILE",
          "FILE_PER_PROC",
          "SUBFILING",
          "MODE",
          "ASYNC_MODE",
          "ALIGN",
          "ALIGN_THRESHOLD",
          "ALIGN_LEN",
          "STDEV_DIM_1");

  private final String name;
  private final Map<String, String> values = new TreeMap<>();

  private BenchConfig(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming file, line and what was expected
   */
  static BenchConfig read(Path file) throws IOException {
    return parse(file.toString(), Files.readAllLines(file, StandardCharsets.UTF_8));
  }

  static BenchConfig parse(String name, List<String> lines) {
    BenchConfig config = new BenchConfig(name);
    int number = 0;
    for (String line : lines) {
      number++;
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#")) {
        continue;
      }
      int equals = bare.indexOf('=');
      String key = equals < 0 ? bare : bare.substring(0, equals).strip();
      if (equals < 0 || !KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "no KEY=VALUE of h5bench: text=%s line=%d file=%s".formatted(bare, number, name));
      }
      config.values.put(key, value(bare.substring(equals + 1)));
    }
    config.check();
    return config;
  }

  private static String value(String text) {
    int comment = text.indexOf('#');
    return (comment < 0 ? text : text.substring(0, comment)).strip();
  }

  private void check() {
    if (yes("SUBFILING")) {
      throw bad("SUBFILING", "N: there is no subfiling");
    }
    for (String key : List.of("MODE", "ASYNC_MODE")) {
      if (text(key).filter(mode -> !mode.equals("SYNC") && !mode.equals("NON")).isPresent()) {
        throw bad(key, "SYNC: transfers are synchronous");
      }
    }
    if (number("STDEV_DIM_1", 0) != 0) {
      throw bad("STDEV_DIM_1", "0: all ranks have equally many particles");
    }
    int dimensions = dimensions();
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw bad("NUM_DIMS", "1 to 3");
    }
    for (int d = 1; d <= dimensions; d++) {
      if (number("DIM_" + d, d == 1 ? 0 : 1) < 1) {
        throw bad("DIM_" + d, "1 or more");
      }
    }
    if (timesteps() < 1) {
      throw bad("TIMESTEPS", "1 or more");
    }
    checkPatterns();
  }

  private void checkPatterns() {
    if (memory() == Pattern.STRIDED) {
      throw bad("MEM_PATTERN", "CONTIG or INTERLEAVED");
    }
    boolean plain = memory() == Pattern.CONTIG && file() == Pattern.CONTIG;
    if (dimensions() == MAX_DIMENSIONS && !plain) {
      throw bad("FILE_PATTERN", "CONTIG to CONTIG in three dimensions");
    }
    if (file() == Pattern.STRIDED && (dimensions() != 1 || memory() != Pattern.CONTIG)) {
      throw bad("FILE_PATTERN", "STRIDED only from CONTIG in one dimension");
    }
    if (file() == Pattern.STRIDED || readOption() == ReadOption.STRIDED) {
      long stride = number("STRIDE_SIZE", 0);
      long block = number("BLOCK_SIZE", 0);
      long count = number("BLOCK_CNT", 0);
      if (block < 1 || count < 1 || stride < block || (stride + block) * count > shape()[0]) {
        throw bad(
            "STRIDE_SIZE", "at least BLOCK_SIZE, (STRIDE_SIZE + BLOCK_SIZE) * BLOCK_CNT <= DIM_1");
      }
    }
    if (yes("COMPRESS")) {
      for (long length : chunk()) {
        if (length < 1) {
          throw bad("CHUNK_DIM_1", "a chunk of 1 or more in every dimension with COMPRESS=YES");
        }
      }
    }
  }

  private IllegalArgumentException bad(String key, String wanted) {
    return new IllegalArgumentException(
        "%s=%s, want %s: file=%s".formatted(key, values.getOrDefault(key, ""), wanted, name));
  }

  /** Where it was read from. */
  String name() {
    return name;
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Whether the value begins as yes. */
  boolean yes(String key) {
    return text(key).map(v -> v.startsWith("Y") || v.startsWith("y")).orElse(false);
  }

  /** A number with an optional unit of 1024. */
  long number(String key, long otherwise) {
    String text = values.get(key);
    if (text == null) {
      return otherwise;
    }
    String bare = text.toUpperCase(Locale.ROOT).replace(" ", "").replaceFirst("B$", "");
    long unit = 1;
    if (!bare.isEmpty()) {
      int power = "KMG".indexOf(bare.charAt(bare.length() - 1)) + 1;
      if (power > 0) {
        unit = 1L << (10 * power);
        bare = bare.substring(0, bare.length() - 1);
      }
    }
    try {
      return Math.multiplyExact(Long.parseUnsignedLong(bare), unit);
    } catch (NumberFormatException | ArithmeticException e) {
      throw bad(key, "a number, such as 16 M");
    }
  }

  /** A time such as {@code 1 s}, {@code 10 ms}. */
  long microseconds(String key) {
    String text = text(key).orElse("0 s").replace(" ", "");
    String digits = text.replaceFirst("[a-z]+$", "");
    long unit =
        switch (text.substring(digits.length())) {
          case "s", "" -> 1_000_000;
          case "ms" -> 1_000;
          case "us" -> 1;
          case "min" -> 60_000_000;
          default -> throw bad(key, "a time in min, s, ms or us");
        };
    try {
      return Math.multiplyExact(Long.parseLong(digits), unit);
    } catch (NumberFormatException | ArithmeticException e) {
      throw bad(key, "a time such as 1 s");
    }
  }

  private <T extends Enum<T>> T constant(String key, Class<T> type, T otherwise) {
    String text = values.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return Enum.valueOf(type, text);
    } catch (IllegalArgumentException e) {
      throw bad(key, List.of(type.getEnumConstants()).toString());
    }
  }

  Pattern memory() {
    return constant("MEM_PATTERN", Pattern.class, Pattern.CONTIG);
  }

  Pattern file() {
    return constant("FILE_PATTERN", Pattern.class, Pattern.CONTIG);
  }

  ReadOption readOption() {
    return constant("READ_OPTION", ReadOption.class, ReadOption.FULL);
  }

  int dimensions() {
    return Math.toIntExact(number("NUM_DIMS", 1));
  }

  int timesteps() {
    return Math.toIntExact(number("TIMESTEPS", 1));
  }

  /** Elements of a rank in each dimension. */
  long[] shape() {
    long[] shape = new long[dimensions()];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = number("DIM_" + (d + 1), 1);
    }
    return shape;
  }

  /** Particles of a rank. */
  long particles() {
    long particles = 1;
    for (long length : shape()) {
      particles = Math.multiplyExact(particles, length);
    }
    return particles;
  }

  /** Particles of a row of the first dimension. */
  long rowLength() {
    return particles() / shape()[0];
  }

  /** Elements of a chunk in each dimension; zeros if nothing is said. */
  long[] chunk() {
    long[] chunk = new long[dimensions()];
    for (int d = 0; d < chunk.length; d++) {
      chunk[d] = number("CHUNK_DIM_" + (d + 1), 0);
    }
    return chunk;
  }

  /** Of deflate; C's kernel has 9. */
  int compressLevel() {
    return Math.toIntExact(number("COMPRESS_LEVEL", 9));
  }

  /** Filtered datasets are written collectively only. */
  boolean collectiveData() {
    return yes("COLLECTIVE_DATA") || yes("COMPRESS");
  }

  /** The keys with their values, for a report. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (var entry : values.entrySet()) {
      lines.add(entry.getKey() + "=" + entry.getValue());
    }
    return lines;
  }
}
