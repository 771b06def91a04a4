package io.jromio.comm.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one job: started together, watched, and stopped together. Their output comes in
 * whole lines, unless there is only one of them.
 *
 * <p>The first process that ends with another code than 0 decides the job's exit code. From then on
 * the others have {@link Patience#graceMs} to end by themselves; then they get SIGTERM, and {@link
 * Patience#killMs} later SIGKILL. Only processes started here are signalled, by their process id.
 *
 * <p>That process is named to the user, unless all processes end by themselves with its code: then
 * nothing was cut off, and the ranks have said themselves what is wrong.
 *
 * <p>{@link #run} is called once; {@link #stop} may come from any thread.
 */
final class RankProcesses {
  private static final File NO_INPUT = new File("/dev/null");
  private static final int SIGNAL_BASE = 128;
  private static final int LAST_SIGNAL = 64;

  /** As of a process that SIGTERM ended. */
  private static final int STOPPED = SIGNAL_BASE + 15;

  private static final long PUMP_MS = 2_000;

  /**
   * One process to start.
   *
   * @param label what messages call it
   * @param ranks how many ranks end with it
   */
  record RankCommand(String label, int ranks, ProcessBuilder builder) {}

  /** How long a failing job may take to end: for the ranks themselves, then after SIGTERM. */
  record Patience(long graceMs, long killMs) {
    static final Patience USUAL = new Patience(3_000, 2_000);
  }

  private enum Stage {
    RUNNING,
    GRACE,
    TERMINATED,
    KILLED
  }

  private final List<RankCommand> commands;
  private final List<Process> processes = new ArrayList<>();
  private final List<Thread> pumps = new ArrayList<>();
  private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
  private final Patience patience;
  private final Set<Integer> codes = new HashSet<>();
  private @Nullable Integer unreported;
  private volatile boolean stopped;

  RankProcesses(List<RankCommand> commands, Patience patience) {
    this.commands = List.copyOf(commands);
    this.patience = patience;
  }

  /**
   * Starts one process per command and waits for all of them. The first gets this process's
   * standard input. When this JVM is told to end meanwhile, they are stopped.
   *
   * @param tagOutput whether each line of their output begins with their index
   * @param listener told of every process that has ended, as soon as it is seen
   * @return the job's exit code; 143 if it was stopped before all processes had started
   * @throws IOException if one cannot be started; the others are stopped
   */
  int run(boolean tagOutput, ExitListener listener) throws IOException, InterruptedException {
    return AtExit.guarded(
        this::stop,
        () -> {
          boolean over = false;
          try {
            boolean complete = startAll(tagOutput);
            int code = await(listener);
            over = true;
            return complete || code != 0 ? code : STOPPED;
          } finally {
            if (!over) {
              stop();
            }
          }
        });
  }

  /** Starts one process after the other; returns false if the job was stopped meanwhile. */
  private boolean startAll(boolean tagOutput) throws IOException {
    for (int i = 0; i < commands.size(); i++) {
      if (!start(i, commands.get(i).builder(), tagOutput)) {
        return false;
      }
    }
    return true;
  }

  private boolean start(int rank, ProcessBuilder builder, boolean tagOutput) throws IOException {
    builder.redirectInput(
        rank == 0 ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.from(NO_INPUT));
    boolean mayMix = tagOutput || commands.size() > 1;
    if (!mayMix) {
      builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
    Process process;
    synchronized (processes) {
      if (stopped) {
        return false;
      }
      process = builder.start();
      processes.add(process);
    }
    if (mayMix) {
      pump(rank, process.getInputStream(), lines(rank, System.out, tagOutput));
      pump(rank, process.getErrorStream(), lines(rank, System.err, tagOutput));
    }
    var unused = process.onExit().thenRun(() -> ended.add(rank));
    return true;
  }

  private int await(ExitListener listener) throws InterruptedException {
    int left = processes.size();
    int code = 0;
    Stage stage = Stage.RUNNING;
    long deadline = Long.MAX_VALUE;
    while (left > 0) {
      Integer rank = nextEnded(stage, deadline);
      if (rank == null) {
        report(left);
        boolean kill = stage == Stage.TERMINATED;
        signalAll(kill);
        stage = kill ? Stage.KILLED : Stage.TERMINATED;
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience.killMs);
        continue;
      }
      left--;
      int result = processes.get(rank).exitValue();
      listener.ended(rank, result);
      codes.add(result);
      if (result != 0 && code == 0) {
        code = result;
        stage = Stage.GRACE;
        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience.graceMs);
        unreported = rank;
        if (isOfSignal(code) || commands.get(rank).ranks() > 1) {
          report(left);
        }
      }
    }
    joinPumps();
    if (codes.size() > 1) {
      report(0);
    }
    return code;
  }

  private @Nullable Integer nextEnded(Stage stage, long deadline) throws InterruptedException {
    if (stage == Stage.RUNNING || stage == Stage.KILLED) {
      return ended.take();
    }
    return ended.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private static boolean isOfSignal(int code) {
    return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL;
  }

  /** Names the process that failed first, once. */
  private void report(int left) {
    Integer rank = unreported;
    unreported = null;
    if (stopped || rank == null) {
      return;
    }
    int code = processes.get(rank).exitValue();
    String what =
        isOfSignal(code)
            ? "was ended by signal %d (exit code %d)".formatted(code - SIGNAL_BASE, code)
            : "ended with exit code %d".formatted(code);
    String others = left == 0 ? "" : "; stopping the other %d".formatted(left);
    System.err.printf("jromio: %s %s%s%n", commands.get(rank).label(), what, others);
  }

  /**
   * Ends what still runs: SIGTERM, some time, SIGKILL. Returns when nothing of it runs any more.
   */
  void stop() {
    synchronized (processes) {
      // A process that start() adds is signalled below; after this it adds none.
      stopped = true;
    }
    signalAll(false);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patience.killMs);
    boolean interrupted = false;
    for (Process process : snapshot()) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        if (!process.waitFor(left, TimeUnit.NANOSECONDS)) {
          signal(process, true);
        }
      } catch (InterruptedException e) {
        interrupted = true;
        signal(process, true);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void signalAll(boolean kill) {
    for (Process process : snapshot()) {
      signal(process, kill);
    }
  }

  /** By its handle: {@link Process#destroy} would close the streams, and last words were lost. */
  private static void signal(Process process, boolean kill) {
    ProcessHandle handle = process.toHandle();
    if (kill) {
      handle.destroyForcibly();
    } else {
      handle.destroy();
    }
  }

  private List<Process> snapshot() {
    synchronized (processes) {
      return List.copyOf(processes);
    }
  }

  private static TaggedLines lines(int rank, OutputStream out, boolean tagOutput) {
    return tagOutput ? TaggedLines.tagged(rank, out) : TaggedLines.plain(out);
  }

  private void pump(int rank, InputStream from, TaggedLines to) {
    Thread pump = new Thread(() -> copyLines(rank, from, to), "output of rank " + rank);
    pump.setDaemon(true);
    pump.start();
    pumps.add(pump);
  }

  private static void copyLines(int rank, InputStream from, TaggedLines lines) {
    byte[] buffer = new byte[8192];
    try (from) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        lines.write(buffer, 0, n);
      }
      lines.finish();
    } catch (IOException e) {
      System.err.printf("jromio: output of rank %d is lost: %s%n", rank, e.getMessage());
    }
  }

  /** A grandchild may hold a rank's output open; it must not hold the launcher. */
  private void joinPumps() throws InterruptedException {
    for (Thread pump : pumps) {
      pump.join(PUMP_MS);
    }
  }
}
