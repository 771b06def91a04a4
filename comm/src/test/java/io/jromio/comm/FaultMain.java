package io.jromio.comm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A rank that fails in a chosen way, or sees others fail: then it ends with {@link #SAW_FAULT}. */
public final class FaultMain {
  static final int SAW_FAULT = 42;
  static final int ABORT_CODE = 17;

  private FaultMain() {}

  /**
   * @param args what to do, and a directory in which to leave a file named after the rank once this
   *     is under way
   */
  public static void main(String[] args) {
    try (World world = Comms.attach(args)) {
      switch (args[0]) {
        case "transfer" -> transfer(world, Path.of(args[1]));
        case "wait" -> waitForever(world, Path.of(args[1]));
        case "board" -> exchangeForever(world, Path.of(args[1]));
        case "leaveBoard" -> leaveWhileOthersWaitForBoard(world);
        case "abort" -> abort(world);
        case "exit" -> exitWithoutClosing(world);
        case "throw" -> throwWhileOthersWait(world);
        default -> throw new IllegalArgumentException("mode=" + args[0]);
      }
    } catch (CommException e) {
      System.out.println(e.getMessage());
      System.exit(SAW_FAULT);
    }
  }

  private static void transfer(World world, Path directory) {
    int size = world.size();
    MemorySegment[] send = new MemorySegment[size];
    MemorySegment[] receive = new MemorySegment[size];
    for (int r = 0; r < size; r++) {
      send[r] = MemorySegment.ofArray(new byte[3 << 20]);
      receive[r] = MemorySegment.ofArray(new byte[3 << 20]);
    }
    for (int round = 0; ; round++) {
      world.alltoallv(send, receive);
      if (round == 3) {
        mark(world, directory);
      }
    }
  }

  private static void waitForever(World world, Path directory) {
    mark(world, directory);
    world.recv(MemorySegment.ofArray(new byte[1]), (world.rank() + 1) % world.size(), 0);
  }

  private static void exchangeForever(World world, Path directory) {
    try (SharedWindow window = SharedWindow.allocate(world, SharedBoard.length(world.size(), 1))) {
      SharedBoard board = SharedBoard.in(window.segment(), world, 1);
      long[] all = new long[world.size()];
      for (int call = 0; ; call++) {
        board.exchange(new long[] {call}, all);
        if (call == 3) {
          mark(world, directory);
        }
      }
    }
  }

  private static void leaveWhileOthersWaitForBoard(World world) {
    try (SharedWindow window = SharedWindow.allocate(world, SharedBoard.length(world.size(), 1))) {
      SharedBoard board = SharedBoard.in(window.segment(), world, 1);
      long[] all = new long[world.size()];
      board.exchange(new long[] {1}, all);
      if (world.rank() != 1) {
        board.exchange(new long[] {2}, all);
      }
    }
  }

  private static void abort(World world) {
    if (world.rank() == world.size() - 1) {
      world.abort(ABORT_CODE);
    }
    world.recv(MemorySegment.ofArray(new byte[1]), 0, 0);
  }

  private static void exitWithoutClosing(World world) {
    if (world.rank() == 1) {
      world.send(MemorySegment.ofArray(new byte[5]), 0, 1);
      System.exit(0);
    }
    byte[] last = new byte[5];
    if (world.rank() == 0) {
      world.recv(MemorySegment.ofArray(last), 1, 1);
    }
    world.recv(MemorySegment.ofArray(last), 1, 2);
  }

  private static void throwWhileOthersWait(World world) {
    if (world.rank() == 1) {
      throw new IllegalStateException("on purpose");
    }
    world.barrier();
  }

  private static void mark(World world, Path directory) {
    try {
      String pid = Long.toString(ProcessHandle.current().pid());
      Path temporary = directory.resolve("tmp-" + world.rank());
      Files.writeString(temporary, pid, StandardOpenOption.CREATE_NEW);
      Files.move(temporary, directory.resolve("rank-" + world.rank()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
