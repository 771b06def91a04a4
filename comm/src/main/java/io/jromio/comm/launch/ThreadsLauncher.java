package io.jromio.comm.launch;

import io.jromio.comm.launch.RankProcesses.Patience;
import io.jromio.comm.launch.RankProcesses.RankCommand;
import java.io.IOException;
import java.util.List;

/**
 * Runs all ranks as threads of one new JVM: the quickest start, and one heap to look into. The
 * program's {@code main} is called once per rank, so its static state is shared by the ranks.
 */
public final class ThreadsLauncher implements Launcher {

  /** A launcher; all that it needs is in the spec. */
  public ThreadsLauncher() {}

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public int run(LaunchSpec spec) throws IOException, InterruptedException {
    List<String> command = RankJvm.allRanks(spec, List.of(spec.program().classPath()));
    command.add(ThreadRanks.class.getName());
    command.add(Long.toString(ProcessHandle.current().pid()));
    command.add(Integer.toString(spec.ranks()));
    command.add(Boolean.toString(spec.tagOutput()));
    command.add(spec.program().mainClass());
    command.addAll(spec.program().args());
    ProcessBuilder builder = new ProcessBuilder(command);
    RankJvm.leaveOuterJob(builder);
    RankCommand all = new RankCommand("the JVM of all ranks", spec.ranks(), builder);
    return new RankProcesses(List.of(all), Patience.USUAL).run(false, (rank, code) -> {});
  }
}
