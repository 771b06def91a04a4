package io.jromio.comm.launch;

import io.jromio.comm.launch.RankProcesses.Patience;
import io.jromio.comm.launch.RankProcesses.RankCommand;
import io.jromio.comm.mpj.MpjNotice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the ranks under MPJ Express, without its {@code mpjrun}: that one always ends with exit
 * code 0, swallows empty lines and takes the program's options for its own.
 *
 * <p>With {@link Device#MULTICORE} the ranks are threads of one JVM, each with a class loader of
 * its own, started by MPJ's starter as {@code mpjrun} would. With {@link Device#NIODEV} each rank
 * has a JVM, joined by TCP on this machine; no daemon is needed.
 *
 * @source MPJ Express 0.44: runtime.starter.MulticoreStarter, xdev.niodev
 */
public final class MpjLauncher implements Launcher {

  /** Where Debian's package puts MPJ Express. */
  public static final Path DEBIAN_HOME = Path.of("/usr/share/mpj");

  private static final String HOME_VARIABLE = "MPJ_HOME";

  /** What carries the messages between the ranks. */
  public enum Device {
    /** Shared memory of one JVM. */
    MULTICORE,
    /** TCP between one JVM per rank. */
    NIODEV
  }

  private final Path home;
  private final Device device;

  /**
   * @param home where MPJ Express is installed; the folder with {@code lib/mpj.jar}
   */
  public MpjLauncher(Path home, Device device) {
    this.home = home;
    this.device = device;
  }

  @Override
  public String name() {
    return "mpj";
  }

  @Override
  public int run(LaunchSpec spec) throws IOException, InterruptedException {
    MpjHome mpj = MpjHome.at(home);
    try (MpjNotice notice = MpjNotice.create()) {
      MpjJob job = new MpjJob(mpj, notice, spec);
      int code =
          AtExit.guarded(
              notice::close,
              () ->
                  switch (device) {
                    case MULTICORE -> multicore(job);
                    case NIODEV -> niodev(job);
                  });
      return notice.abortCode().orElse(code);
    }
  }

  private record MpjJob(MpjHome mpj, MpjNotice notice, LaunchSpec spec) {

    ProcessBuilder process(List<String> command) {
      ProcessBuilder builder = new ProcessBuilder(command);
      RankJvm.leaveOuterJob(builder);
      builder.environment().put(HOME_VARIABLE, mpj.path().toString());
      builder.environment().put(MpjNotice.VARIABLE, notice.value());
      return builder;
    }

    void rankEnded(int rank, int code) {
      if (code != 0) {
        notice.post(0, "rank %d of %d is gone (exit code %d)".formatted(rank, spec.ranks(), code));
      }
    }
  }

  private static int multicore(MpjJob job) throws IOException, InterruptedException {
    LaunchSpec spec = job.spec();
    List<String> command = RankJvm.allRanks(spec, job.mpj().multicoreJars());
    command.add("runtime.starter.MulticoreStarter");
    command.add(System.getProperty("user.dir"));
    command.add(Integer.toString(spec.ranks()));
    command.add("smpdev");
    command.add("useLocalLoader");
    command.add(spec.program().classPath());
    command.add(MpjRank.class.getName());
    command.add(spec.program().mainClass());
    command.add(spec.tagOutput() ? MpjRank.TAG : MpjRank.PLAIN);
    command.addAll(spec.program().args());
    RankCommand all = new RankCommand("the JVM of all ranks", spec.ranks(), job.process(command));
    return new RankProcesses(List.of(all), Patience.USUAL).run(false, (rank, code) -> {});
  }

  private static int niodev(MpjJob job) throws IOException, InterruptedException {
    LaunchSpec spec = job.spec();
    List<String> classPath = new ArrayList<>(job.mpj().clusterJars());
    classPath.add(spec.program().classPath());
    try (NioRendezvous rendezvous = NioRendezvous.open(spec.ranks())) {
      List<RankCommand> ranks = new ArrayList<>();
      for (int rank = 0; rank < spec.ranks(); rank++) {
        List<String> command = RankJvm.oneRank(spec, classPath);
        command.add(MpjRank.class.getName());
        command.add(Integer.toString(rank));
        command.add(rendezvous.configuration());
        command.add("niodev");
        command.add(spec.program().mainClass());
        command.add(MpjRank.PLAIN);
        command.addAll(spec.program().args());
        ranks.add(new RankCommand("rank " + rank, 1, job.process(command)));
      }
      return new RankProcesses(ranks, Patience.USUAL).run(spec.tagOutput(), job::rankEnded);
    }
  }
}
