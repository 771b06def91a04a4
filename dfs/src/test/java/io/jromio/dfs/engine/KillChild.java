package io.jromio.dfs.engine;

import io.jromio.dfs.engine.KillWork.Change;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.wire.Checksums;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An engine under load in a process of its own, to be killed: says {@code thread number} on its
 * standard output for every change that was acknowledged.
 */
final class KillChild {
  private KillChild() {}

  /** Folder, seed, and the first number of each thread. */
  public static void main(String[] args) throws Exception {
    long seed = Long.parseLong(args[1]);
    Engine engine = Engine.open(new EngineConfig(Path.of(args[0]), 2, 64));
    createOnce(engine);
    PrintStream out = System.out;
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < KillWork.THREADS; thread++) {
      int self = thread;
      int first = Integer.parseInt(args[2 + thread]);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      work(engine, new long[] {seed, self, first}, out);
                    } catch (StoreException e) {
                      out.println("failed " + e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void createOnce(Engine engine) throws StoreException {
    if (!((Reply.Pools) EngineUser.reply(engine, new Request.ListPools())).pools().isEmpty()) {
      return;
    }
    EngineUser.reply(engine, new Request.CreatePool(EngineUser.POOL, 0));
    for (String name : KillWork.CONTAINERS) {
      ContainerSpec spec = new ContainerSpec(name, Map.of("durability", name), List.of());
      EngineUser.reply(
          engine, new Request.CreateContainer(EngineUser.POOL, spec, new int[0], List.of()));
    }
  }

  private static void work(Engine engine, long[] args, PrintStream out) throws StoreException {
    int thread = (int) args[1];
    Request open =
        new Request.OpenContainer(
            EngineUser.POOL, KillWork.CONTAINERS[thread], OpenMode.READ_WRITE);
    UUID handle = ((Reply.Opened) EngineUser.reply(engine, open)).handle();
    Checksums checksums = new Checksums(32768);
    ObjectId object = KillWork.object(thread);
    out.println("ready");
    for (int number = (int) args[2]; ; number++) {
      Change change = KillWork.change(args[0], thread, number);
      DkeyUpdate update = change.update();
      List<int[]> sums =
          update.akeys().getFirst() instanceof io.jromio.dfs.object.AkeyUpdate.Write write
              ? List.of(checksums.of(write.ranges()))
              : List.of();
      Request request;
      if (change.both()) {
        List<int[]> twice = new ArrayList<>(sums);
        twice.addAll(sums);
        ObjectChange one = new ObjectChange.Update(object, update);
        request = new Request.Commit(handle, List.of(one, one), new int[] {0, 1}, twice);
      } else {
        request = new Request.Update(handle, thread, object, List.of(update), sums);
      }
      EngineUser.reply(engine, request);
      out.println(thread + " " + number);
    }
  }
}
