package io.jromio.dist;

import io.jromio.comm.CommException;
import io.jromio.comm.Comms;
import io.jromio.comm.World;
import io.jromio.comm.launch.ProgramFailure;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A program for ranks that behaves as its first argument says. */
public final class Behaviour {
  private Behaviour() {}

  /** Runs as one rank. */
  public static void main(String[] args) throws IOException {
    try (World world = Comms.attach(args)) {
      List<String> words = Arrays.asList(world.args());
      boolean chosen = world.rank() == world.size() - 1;
      switch (words.getFirst()) {
        case "hello" -> hello(world, words.subList(1, words.size()));
        case "stdin" ->
            System.out.printf("rank=%d bytes=%d%n", world.rank(), System.in.readAllBytes().length);
        case "memory" ->
            System.out.printf("maxMiB=%d%n", (Runtime.getRuntime().maxMemory() >> 20) + 1);
        case "exit" -> {
          if (chosen) {
            System.exit(Integer.parseInt(words.get(1)));
          }
          world.barrier();
        }
        case "fail" -> {
          if (chosen) {
            throw new ProgramFailure(Integer.parseInt(words.get(1)));
          }
          world.barrier();
        }
        case "throw" -> {
          if (chosen) {
            throw new IllegalStateException("on purpose");
          }
          world.barrier();
        }
        case "abort" -> {
          if (chosen) {
            world.abort(Integer.parseInt(words.get(1)));
          }
          world.barrier();
        }
        case "wait" -> waitForMessage(world, Path.of(words.get(1)));
        default -> throw new IllegalArgumentException("words=" + words);
      }
    }
  }

  private static void hello(World world, List<String> words) {
    System.out.printf(
        "rank=%d size=%d provider=%s words=%s%n",
        world.rank(), world.size(), world.provider(), words);
    world.barrier();
  }

  /** Waits for a message that nobody sends; says in {@code folder} that it does. */
  private static void waitForMessage(World world, Path folder) throws IOException {
    String job = System.getenv("JROMIO_JOB");
    Path draft = folder.resolve("draft-" + world.rank());
    Files.writeString(draft, ProcessHandle.current().pid() + " " + (job == null ? "-" : job));
    world.barrier();
    Files.move(draft, folder.resolve("rank-" + world.rank()));
    try {
      world.recv(MemorySegment.ofArray(new byte[1]), (world.rank() + 1) % world.size(), 0);
    } catch (CommException e) {
      Files.writeString(folder.resolve("news-" + world.rank()), String.valueOf(e.getMessage()));
      throw e;
    }
  }
}
