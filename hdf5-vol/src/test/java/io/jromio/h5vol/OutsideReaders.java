package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.Node;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of others that read HDF5: jHDF and libhdf5 within this process, always; h5py and the
 * command line tools of HDF5 where they are installed.
 */
public final class OutsideReaders {
  private static final String PYTHON = "/usr/bin/python3";

  private OutsideReaders() {}

  /**
   * Checks a dataset with all readers.
   *
   * @param expected its elements in row-major order: an array of primitives, whatever the numbers'
   *     type in the file, or {@code String[]}
   */
  public static void shouldHold(Path file, String dataset, Object expected) throws Exception {
    shouldHoldByJhdf(file, dataset, expected);
    LibHdf5.shouldHold(file, dataset, expected);
    if (hasH5py()) {
      shouldHoldByH5py(file, dataset, expected);
    }
  }

  /** As {@link #shouldHold}, by jHDF alone. */
  public static void shouldHoldByJhdf(Path file, String dataset, Object expected) {
    try (HdfFile hdf = new HdfFile(file)) {
      Object data = hdf.getDatasetByPath(dataset).getDataFlat();
      assertSame("jHDF: " + file + dataset, expected, data);
    }
  }

  /** As {@link #shouldHold}, by libhdf5 alone. */
  public static void shouldHoldByLibrary(Path file, String dataset, Object expected) {
    LibHdf5.shouldHold(file, dataset, expected);
  }

  /** Checks an attribute with all readers; scalars are arrays of one element. */
  public static void shouldHoldAttribute(Path file, String object, String name, Object expected)
      throws Exception {
    try (HdfFile hdf = new HdfFile(file)) {
      Node node = object.equals("/") ? hdf : hdf.getByPath(object);
      Object data = node.getAttribute(name).getData();
      assertSame("jHDF: " + file + object + "@" + name, expected, data);
    }
    LibHdf5.shouldHoldAttribute(file, object, name, expected);
    if (hasH5py()) {
      String script = READ + "out(f[sys.argv[2]].attrs[sys.argv[4]])\n";
      String printed = python(script, file.toString(), object, kind(expected), name);
      assertEquals(text(expected), printed, "h5py: " + file + object + "@" + name);
    }
  }

  private static void shouldHoldByH5py(Path file, String dataset, Object expected)
      throws Exception {
    String printed =
        python(READ + "out(f[sys.argv[2]][()])\n", file.toString(), dataset, kind(expected));
    assertEquals(text(expected), printed, "h5py: " + file + dataset);
  }

  /** Prints values one a line: floating-point numbers as their bits. */
  private static final String READ =
      """
      import sys, h5py, numpy as np, struct
      f = h5py.File(sys.argv[1], 'r')
      def out(v):
          a = np.asarray(v, dtype=object if sys.argv[3] == 's' else None).ravel()
          lines = []
          for x in a:
              if sys.argv[3] == 's':
                  lines.append((x if isinstance(x, bytes) else str(x).encode()).hex())
              elif sys.argv[3] == 'f':
                  lines.append(str(struct.unpack('<q', struct.pack('<d', float(x)))[0]))
              else:
                  n = int(x)
                  lines.append(str(n - 2**64 if n >= 2**63 else n))
          sys.stdout.write('\\n'.join(lines))
      """;

  private static String kind(Object expected) {
    if (expected instanceof String[]) {
      return "s";
    }
    return expected instanceof double[] || expected instanceof float[] ? "f" : "i";
  }

  private static String text(Object expected) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Array.getLength(expected); i++) {
      Object value = Array.get(expected, i);
      lines.add(
          switch (value) {
            case String text -> hex(text.getBytes(StandardCharsets.UTF_8));
            case Double number -> Long.toString(Double.doubleToRawLongBits(number));
            case Float number -> Long.toString(Double.doubleToRawLongBits(number.doubleValue()));
            default -> Long.toString(((Number) value).longValue());
          });
    }
    return String.join("\n", lines);
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append("%02x".formatted(b & 0xff));
    }
    return text.toString();
  }

  /** Compares arrays, or a single value with an array of one, element by element. */
  static void assertSame(String what, Object expected, Object actual) {
    Object flat = flat(actual);
    assertEquals(Array.getLength(expected), Array.getLength(flat), what + ": elements");
    for (int i = 0; i < Array.getLength(expected); i++) {
      Object e = Array.get(expected, i);
      Object a = Array.get(flat, i);
      boolean same =
          switch (e) {
            case String text -> text.equals(a);
            case Double number -> number.equals(((Number) a).doubleValue());
            case Float number -> number.doubleValue() == ((Number) a).doubleValue();
            default -> ((Number) e).longValue() == ((Number) a).longValue();
          };
      assertTrue(same, "%s: element=%d expected=%s actual=%s".formatted(what, i, e, a));
    }
  }

  private static Object flat(Object value) {
    if (!value.getClass().isArray()) {
      return new Object[] {value};
    }
    if (value.getClass().getComponentType().isArray()) {
      List<Object> all = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        Object part = flat(Array.get(value, i));
        for (int k = 0; k < Array.getLength(part); k++) {
          all.add(Array.get(part, k));
        }
      }
      return all.toArray();
    }
    return value;
  }

  public static boolean hasH5py() {
    return Installed.H5PY;
  }

  /** Whether a command line tool is there. */
  public static boolean has(String tool) {
    for (String folder : new String[] {"/usr/bin", "/usr/local/bin"}) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return false;
  }

  public static void assumeTool(String tool) {
    Assumptions.assumeTrue(has(tool), "not installed: " + tool);
  }

  public static void assumeH5py() {
    Assumptions.assumeTrue(hasH5py(), "not installed: h5py");
  }

  /** What a program printed, both streams, and how it ended. */
  public record Output(int code, String text) {}

  /** Runs a program to its end. */
  public static Output run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile("jromio-outside-", ".txt");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      int code = process.waitFor();
      return new Output(code, Files.readString(out, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
    }
  }

  /** Runs a program that must succeed; what it printed. */
  public static String succeed(String... command) throws IOException, InterruptedException {
    Output output = run(command);
    assertEquals(0, output.code(), () -> Arrays.toString(command) + " printed: " + output.text());
    return output.text();
  }

  /** Runs Python with h5py; what it printed. */
  public static String python(String script, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-c", script));
    command.addAll(List.of(args));
    return succeed(command.toArray(String[]::new));
  }

  private static final class Installed {
    static final boolean H5PY = look();

    private static boolean look() {
      try {
        return Files.isExecutable(Path.of(PYTHON)) && run(PYTHON, "-c", "import h5py").code() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
