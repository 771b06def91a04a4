package io.jromio.comm;

import static io.jromio.comm.CommunicatorContract.content;
import static io.jromio.comm.CommunicatorContract.random;
import static io.jromio.comm.CommunicatorContract.segment;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.CommunicatorContract.Check;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Checks of messages between two ranks. */
final class MessageChecks {
  /**
   * Around the frame's alignment, the ring's capacity and the chunk, and much more than the ring.
   */
  private static final int[] SIZES = {
    0, 1, 7, 15, 16, 17, 65_535, 65_537, 262_128, 262_143, 262_144, 262_145, (3 << 20) + 5
  };

  private static final int BIG = (2 << 20) + 3;

  private MessageChecks() {}

  static List<Check> checks() {
    return List.of(
        new Check("all sizes around a circle, receive posted first", MessageChecks::postedFirst),
        new Check("all sizes around a circle, receive posted late", MessageChecks::postedLate),
        new Check("many messages with interleaved tags", MessageChecks::interleavedTags),
        new Check("receives in reverse order", MessageChecks::reverseOrder),
        new Check("head-to-head sends of more than fits", MessageChecks::headToHead),
        new Check("many pending requests, tested", MessageChecks::manyPending),
        new Check("messages to oneself", MessageChecks::toOneself),
        new Check("segments of every kind", MessageChecks::segmentKinds),
        new Check("sizes that differ", MessageChecks::sizesThatDiffer),
        new Check("arguments out of range", MessageChecks::badArguments));
  }

  private static int next(Communicator comm) {
    return (comm.rank() + 1) % comm.size();
  }

  private static int previous(Communicator comm) {
    return (comm.rank() - 1 + comm.size()) % comm.size();
  }

  private static void postedFirst(Communicator comm, long seed) {
    for (int size : SIZES) {
      byte[] buffer = new byte[size];
      Request receive = comm.irecv(segment(buffer), previous(comm), 1);
      comm.barrier();
      comm.send(segment(content(seed, comm.rank(), next(comm), size)), next(comm), 1);
      receive.await();
      assertTrue(receive.test());
      assertArrayEquals(content(seed, previous(comm), comm.rank(), size), buffer);
    }
  }

  private static void postedLate(Communicator comm, long seed) {
    List<Request> sends = new ArrayList<>();
    for (int size : SIZES) {
      byte[] bytes = content(seed, comm.rank(), next(comm), size);
      sends.add(comm.isend(segment(bytes), next(comm), Communicator.MAX_TAG));
    }
    // Takes the barrier's messages out from behind those that nobody has asked for.
    comm.barrier();
    for (int size : SIZES) {
      byte[] buffer = new byte[size];
      comm.recv(segment(buffer), previous(comm), Communicator.MAX_TAG);
      assertArrayEquals(content(seed, previous(comm), comm.rank(), size), buffer);
    }
    sends.forEach(Request::await);
  }

