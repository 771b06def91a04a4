package io.jromio.comm;

import static io.jromio.comm.CommunicatorContract.content;
import static io.jromio.comm.CommunicatorContract.segment;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.CommunicatorContract.Check;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Checks of communicators made from others, of several threads, and of shared windows. */
final class GroupChecks {

  private GroupChecks() {}

  static List<Check> checks() {
    return List.of(
        new Check("split by color, ordered by key", GroupChecks::splitByColorAndKey),
        new Check("splits of splits, parents closed first", GroupChecks::nestedSplits),
        new Check("splitShared", GroupChecks::splitShared),
        new Check("a duplicate's messages are its own", GroupChecks::dupIsolation),
        new Check("thousands of duplicates, one after the other", GroupChecks::manyDuplicates),
        new Check("more duplicates at once than there can be", GroupChecks::tooManyDuplicates),
        new Check("closing fails what is pending", GroupChecks::closeFailsPending),
        new Check("a closed communicator refuses", GroupChecks::closedRefuses),
        new Check("what is kept ends with its communicator", GroupChecks::keepsUntilClosed),
        new Check("two threads on two duplicates", GroupChecks::twoThreads),
        new Check("two threads make communicators", GroupChecks::twoThreadsDuplicate),
        new Check("shared windows", GroupChecks::sharedWindows),
        new Check("a shared window that is too large", GroupChecks::tooLargeWindow),
        new Check("values on a shared board", GroupChecks::sharedBoard),
        new Check("waiting for a word in shared memory", GroupChecks::awaitsSharedWord));
  }

  private static void splitByColorAndKey(Communicator comm, long seed) {
    int me = comm.rank();
    int size = comm.size();
    try (Communicator reversed = comm.split(7, size - me)) {
      assertEquals(size - 1 - me, reversed.rank());
      assertEquals(size, reversed.size());
    }
    try (Communicator half = comm.split(me % 2, -me)) {
      int expectedSize = (size + 1 - me % 2) / 2;
      assertEquals(expectedSize, half.size());
      long[] members = half.allgather(me);
      for (int i = 0; i < members.length; i++) {
        int fromTop = members.length - 1 - i;
        assertEquals(me % 2 + 2L * fromTop, members[i]);
      }
    }
    try (Communicator equalKeys = comm.split(0, 5)) {
      assertEquals(me, equalKeys.rank());
    }
    try (Communicator alone = comm.split(me, 0)) {
      assertEquals(1, alone.size());
      assertEquals(me, alone.allreduce(ReduceOp.MAX, me)[0]);
    }
  }

  private static void nestedSplits(Communicator comm, long seed) {
    int me = comm.rank();
    Communicator child = comm.split(me / 2, 0);
    Communicator copy = child.dup();
    Communicator grandchild = copy.split(copy.rank(), 0);
    Communicator sibling = comm.dup();
    child.close();
    copy.close();
    assertEquals(1, grandchild.size());
    grandchild.barrier();
    Communicator reversed = sibling.split(0, -me);
    sibling.close();
    byte[] buffer = new byte[1_000];
    Request receive = reversed.irecv(segment(buffer), (reversed.rank() + 1) % reversed.size(), 0);
    int to = (reversed.rank() - 1 + reversed.size()) % reversed.size();
    reversed.send(segment(content(seed, me, 0, 1_000)), to, 0);
    receive.await();
    assertArrayEquals(content(seed, (me - 1 + comm.size()) % comm.size(), 0, 1_000), buffer);
    reversed.close();
    grandchild.close();
  }

  private static void splitShared(Communicator comm, long seed) {
    try (Communicator node = comm.splitShared()) {
      assertEquals(comm.size(), node.size());
      assertEquals(comm.rank(), node.rank());
      assertTrue(comm.sharesMemory());
      assertTrue(!comm.processorName().isEmpty());
      assertEquals(comm.processorName(), node.processorName());
    }
  }

  private static void dupIsolation(Communicator comm, long seed) {
    int next = (comm.rank() + 1) % comm.size();
    int previous = (comm.rank() - 1 + comm.size()) % comm.size();
    try (Communicator dup = comm.dup()) {
      List<Request> sends = new ArrayList<>();
      sends.add(comm.isend(segment(new byte[] {1, 2}), next, 6));
      sends.add(dup.isend(segment(new byte[] {3}), next, 6));
      dup.barrier();
      byte[] inDup = new byte[1];
      byte[] inComm = new byte[2];
      dup.recv(segment(inDup), previous, 6);
      comm.recv(segment(inComm), previous, 6);
      assertArrayEquals(new byte[] {3}, inDup);
      assertArrayEquals(new byte[] {1, 2}, inComm);
      sends.forEach(Request::await);
    }
  }

