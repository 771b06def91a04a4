package io.jromio.bench.cli;

import io.jromio.bench.collperf.CollPerf;
import io.jromio.bench.h5.H5;
import io.jromio.bench.h5bench.H5Bench;
import io.jromio.bench.ior.Ior;
import io.jromio.comm.launch.LaunchSpec;
import io.jromio.comm.launch.Launcher;
import io.jromio.comm.launch.LocalLauncher;
import io.jromio.comm.launch.MpjLauncher;
import io.jromio.comm.launch.RankProgram;
import io.jromio.comm.launch.ThreadsLauncher;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jromio run}: starts a program on many ranks of this machine. */
@Command(
    name = "run",
    description = {
      "Starts a program on many ranks of this machine and waits for all of them.",
      "Rank 0 has the standard input; for the other ranks it is empty."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExit code:%n",
    footer = {
      "  0 if all ranks ended with 0, else that of the first rank that did not (128 + n if signal"
          + " n",
      "  ended it); 2 if the command line is wrong, 1 if the job cannot be started.",
      "",
      "Examples:",
      "  jromio run -n 4 ior -a MPIIO -c -w -W -r -R -o file",
      "  ROMIO_HINTS=my.hints ROMIO_PRINT_HINTS=1 jromio run -n 4 ior -a MPIIO -c -o file",
      "  jromio run -n 4 --launcher threads --tag-output --cp classes org.example.Main",
      "  jromio run -n 4 --launcher mpj --mpj-device niodev ior -a MPIIO -c -o file"
    })
final class RunCommand implements Callable<Integer> {
  private enum LauncherName {
    local,
    threads,
    mpj
  }

  private enum MpjDevice {
    multicore,
    niodev
  }

  private static final String COMPILED_EARLY = "-XX:TieredStopAtLevel=1";

  /** The start caches are of this version, and another need not know these flags. */
  private static final int JDK_OF_CACHES = 25;

  private static final List<String> UNTRAINED =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "-np", "--ranks"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of ranks (default: ${DEFAULT-VALUE}).")
  private int ranks;

  @Option(
      names = "--launcher",
      paramLabel = "NAME",
      defaultValue = "local",
      description = {
        "local: one JVM per rank, shared memory;",
        "threads: all ranks in one JVM;",
        "mpj: under MPJ Express (default: ${DEFAULT-VALUE})."
      })
  private LauncherName launcher = LauncherName.local;

  @Option(
      names = "--mpj-device",
      paramLabel = "NAME",
      defaultValue = "multicore",
      description = {
        "With --launcher mpj: multicore, all ranks in one JVM;",
        "niodev, one JVM per rank, TCP (default: ${DEFAULT-VALUE})."
      })
  private MpjDevice mpjDevice = MpjDevice.multicore;

  @Option(
      names = "--mpj-home",
      paramLabel = "DIR",
      defaultValue = "${env:MPJ_HOME:-/usr/share/mpj}",
      description = "Where MPJ Express is (default: MPJ_HOME, else /usr/share/mpj).")
  private Path mpjHome = MpjLauncher.DEBIAN_HOME;

  @Option(
      names = {"--cp", "-cp", "--class-path"},
      paramLabel = "PATH",
      defaultValue = "",
      description = "Class path of the program, as java takes it.")
  private String classPath = "";

  @Option(
      names = "--tag-output",
      description = "Puts [rank] in front of each line of the ranks' output.")
  private boolean tagOutput;

  @Option(
      names = "-J",
      paramLabel = "FLAG",
      description = "A flag for the JVMs of the ranks, such as -J -Xmx1g; may be repeated.")
  private List<String> jvmArgs = new ArrayList<>();

  @Parameters(
      index = "0",
      paramLabel = "PROGRAM",
      description = "ior, coll-perf, h5bench, h5, or the class of a main(String[]).")
  private String program = "";

  @Parameters(index = "1..*", paramLabel = "ARGS", description = "The program's own arguments.")
  private List<String> args = new ArrayList<>();

  RunCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    String mainClass =
        switch (program) {
          case IorCommand.NAME -> Ior.class.getName();
          case CollPerfCommand.NAME -> CollPerf.class.getName();
          case H5BenchCommand.NAME -> H5Bench.class.getName();
          case H5Entry.NAME -> H5.class.getName();
          default -> program;
        };
    LaunchSpec job;
    try {
      RankProgram what = new RankProgram(mainClass, fullClassPath(), args);
      job = new LaunchSpec(ranks, what, flags(mainClass), tagOutput);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    checkProgram(job.program());
    return launcher().run(job);
  }

  /**
   * Runs of benchmarks are short and wait for the file system: code that is compiled early serves
   * them better than code that is compiled best, and costs a third of the processor time. What the
   * start cache tells of hot methods would have them compiled for good in advance.
   */
  private List<String> flags(String mainClass) {
    boolean chosen =
        jvmArgs.stream().anyMatch(flag -> flag.contains("Tiered") || flag.equals("-Xint"));
    if (mainClass.equals(program) || chosen) {
      return jvmArgs;
    }
    List<String> flags = new ArrayList<>();
    flags.add(COMPILED_EARLY);
    if (Runtime.version().feature() == JDK_OF_CACHES) {
      flags.addAll(UNTRAINED);
    }
    flags.addAll(jvmArgs);
    return flags;
  }

  private Launcher launcher() {
    return switch (launcher) {
      case local -> new LocalLauncher();
      case threads -> new ThreadsLauncher();
      case mpj ->
          new MpjLauncher(
              mpjHome,
              switch (mpjDevice) {
                case multicore -> MpjLauncher.Device.MULTICORE;
                case niodev -> MpjLauncher.Device.NIODEV;
              });
    };
  }

  /** Ours first: the ranks must speak the language of this launcher. */
  private String fullClassPath() {
    String ours = System.getProperty("java.class.path");
    return classPath.isEmpty() ? ours : ours + File.pathSeparator + classPath;
  }

  /** Says once what otherwise every rank would say. */
  private void checkProgram(RankProgram what) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : what.classPath().split(File.pathSeparator)) {
      if (entry.endsWith("*")) {
        return;
      }
      urls.add(url(Path.of(entry)));
    }
    String file = what.mainClass().replace('.', '/') + ".class";
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      if (loader.findResource(file) == null) {
        throw new ParameterException(
            spec.commandLine(),
            "no such program: program=%s cp=%s".formatted(what.mainClass(), classPath));
      }
    }
  }

  private URL url(Path entry) throws MalformedURLException {
    if (!Files.exists(entry) && classPath.contains(entry.toString())) {
      throw new ParameterException(spec.commandLine(), "no such file: cp=%s".formatted(entry));
    }
    return entry.toUri().toURL();
  }
}