  private static void interleavedTags(Communicator comm, long seed) {
    int messages = 150;
    int tags = 3;
    List<Request> requests = new ArrayList<>();
    for (int peer = 0; peer < comm.size(); peer++) {
      SplittableRandom random = random(seed, comm.rank() * 100L + peer);
      for (int i = 0; i < messages; i++) {
        int tag = random.nextInt(tags);
        byte[] bytes = content(seed + i, comm.rank(), peer, random.nextInt(2_000));
        requests.add(comm.isend(segment(bytes), peer, tag));
      }
    }
    List<byte[]> expected = new ArrayList<>();
    List<byte[]> received = new ArrayList<>();
    for (int wanted = tags - 1; wanted >= 0; wanted--) {
      for (int peer = 0; peer < comm.size(); peer++) {
        SplittableRandom random = random(seed, peer * 100L + comm.rank());
        for (int i = 0; i < messages; i++) {
          int tag = random.nextInt(tags);
          int size = random.nextInt(2_000);
          if (tag == wanted) {
            byte[] buffer = new byte[size];
            requests.add(comm.irecv(segment(buffer), peer, tag));
            expected.add(content(seed + i, peer, comm.rank(), size));
            received.add(buffer);
          }
        }
      }
    }
    requests.forEach(Request::await);
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), received.get(i));
    }
  }

  private static void reverseOrder(Communicator comm, long seed) {
    int tags = 20;
    List<Request> sends = new ArrayList<>();
    for (int tag = 0; tag < tags; tag++) {
      int size = tag == 5 ? BIG : tag * 100;
      byte[] bytes = content(seed + tag, comm.rank(), next(comm), size);
      sends.add(comm.isend(segment(bytes), next(comm), tag));
    }
    for (int tag = tags - 1; tag >= 0; tag--) {
      byte[] buffer = new byte[tag == 5 ? BIG : tag * 100];
      comm.recv(segment(buffer), previous(comm), tag);
      assertArrayEquals(content(seed + tag, previous(comm), comm.rank(), buffer.length), buffer);
    }
    sends.forEach(Request::await);
  }

  private static void headToHead(Communicator comm, long seed) {
    List<Request> sends = new ArrayList<>();
    List<Request> receives = new ArrayList<>();
    byte[][] buffers = new byte[comm.size()][BIG];
    for (int peer = 0; peer < comm.size(); peer++) {
      sends.add(comm.isend(segment(content(seed, comm.rank(), peer, BIG)), peer, 9));
    }
    for (int peer = 0; peer < comm.size(); peer++) {
      receives.add(comm.irecv(segment(buffers[peer]), peer, 9));
    }
    sends.forEach(Request::await);
    receives.forEach(Request::await);
    for (int peer = 0; peer < comm.size(); peer++) {
      assertArrayEquals(content(seed, peer, comm.rank(), BIG), buffers[peer]);
    }
  }

  private static void manyPending(Communicator comm, long seed) {
    int messages = 1_000;
    List<Request> requests = new ArrayList<>();
    long[] buffer = new long[messages];
    MemorySegment target = MemorySegment.ofArray(buffer);
    for (int i = 0; i < messages; i++) {
      requests.add(comm.irecv(target.asSlice(i * 8L, 8), previous(comm), i % 5));
    }
    for (int i = 0; i < messages; i++) {
      MemorySegment number = MemorySegment.ofArray(new long[] {seed + i});
      requests.add(comm.isend(number, next(comm), i % 5));
    }
    while (!requests.isEmpty()) {
      requests.removeIf(Request::test);
    }
    for (int i = 0; i < messages; i++) {
      assertEquals(seed + i, buffer[i]);
    }
  }

  private static void toOneself(Communicator comm, long seed) {
    int me = comm.rank();
    for (int size : new int[] {0, 5, BIG}) {
      byte[] late = new byte[size];
      comm.send(segment(content(seed, me, me, size)), me, 1);
      comm.recv(segment(late), me, 1);
      assertArrayEquals(content(seed, me, me, size), late);

      byte[] first = new byte[size];
      byte[] second = new byte[size];
      byte[] other = new byte[size];
      Request one = comm.irecv(segment(first), me, 1);
      Request two = comm.irecv(segment(second), me, 1);
      comm.send(segment(content(seed + 2, me, me, size)), me, 2);
      comm.send(segment(content(seed, me, me, size)), me, 1);
      comm.send(segment(content(seed + 1, me, me, size)), me, 1);
      two.await();
      one.await();
      comm.recv(segment(other), me, 2);
      assertArrayEquals(content(seed, me, me, size), first);
      assertArrayEquals(content(seed + 1, me, me, size), second);
      assertArrayEquals(content(seed + 2, me, me, size), other);
    }
  }

  private static void segmentKinds(Communicator comm, long seed) {
    int size = 300_000;
    byte[] bytes = content(seed, comm.rank(), next(comm), size);
    byte[] expected = content(seed, previous(comm), comm.rank(), size);
    try (Arena shared = Arena.ofShared();
        Arena confined = Arena.ofConfined()) {
      MemorySegment nativeSource = shared.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      MemorySegment confinedSource = confined.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      MemorySegment wide = MemorySegment.ofArray(new long[size / 8 + 2]);
      MemorySegment slice = wide.asSlice(3, size);
      slice.copyFrom(nativeSource);
      MemorySegment[] sources = {
        segment(bytes).asReadOnly(), nativeSource, confinedSource, slice, nativeSource.asReadOnly()
      };
      MemorySegment[] targets = {
        MemorySegment.ofArray(new long[size / 8 + 2]).asSlice(5, size),
        shared.allocate(size),
        confined.allocate(size),
        segment(new byte[size]),
        MemorySegment.ofArray(new double[size / 8])
      };
      List<Request> requests = new ArrayList<>();
      for (int i = 0; i < sources.length; i++) {
        requests.add(comm.isend(sources[i], next(comm), 3));
      }
      for (int i = 0; i < targets.length; i++) {
        requests.add(comm.irecv(targets[i], previous(comm), 3));
      }
      requests.forEach(Request::await);
      for (MemorySegment target : targets) {
        assertEquals(-1, target.mismatch(segment(expected)));
      }
      MemorySegment readOnly = segment(new byte[4]).asReadOnly();
      assertThrows(IllegalArgumentException.class, () -> comm.irecv(readOnly, next(comm), 3));
      comm.barrier();
    }
    Arena closed = Arena.ofShared();
    MemorySegment gone = closed.allocate(8);
    closed.close();
    assertThrows(IllegalArgumentException.class, () -> comm.isend(gone, next(comm), 3));
    assertThrows(IllegalArgumentException.class, () -> comm.irecv(gone, next(comm), 3));
  }

  private static void sizesThatDiffer(Communicator comm, long seed) {
    int[][] pairs = {{10, 12}, {12, 10}, {0, 1}, {1, 0}, {BIG, 5}, {5, BIG}};
    for (int[] pair : pairs) {
      List<Request> sends = new ArrayList<>();
      sends.add(comm.isend(segment(new byte[pair[0]]), next(comm), 5));
      sends.add(comm.isend(segment(content(seed, comm.rank(), next(comm), 9)), next(comm), 5));
      CommException e =
          assertThrows(
              CommException.class, () -> comm.recv(segment(new byte[pair[1]]), previous(comm), 5));
      String message = e.toString();
      assertTrue(message.contains(Integer.toString(pair[0])), message);
      assertTrue(message.contains(Integer.toString(pair[1])), message);
      assertTrue(message.contains("from rank "), message);
      assertTrue(message.contains("tag 5"), message);
      byte[] buffer = new byte[9];
      comm.recv(segment(buffer), previous(comm), 5);
      assertArrayEquals(content(seed, previous(comm), comm.rank(), 9), buffer);
      sends.forEach(Request::await);
    }
  }

  private static void badArguments(Communicator comm, long seed) {
    MemorySegment one = segment(new byte[1]);
    int size = comm.size();
    MemorySegment[] tooFew = new MemorySegment[size - 1];
    for (Runnable wrong :
        List.<Runnable>of(
            () -> comm.isend(one, -1, 0),
            () -> comm.isend(one, size, 0),
            () -> comm.irecv(one, size, 0),
            () -> comm.isend(one, 0, -1),
            () -> comm.irecv(one, 0, Communicator.MAX_TAG + 1),
            () -> comm.bcast(one, size),
            () -> comm.bcast(new byte[0], -1),
            () -> comm.gather(new byte[0], size),
            () -> comm.alltoallv(tooFew, tooFew),
            () -> comm.split(-1, 0),
            () -> comm.abort(0),
            () -> comm.abort(256))) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
    comm.barrier();
  }
}