  private static void manyDuplicates(Communicator comm, long seed) {
    for (int i = 0; i < 2_100; i++) {
      try (Communicator dup = comm.dup()) {
        assertEquals(comm.rank(), dup.rank());
        if (i % 100 == 0) {
          assertEquals(comm.size(), dup.allreduce(ReduceOp.SUM, 1)[0]);
        }
      }
    }
  }

  private static void tooManyDuplicates(Communicator comm, long seed) {
    List<Communicator> open = new ArrayList<>();
    CommException e =
        assertThrows(
            CommException.class,
            () -> {
              while (open.size() < 100_000) {
                open.add(comm.dup());
              }
            });
    assertTrue(e.toString().contains("communicators"), e.toString());
    assertTrue(open.size() > 1_000, "open=" + open.size());
    long[] counts = comm.allgather(open.size());
    for (long count : counts) {
      assertEquals(open.size(), count);
    }
    open.forEach(Communicator::close);
    try (Communicator again = comm.dup()) {
      again.barrier();
    }
  }

  private static void closeFailsPending(Communicator comm, long seed) {
    Communicator dup = comm.dup();
    byte[] buffer = new byte[3];
    Request pending = dup.irecv(segment(buffer), comm.size() - 1, 2);
    dup.close();
    dup.close();
    CommException e = assertThrows(CommException.class, pending::await);
    assertTrue(e.toString().contains("closed"), e.toString());
    assertThrows(CommException.class, pending::test);
    // The next owner of the context has nothing to do with that receive.
    try (Communicator next = comm.dup()) {
      byte[] other = new byte[3];
      Request receive = next.irecv(segment(other), comm.size() - 1, 2);
      if (comm.rank() == comm.size() - 1) {
        for (int r = 0; r < comm.size(); r++) {
          next.send(segment(new byte[] {7, 8, 9}), r, 2);
        }
      }
      receive.await();
      assertArrayEquals(new byte[] {7, 8, 9}, other);
      assertArrayEquals(new byte[3], buffer);
    }
    comm.barrier();
  }

  private static void closedRefuses(Communicator comm, long seed) {
    Communicator dup = comm.dup();
    dup.close();
    assertThrows(IllegalStateException.class, dup::barrier);
    assertThrows(IllegalStateException.class, dup::dup);
    assertThrows(IllegalStateException.class, () -> dup.split(0, 0));
    assertThrows(IllegalStateException.class, () -> dup.allgather(1));
    assertThrows(IllegalStateException.class, () -> dup.isend(segment(new byte[0]), 0, 0));
    comm.barrier();
  }

  private record Kept(List<String> ends, String name) implements AutoCloseable {
    @Override
    public void close() {
      ends.add(name);
    }
  }

  private static void keepsUntilClosed(Communicator comm, long seed) {
    List<String> ends = new ArrayList<>();
    Communicator dup = comm.dup();
    Communicator other = comm.dup();
    Kept first = dup.kept(Kept.class, () -> new Kept(ends, "first"));
    assertSame(first, dup.kept(Kept.class, () -> new Kept(ends, "never")));
    assertNotSame(first, other.kept(Kept.class, () -> new Kept(ends, "other")));
    dup.close();
    dup.close();
    assertEquals(List.of("first"), ends);
    assertThrows(IllegalStateException.class, () -> dup.kept(Kept.class, () -> first));
    other.close();
    assertEquals(List.of("first", "other"), ends);
    comm.barrier();
  }

