package io.jromio.dist;

import io.jromio.adio.AccessMode;
import io.jromio.comm.CommException;
import io.jromio.comm.Comms;
import io.jromio.comm.World;
import io.jromio.comm.launch.ProgramFailure;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A program for ranks that behaves as its first argument says. */
public final class Behaviour {
  private Behaviour() {}

  /** Runs as one rank. */
  public static void main(String[] args) throws IOException {
    boolean hurries;
    try (World world = Comms.attach(args)) {
      List<String> words = Arrays.asList(world.args());
      boolean chosen = world.rank() == world.size() - 1;
      hurries = chosen && words.getFirst().equals("leave");
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
          world.recv(MemorySegment.ofArray(new byte[1]), world.size() - 1, 0);
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
        case "leave" -> {
          byte[] last = new byte[20 << 20];
          if (chosen) {
            world.send(MemorySegment.ofArray(last), 0, 0);
          } else if (world.rank() == 0) {
            world.recv(MemorySegment.ofArray(last), world.size() - 1, 0);
          }
        }
        case "wait" -> waitForMessage(world, Path.of(words.get(1)));
        case "write" -> writeForEver(world, Path.of(words.get(1)));
        default -> throw new IllegalArgumentException("words=" + words);
      }
    }
    if (hurries) {
      System.exit(0);
    }
  }

  private static void hello(World world, List<String> words) {
    System.out.printf(
        "rank=%d size=%d provider=%s words=%s%n",
        world.rank(), world.size(), world.provider(), words);
    world.barrier();
  }

  /** Waits for a message that nobody sends. */
  private static void waitForMessage(World world, Path folder) throws IOException {
    tell(world, folder);
    byte[] nothing = new byte[1];
    listen(
        world,
        folder,
        () -> world.recv(MemorySegment.ofArray(nothing), (world.rank() + 1) % world.size(), 0));
  }

  /** Writes one shared file through aggregators, one collective call after the other. */
  private static void writeForEver(World world, Path folder) throws IOException {
    Info hints = new Info().set("romio_cb_write", "enable").set("cb_config_list", "*:2");
    Set<AccessMode> modes = Set.of(AccessMode.CREATE, AccessMode.WRONLY);
    MpiFile file = MpiFile.open(world, folder.resolve("shared").toString(), modes, hints);
    MemorySegment block = MemorySegment.ofArray(new byte[1 << 20]);
    file.writeAtAll(world.rank() * block.byteSize(), block);
    tell(world, folder);
    listen(
        world,
        folder,
        () -> {
          while (true) {
            file.writeAtAll(world.rank() * block.byteSize(), block);
          }
        });
  }

  /** Says in {@code folder} that this rank is under way. */
  private static void tell(World world, Path folder) throws IOException {
    String job = System.getenv("JROMIO_JOB");
    String notice = System.getenv("JROMIO_MPJ_NOTICE");
    if (notice != null) {
      job = String.valueOf(Path.of(notice.substring(notice.indexOf(':') + 1)).getParent());
    }
    Path draft = folder.resolve("draft-" + world.rank());
    Files.writeString(draft, ProcessHandle.current().pid() + " " + (job == null ? "-" : job));
    world.barrier();
    Files.move(draft, folder.resolve("rank-" + world.rank()));
  }

  private interface Step {
    void run() throws IOException;
  }

  /** Writes down why a step cannot go on. */
  private static void listen(World world, Path folder, Step step) throws IOException {
    try {
      step.run();
    } catch (CommException e) {
      Files.writeString(folder.resolve("news-" + world.rank()), String.valueOf(e.getMessage()));
      throw e;
    }
  }
}
