package io.jromio.comm;

import static io.jromio.comm.CommunicatorContract.content;
import static io.jromio.comm.CommunicatorContract.random;
import static io.jromio.comm.CommunicatorContract.segment;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.CommunicatorContract.Check;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Checks of collective calls, each against what the definition says, computed by every rank. */
final class CollectiveChecks {
  private static final int[] LENGTHS = {0, 1, 247, 248, 249, 100_003};
  private static final int[] COUNTS = {0, 1, 3, 5_003};

  private CollectiveChecks() {}

  static List<Check> checks() {
    return List.of(
        new Check("barrier lets nobody out before the last is in", CollectiveChecks::barrier),
        new Check("bcast of segments", CollectiveChecks::bcastSegment),
        new Check("bcast of arrays of unknown length", CollectiveChecks::bcastBytes),
        new Check("gather", CollectiveChecks::gather),
        new Check("allgather of arrays", CollectiveChecks::allgatherBytes),
        new Check("allgather of values", CollectiveChecks::allgatherLongs),
        new Check("alltoallv", CollectiveChecks::alltoallv),
        new Check("allreduce", CollectiveChecks::allreduce),
        new Check("exscan", CollectiveChecks::exscan),
        new Check("many collective calls in a row", CollectiveChecks::manyInARow));
  }

  /** Nobody's message can arrive before its sender was let out, so none may be there before. */
  private static void barrier(Communicator comm, long seed) {
    byte[] buffer = new byte[1];
    int last = comm.size() - 1;
    for (int round = 0; round < 20; round++) {
      if (comm.rank() == last) {
        Request[] early = new Request[last];
        for (int r = 0; r < last; r++) {
          early[r] = comm.irecv(segment(buffer), r, 4);
          assertTrue(!early[r].test(), "rank " + r + " left the barrier before the last came");
        }
        comm.barrier();
        for (Request request : early) {
          request.await();
        }
      } else {
        comm.barrier();
        comm.send(segment(new byte[1]), last, 4);
      }
    }
  }

  private static void bcastSegment(Communicator comm, long seed) {
    for (int root = 0; root < comm.size(); root++) {
      for (int length : LENGTHS) {
        byte[] expected = content(seed, root, 0, length);
        byte[] buffer = comm.rank() == root ? expected.clone() : new byte[length];
        MemorySegment whole = segment(buffer);
        comm.bcast(comm.rank() == root ? whole.asReadOnly() : whole, root);
        assertArrayEquals(expected, buffer);
      }
    }
  }

  private static void bcastBytes(Communicator comm, long seed) {
    for (int root = 0; root < comm.size(); root++) {
      for (int length : LENGTHS) {
        byte[] expected = content(seed, root, 1, length);
        byte[] mine = comm.rank() == root ? expected.clone() : new byte[0];
        assertArrayEquals(expected, comm.bcast(mine, root));
      }
    }
  }

  private static int length(long seed, int rank) {
    return rank % 3 == 1 ? 0 : random(seed, rank).nextInt(70_000);
  }

  private static void gather(Communicator comm, long seed) {
    int me = comm.rank();
    for (int root = 0; root < comm.size(); root++) {
      byte[][] all = comm.gather(content(seed, me, root, length(seed, me)), root);
      if (me != root) {
        assertEquals(0, all.length);
        continue;
      }
      assertEquals(comm.size(), all.length);
      for (int r = 0; r < comm.size(); r++) {
        assertArrayEquals(content(seed, r, root, length(seed, r)), all[r]);
      }
    }
  }

  private static void allgatherBytes(Communicator comm, long seed) {
    int me = comm.rank();
    byte[][] all = comm.allgather(content(seed, me, 0, length(seed, me)));
    assertEquals(comm.size(), all.length);
    for (int r = 0; r < comm.size(); r++) {
      assertArrayEquals(content(seed, r, 0, length(seed, r)), all[r]);
    }
  }

  private static long[] values(long seed, int rank, int count) {
    return random(seed, rank).longs(count).toArray();
  }

  private static void allgatherLongs(Communicator comm, long seed) {
    for (int count : COUNTS) {
      long[] all = comm.allgather(values(seed, comm.rank(), count));
      assertEquals(comm.size() * count, all.length);
      for (int r = 0; r < comm.size(); r++) {
        long[] part = Arrays.copyOfRange(all, r * count, (r + 1) * count);
        assertArrayEquals(values(seed, r, count), part);
      }
    }
  }

  private static int pairLength(long seed, int source, int destination, int limit) {
    int length = random(seed, 1_000L * source + destination).nextInt(limit);
    return length % 4 == 0 ? 0 : length;
  }

  private static void alltoallv(Communicator comm, long seed) {
    int me = comm.rank();
    int size = comm.size();
    for (int limit : new int[] {2, 1_000, 700_001}) {
      MemorySegment[] send = new MemorySegment[size];
      MemorySegment[] receive = new MemorySegment[size];
      for (int r = 0; r < size; r++) {
        send[r] = segment(content(seed, me, r, pairLength(seed, me, r, limit)));
        receive[r] = segment(new byte[pairLength(seed, r, me, limit)]);
      }
      comm.alltoallv(send, receive);
      for (int r = 0; r < size; r++) {
        byte[] expected = content(seed, r, me, pairLength(seed, r, me, limit));
        assertEquals(-1, receive[r].mismatch(segment(expected)), "from rank " + r);
      }
    }
  }

  private static long[] reduced(ReduceOp op, long seed, int ranks, int count) {
    long[] result = new long[count];
    Arrays.fill(result, op.neutral());
    for (int r = 0; r < ranks; r++) {
      long[] other = values(seed, r, count);
      for (int i = 0; i < count; i++) {
        result[i] = op.apply(result[i], other[i]);
      }
    }
    return result;
  }

  private static void allreduce(Communicator comm, long seed) {
    for (ReduceOp op : ReduceOp.values()) {
      for (int count : COUNTS) {
        long[] mine = values(seed, comm.rank(), count);
        long[] result = comm.allreduce(op, mine);
        assertArrayEquals(reduced(op, seed, comm.size(), count), result, op + " of " + count);
        assertArrayEquals(values(seed, comm.rank(), count), mine, "arguments stay as they are");
      }
    }
  }

  private static void exscan(Communicator comm, long seed) {
    for (ReduceOp op : ReduceOp.values()) {
      for (int count : COUNTS) {
        long[] result = comm.exscan(op, values(seed, comm.rank(), count));
        assertArrayEquals(reduced(op, seed, comm.rank(), count), result, op + " of " + count);
      }
    }
  }

  /** More calls than there are tags for them, with ranks ahead of each other. */
  private static void manyInARow(Communicator comm, long seed) {
    for (int i = 0; i < 1_000; i++) {
      int root = i % comm.size();
      long[] value = {comm.rank() == root ? seed + i : 0};
      comm.bcast(MemorySegment.ofArray(value), root);
      assertEquals(seed + i, value[0]);
    }
    long sum = comm.allreduce(ReduceOp.SUM, 1)[0];
    assertEquals(comm.size(), sum);
  }
}