  /** Runs {@code other} in a thread of this rank's own while {@code here} runs in this one. */
  private static void together(Callable<Boolean> here, Callable<Boolean> other) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(other);
    Thread thread = new Thread(task, Thread.currentThread().getName() + "-second");
    thread.start();
    assertTrue(here.call());
    assertTrue(task.get());
    thread.join();
  }

  private static boolean exchange(Communicator comm, long seed, int rounds, int length) {
    int size = comm.size();
    for (int i = 0; i < rounds; i++) {
      MemorySegment[] send = new MemorySegment[size];
      MemorySegment[] receive = new MemorySegment[size];
      for (int r = 0; r < size; r++) {
        send[r] = segment(content(seed + i, comm.rank(), r, length));
        receive[r] = segment(new byte[length]);
      }
      comm.alltoallv(send, receive);
      for (int r = 0; r < size; r++) {
        byte[] expected = content(seed + i, r, comm.rank(), length);
        assertEquals(-1, receive[r].mismatch(segment(expected)));
      }
    }
    return true;
  }

  private static void twoThreads(Communicator comm, long seed) throws Exception {
    try (Communicator first = comm.dup();
        Communicator second = comm.dup()) {
      together(
          () -> exchange(first, seed, 5, 400_000),
          () -> {
            for (int i = 0; i < 50; i++) {
              second.barrier();
              assertEquals(comm.size() * 3L, second.allreduce(ReduceOp.SUM, 3)[0]);
            }
            return exchange(second, seed + 77, 20, 1_000);
          });
    }
  }

  private static boolean duplicate(Communicator comm, int rounds) {
    for (int i = 0; i < rounds; i++) {
      try (Communicator dup = comm.dup();
          Communicator child = dup.split(0, -dup.rank())) {
        assertEquals(comm.size() - 1 - comm.rank(), child.rank());
        assertEquals(comm.size(), child.allreduce(ReduceOp.SUM, 1)[0]);
      }
    }
    return true;
  }

  private static void twoThreadsDuplicate(Communicator comm, long seed) throws Exception {
    try (Communicator first = comm.dup();
        Communicator second = comm.dup()) {
      together(() -> duplicate(first, 40), () -> duplicate(second, 40));
    }
  }

  private static void sharedWindows(Communicator comm, long seed) {
    int me = comm.rank();
    int length = 10_007;
    try (Communicator node = comm.splitShared();
        SharedWindow window = SharedWindow.allocate(node, (long) node.size() * length);
        SharedWindow other = SharedWindow.allocate(node, 8);
        SharedWindow nothing = SharedWindow.allocate(node, 0)) {
      assertEquals((long) node.size() * length, window.segment().byteSize());
      assertEquals(0, nothing.segment().byteSize());
      assertEquals(0, other.segment().get(ValueLayout.JAVA_LONG, 0));
      window
          .segment()
          .asSlice((long) me * length, length)
          .copyFrom(segment(content(seed, me, 0, length)));
      node.barrier();
      for (int r = 0; r < node.size(); r++) {
        MemorySegment part = window.segment().asSlice((long) r * length, length);
        assertEquals(-1, part.mismatch(segment(content(seed, r, 0, length))), "of rank " + r);
      }
      assertNotEquals(1, other.segment().get(ValueLayout.JAVA_LONG, 0));
      node.barrier();
    }
  }

  private static void sharedBoard(Communicator comm, long seed) {
    try (Communicator node = comm.splitShared()) {
      for (int words : new int[] {1, 7, 8, 30}) {
        long length = SharedBoard.length(node.size(), words);
        try (SharedWindow window = SharedWindow.allocate(node, length)) {
          SharedBoard board = SharedBoard.in(window.segment(), node, words);
          long[] mine = new long[words];
          long[] all = new long[words * node.size()];
          for (int call = 0; call < 300; call++) {
            Arrays.fill(mine, seed + call * 31L + node.rank());
            mine[0] = call;
            board.exchange(mine, all);
            for (int i = 0; i < all.length; i++) {
              long expected = i % words == 0 ? call : seed + call * 31L + i / words;
              assertEquals(expected, all[i], "call=%d i=%d".formatted(call, i));
            }
          }
          assertThrows(
              IllegalArgumentException.class, () -> board.exchange(mine, new long[all.length + 1]));
          node.barrier();
        }
      }
    }
  }

  /** Each rank waits for the one below, which meanwhile has a message to send. */
  private static void awaitsSharedWord(Communicator comm, long seed) {
    try (Communicator node = comm.splitShared();
        SharedWindow window = SharedWindow.allocate(node, 8L * node.size())) {
      int me = node.rank();
      int below = (me + node.size() - 1) % node.size();
      byte[] sent = content(seed, me, 1, 300_000);
      byte[] received = new byte[300_000];
      Request receive = node.irecv(segment(received), below, 3);
      Request send = node.isend(segment(sent), (me + 1) % node.size(), 3);
      if (me > 0) {
        node.await(word(window, below));
      }
      ValueLayout.JAVA_LONG.varHandle().setRelease(window.segment(), 8L * me, 1L);
      node.await(word(window, node.size() - 1));
      send.await();
      receive.await();
      assertArrayEquals(content(seed, below, 1, 300_000), received);
      node.barrier();
    }
  }

  private static SharedCondition word(SharedWindow window, int rank) {
    return new SharedCondition() {
      @Override
      public boolean holds() {
        MemorySegment memory = window.segment();
        return (long) ValueLayout.JAVA_LONG.varHandle().getAcquire(memory, 8L * rank) == 1;
      }

      @Override
      public int awaited() {
        return rank;
      }
    };
  }

  private static void tooLargeWindow(Communicator comm, long seed) {
    try (Communicator node = comm.splitShared()) {
      CommException e =
          assertThrows(CommException.class, () -> SharedWindow.allocate(node, 1L << 56));
      assertTrue(e.toString().contains(Long.toString(1L << 56)), e.toString());
      assertThrows(IllegalArgumentException.class, () -> SharedWindow.allocate(node, -1));
      node.barrier();
    }
  }
}
