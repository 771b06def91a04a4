package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The command as users call it, and the tools that it is compared with. */
final class H5Run {
  private static final String PYTHON = "/usr/bin/python3";

  private H5Run() {}

  /** What a command left. */
  record Result(int code, String out, String err) {

    /** The output of a command that went well. */
    String good() {
      assertEquals(0, code, out + err);
      return out;
    }

    /** The error of a command that was refused. */
    String refused(int expected) {
      assertEquals(expected, code, out + err);
      return err;
    }
  }

  static Result run(String... args) {
    return run(1, args);
  }

  /** Runs on some ranks, which must end alike; gives what rank 0 said. */
  static Result run(int ranks, String... args) {
    Map<Integer, Result> results = new ConcurrentHashMap<>();
    RankThreads.run(ranks, world -> results.put(world.rank(), onRank(world, args)));
    Result first = results.getOrDefault(0, new Result(-1, "", "rank 0 is missing"));
    results.forEach((rank, result) -> assertEquals(first.code(), result.code(), "rank " + rank));
    return first;
  }

  private static Result onRank(World world, String... args) {
    Writer out = new StringWriter();
    Writer err = new StringWriter();
    Session session = new Session(world, new PrintWriter(out), new PrintWriter(err), false);
    int code = H5.execute(session, args);
    return new Result(code, out.toString(), err.toString());
  }

  /** Copies a file beside this class into a folder. */
  static Path resource(String name, Path folder) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = open(name)) {
      Files.copy(in, file);
    }
    return file;
  }

  static String text(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = H5Run.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("no such resource: " + name);
    }
    return in;
  }

  /** Whether a program of Debian's hdf5-tools is here. */
  static boolean has(String tool) {
    return Files.isExecutable(Path.of("/usr/bin", tool));
  }

  /** Runs another program; its output and errors together. */
  static Result tool(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, "");
  }

  /** Makes files with h5py; whether that could be done. */
  static boolean python(Path folder, String script, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-c", script));
    command.addAll(List.of(args));
    return Files.isExecutable(Path.of(PYTHON))
        && tool(folder, PYTHON, "-c", "import h5py").code() == 0
        && tool(folder, command.toArray(String[]::new)).code() == 0;
  }
}
