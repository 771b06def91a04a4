package io.jromio.comm;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collective calls made of messages. Every call takes the next of {@link #TAGS} tags, in turn, so
 * that calls do not see each other's messages even when one of them failed on some rank; few,
 * because a transport may keep something for each. Arguments have been checked; one thread of a
 * rank at a time.
 *
 * @source Hensgen, Finkel, Manber 1988 (dissemination barrier); Bruck et al. 1997 (allgather);
 *     Thakur, Rabenseifner, Gropp 2005
 */
final class Collectives {
  private static final int TAGS = 64;

  /** Bytes of the first message of a broadcast of unknown length: the length, then content. */
  private static final int BCAST_HEAD = 256;

  /** Reductions gather all values on all ranks up to so many, and use a tree beyond. */
  private static final int MAX_GATHERED = 4096;

  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  private final MessageCommunicator.Peers peers;
  private int calls;

  Collectives(MessageCommunicator.Peers peers) {
    this.peers = peers;
  }

  void barrier() {
    int tag = nextTag();
    int rank = peers.rank();
    int size = peers.size();
    for (int distance = 1; distance < size; distance *= 2) {
      Request receive = peers.irecv(NOTHING, (rank - distance + size) % size, tag);
      Request send = peers.isend(NOTHING, (rank + distance) % size, tag);
      receive.await();
      send.await();
    }
  }

  void bcast(MemorySegment buffer, int root) {
    int tag = nextTag();
    int size = peers.size();
    int virtual = (peers.rank() - root + size) % size;
    int distance = 1;
    while (distance < size && (virtual & distance) == 0) {
      distance *= 2;
    }
    if (virtual != 0) {
      peers.irecv(buffer, (virtual - distance + root) % size, tag).await();
    }
    List<Request> sends = new ArrayList<>();
    for (distance /= 2; distance > 0; distance /= 2) {
      if (virtual + distance < size) {
        sends.add(peers.isend(buffer, (virtual + distance + root) % size, tag));
      }
    }
    awaitAll(sends);
  }

  byte[] bcast(byte[] bytes, int root) {
    boolean mine = peers.rank() == root;
    byte[] head = new byte[BCAST_HEAD];
    MemorySegment headSegment = MemorySegment.ofArray(head);
    int room = BCAST_HEAD - Long.BYTES;
    if (mine) {
      headSegment.set(JAVA_LONG_UNALIGNED, 0, bytes.length);
      System.arraycopy(bytes, 0, head, Long.BYTES, Math.min(room, bytes.length));
    }
    bcast(headSegment, root);
    int length = (int) headSegment.get(JAVA_LONG_UNALIGNED, 0);
    byte[] result = mine ? bytes.clone() : new byte[length];
    System.arraycopy(head, Long.BYTES, result, 0, Math.min(room, length));
    if (length > room) {
      bcast(MemorySegment.ofArray(result).asSlice(room), root);
    }
    return result;
  }

  byte[][] gather(byte[] bytes, int root) {
    int lengthTag = nextTag();
    int tag = nextTag();
    int size = peers.size();
    if (peers.rank() != root) {
      long[] length = {bytes.length};
      Request sendLength = peers.isend(MemorySegment.ofArray(length), root, lengthTag);
      if (bytes.length > 0) {
        peers.isend(MemorySegment.ofArray(bytes), root, tag).await();
      }
      sendLength.await();
      return new byte[0][];
    }
    long[] lengths = new long[size];
    MemorySegment lengthSegment = MemorySegment.ofArray(lengths);
    Request[] lengthReceives = new Request[size];
    for (int r = 0; r < size; r++) {
      if (r != root) {
        MemorySegment slot = lengthSegment.asSlice((long) r * Long.BYTES, Long.BYTES);
        lengthReceives[r] = peers.irecv(slot, r, lengthTag);
      }
    }
    byte[][] result = new byte[size][];
    result[root] = bytes.clone();
    List<Request> receives = new ArrayList<>();
    for (int r = 0; r < size; r++) {
      if (r != root) {
        lengthReceives[r].await();
        result[r] = new byte[(int) lengths[r]];
        if (lengths[r] > 0) {
          receives.add(peers.irecv(MemorySegment.ofArray(result[r]), r, tag));
        }
      }
    }
    awaitAll(receives);
    return result;
  }

  byte[][] allgather(byte[] bytes) {
    int size = peers.size();
    long[] lengths = allgather(new long[] {bytes.length});
    byte[][] result = new byte[size][];
    MemorySegment[] send = new MemorySegment[size];
    MemorySegment[] receive = new MemorySegment[size];
    for (int r = 0; r < size; r++) {
      result[r] = new byte[(int) lengths[r]];
      send[r] = MemorySegment.ofArray(bytes);
      receive[r] = MemorySegment.ofArray(result[r]);
    }
    alltoallv(send, receive);
    return result;
  }

  long[] allgather(long... values) {
    int tag = nextTag();
    int rank = peers.rank();
    int size = peers.size();
    int count = values.length;
    // Bruck: blocks are collected in the order rank, rank + 1, ... and turned at the end.
    long[] blocks = Arrays.copyOf(values, Math.multiplyExact(count, size));
    MemorySegment segment = MemorySegment.ofArray(blocks);
    long block = (long) count * Long.BYTES;
    for (int have = 1; have < size; have *= 2) {
      int more = Math.min(have, size - have);
      MemorySegment incoming = segment.asSlice(have * block, more * block);
      Request receive = peers.irecv(incoming, (rank + have) % size, tag);
      Request send =
          peers.isend(segment.asSlice(0, more * block), (rank - have + size) % size, tag);
      receive.await();
      send.await();
    }
    long[] result = new long[blocks.length];
    int turn = (size - rank) * count;
    System.arraycopy(blocks, 0, result, rank * count, turn);
    System.arraycopy(blocks, turn, result, 0, rank * count);
    return result;
  }

  void alltoallv(MemorySegment[] send, MemorySegment[] receive) {
    int tag = nextTag();
    int rank = peers.rank();
    int size = peers.size();
    List<Request> requests = new ArrayList<>(2 * size);
    for (int i = 1; i < size; i++) {
      int peer = (rank - i + size) % size;
      if (receive[peer].byteSize() > 0) {
        requests.add(peers.irecv(receive[peer], peer, tag));
      }
    }
    for (int i = 1; i < size; i++) {
      int peer = (rank + i) % size;
      if (send[peer].byteSize() > 0) {
        requests.add(peers.isend(send[peer], peer, tag));
      }
    }
    receive[rank].copyFrom(send[rank]);
    awaitAll(requests);
  }

  long[] allreduce(ReduceOp op, long... values) {
    int size = peers.size();
    int count = values.length;
    if ((long) count * size <= MAX_GATHERED) {
      long[] all = allgather(values);
      long[] result = Arrays.copyOf(all, count);
      for (int r = 1; r < size; r++) {
        for (int i = 0; i < count; i++) {
          result[i] = op.apply(result[i], all[r * count + i]);
        }
      }
      return result;
    }
    long[] result = reduceToZero(op, values);
    bcast(MemorySegment.ofArray(result), 0);
    return result;
  }

  long[] exscan(ReduceOp op, long... values) {
    int tag = nextTag();
    int rank = peers.rank();
    int size = peers.size();
    long[] below = new long[values.length];
    Arrays.fill(below, op.neutral());
    // Before each round, partial covers ranks (rank - distance, rank], below all of them but rank.
    long[] partial = values.clone();
    long[] incoming = new long[values.length];
    for (int distance = 1; distance < size; distance *= 2) {
      List<Request> requests = new ArrayList<>(2);
      if (rank >= distance) {
        requests.add(peers.irecv(MemorySegment.ofArray(incoming), rank - distance, tag));
      }
      if (rank + distance < size) {
        requests.add(peers.isend(MemorySegment.ofArray(partial), rank + distance, tag));
      }
      awaitAll(requests);
      if (rank >= distance) {
        combine(op, below, incoming);
        combine(op, partial, incoming);
      }
    }
    return below;
  }

  private long[] reduceToZero(ReduceOp op, long[] values) {
    int tag = nextTag();
    int rank = peers.rank();
    int size = peers.size();
    long[] result = values.clone();
    long[] incoming = new long[values.length];
    for (int distance = 1; distance < size; distance *= 2) {
      if ((rank & distance) != 0) {
        peers.isend(MemorySegment.ofArray(result), rank - distance, tag).await();
        break;
      }
      if (rank + distance < size) {
        peers.irecv(MemorySegment.ofArray(incoming), rank + distance, tag).await();
        combine(op, result, incoming);
      }
    }
    return result;
  }

  private static void combine(ReduceOp op, long[] target, long[] other) {
    for (int i = 0; i < target.length; i++) {
      target[i] = op.apply(target[i], other[i]);
    }
  }

  private static void awaitAll(List<Request> requests) {
    for (Request request : requests) {
      request.await();
    }
  }

  private int nextTag() {
    int tag = calls;
    calls = (calls + 1) % TAGS;
    return tag;
  }
}
