package io.jromio.dist;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The ranks of a job that wait for ever, known by the files that they have left. */
final class WaitingRanks {
  private final List<Long> pids = new ArrayList<>();
  private final List<Path> jobs = new ArrayList<>();

  private WaitingRanks() {}

  /** Waits until all ranks are under way. */
  static WaitingRanks await(Path folder, int size) throws IOException, InterruptedException {
    WaitingRanks ranks = new WaitingRanks();
    for (int rank = 0; rank < size; rank++) {
      Path mark = folder.resolve("rank-" + rank);
      awaitFile(folder, mark);
      String[] words = Files.readString(mark).split(" ");
      ranks.pids.add(Long.parseLong(words[0]));
      ranks.jobs.add(Path.of(words[1]));
    }
    return ranks;
  }

  private static void awaitFile(Path folder, Path file) throws IOException, InterruptedException {
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, ENTRY_CREATE);
      while (!Files.exists(file)) {
        WatchKey change = watch.take();
        change.pollEvents();
        change.reset();
      }
    }
  }

  void signal(int rank, String signal) throws IOException, InterruptedException {
    signal(pids.get(rank), signal);
  }

  static void signal(long pid, String signal) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
    assertEquals(0, kill.waitFor());
  }

  /** Waits until none of them runs any more. */
  void awaitEnd() throws InterruptedException, ExecutionException {
    for (long pid : pids) {
      Optional<ProcessHandle> process = ProcessHandle.of(pid);
      if (process.isPresent()) {
        process.get().onExit().get();
      }
    }
  }

  /** No process and no file in shared memory. */
  void assertNothingIsLeft() {
    for (long pid : pids) {
      assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "pid=" + pid);
    }
    for (Path job : jobs) {
      assertFalse(Files.exists(job), "job=" + job);
    }
  }
}
