package io.jromio.collective;

import io.jromio.comm.Communicator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Ranks that take themselves to be on nodes of the test's choice, and count what they send. */
final class FakeNodes {
  private FakeNodes() {}

  /** All ranks on one node. */
  static int[] one(int ranks) {
    return new int[ranks];
  }

  /** Ranks dealt out to nodes in turn. */
  static int[] cyclic(int ranks, int nodes) {
    int[] nodeOfRank = new int[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      nodeOfRank[rank] = rank % nodes;
    }
    return nodeOfRank;
  }

  /** Neighbouring ranks on a node. */
  static int[] blocks(int ranks, int perNode) {
    int[] nodeOfRank = new int[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      nodeOfRank[rank] = rank / perNode;
    }
    return nodeOfRank;
  }

  static Communicator over(Communicator inner, int[] nodeOfRank) {
    return over(inner, nodeOfRank, new long[16]);
  }

  /**
   * @param sent counts messages by tag
   */
  static Communicator over(Communicator inner, int[] nodeOfRank, long[] sent) {
    Map<Object, AutoCloseable> kept = new HashMap<>();
    return (Communicator)
        Proxy.newProxyInstance(
            Communicator.class.getClassLoader(),
            new Class<?>[] {Communicator.class},
            (proxy, method, args) -> {
              if (method.getName().equals("splitShared")) {
                return inner.split(nodeOfRank[inner.rank()], inner.rank());
              }
              if (method.getName().equals("sharesMemory")) {
                return Arrays.stream(nodeOfRank).distinct().count() == 1;
              }
              if (method.getName().equals("kept")) {
                return kept.computeIfAbsent(args[0], key -> keep(inner, (Supplier<?>) args[1]));
              }
              if (method.getName().equals("isend")) {
                sent[(int) args[2]]++;
              }
              try {
                return method.invoke(inner, args);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  /** What ranks on such nodes keep is closed with the communicator below. */
  private static AutoCloseable keep(Communicator inner, Supplier<?> maker) {
    AutoCloseable made = (AutoCloseable) maker.get();
    inner.kept(Made.class, Made::new).all.add(made);
    return made;
  }

  private static final class Made implements AutoCloseable {
    private final List<AutoCloseable> all = new ArrayList<>();

    @Override
    public void close() {
      for (AutoCloseable one : all) {
        try {
          one.close();
        } catch (Exception e) {
          throw new IllegalStateException("not closed: " + one, e);
        }
      }
    }
  }
}
