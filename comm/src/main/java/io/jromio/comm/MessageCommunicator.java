package io.jromio.comm;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * A communicator made of messages over any {@link Transport}: checks arguments, numbers its ranks,
 * and agrees on the contexts of its children.
 */
class MessageCommunicator implements Communicator {
  private final Transport transport;
  private final ContextIds contexts;
  private final int context;
  private final int[] worldRanks;
  private final int rank;
  private final Collectives collectives;
  private final Map<Class<?>, AutoCloseable> kept = new LinkedHashMap<>();
  private volatile boolean closed;

  /**
   * @param worldRanks the rank in the world of each rank here
   * @param rank this rank here
   */
  MessageCommunicator(
      Transport transport, ContextIds contexts, int context, int[] worldRanks, int rank) {
    this.transport = transport;
    this.contexts = contexts;
    this.context = context;
    this.worldRanks = worldRanks;
    this.rank = rank;
    this.collectives = new Collectives(new Peers());
  }

  /** What collectives see: ranks here, tags above those of the user. */
  final class Peers {
    int rank() {
      return rank;
    }

    int size() {
      return worldRanks.length;
    }

    Request isend(MemorySegment data, int peer, int tag) {
      return transport.isend(data, worldRanks[peer], context, MAX_TAG + 1 + tag);
    }

    Request irecv(MemorySegment buffer, int peer, int tag) {
      return transport.irecv(buffer, worldRanks[peer], context, MAX_TAG + 1 + tag);
    }
  }

  @Override
  public final int rank() {
    return rank;
  }

  @Override
  public final int size() {
    return worldRanks.length;
  }

  @Override
  public final String processorName() {
    return transport.processorName();
  }

  @Override
  public final Request isend(MemorySegment data, int peer, int tag) {
    checkMessage(data, peer, tag);
    return transport.isend(data, worldRanks[peer], context, tag);
  }

  @Override
  public final Request irecv(MemorySegment buffer, int peer, int tag) {
    checkMessage(buffer, peer, tag);
    checkWritable(buffer);
    return transport.irecv(buffer, worldRanks[peer], context, tag);
  }

  @Override
  public final void barrier() {
    checkOpen();
    collectives.barrier();
  }

  @Override
  public final void bcast(MemorySegment buffer, int root) {
    checkRoot(root);
    checkAlive(buffer);
    if (rank != root) {
      checkWritable(buffer);
    }
    collectives.bcast(buffer, root);
  }

  @Override
  public final byte[] bcast(byte[] bytes, int root) {
    checkRoot(root);
    return collectives.bcast(bytes, root);
  }

  @Override
  public final byte[][] gather(byte[] bytes, int root) {
    checkRoot(root);
    return collectives.gather(bytes, root);
  }

  @Override
  public final byte[][] allgather(byte[] bytes) {
    checkOpen();
    return collectives.allgather(bytes);
  }

  @Override
  public final long[] allgather(long... values) {
    checkOpen();
    return collectives.allgather(values);
  }

  @Override
  public final void alltoallv(MemorySegment[] send, MemorySegment[] receive) {
    checkOpen();
    if (send.length != size() || receive.length != size()) {
      throw new IllegalArgumentException(
          "send.length=%d receive.length=%d, expected size=%d"
              .formatted(send.length, receive.length, size()));
    }
    for (int r = 0; r < size(); r++) {
      checkAlive(send[r]);
      checkAlive(receive[r]);
      checkWritable(receive[r]);
    }
    if (send[rank].byteSize() != receive[rank].byteSize()) {
      throw new IllegalArgumentException(
          "rank %d sends %d bytes to itself, but receives %d"
              .formatted(rank, send[rank].byteSize(), receive[rank].byteSize()));
    }
    collectives.alltoallv(send, receive);
  }

  @Override
  public final long[] allreduce(ReduceOp op, long... values) {
    checkOpen();
    return collectives.allreduce(op, values);
  }

  @Override
  public final long[] exscan(ReduceOp op, long... values) {
    checkOpen();
    return collectives.exscan(op, values);
  }

  @Override
  public final Communicator split(int color, int key) {
    checkOpen();
    if (color < 0) {
      throw new IllegalArgumentException("color=%d, expected >= 0".formatted(color));
    }
    long[] choices = collectives.allgather(color, key);
    List<Integer> members = new ArrayList<>();
    for (int r = 0; r < size(); r++) {
      if (choices[2 * r] == color) {
        members.add(r);
      }
    }
    members.sort(Comparator.comparingLong(r -> choices[2 * r + 1]));
    return child(members.stream().mapToInt(r -> worldRanks[r]).toArray(), members.indexOf(rank));
  }

  @Override
  public final boolean sharesMemory() {
    checkOpen();
    byte[] key = transport.nodeKey().getBytes(StandardCharsets.UTF_8);
    // Two sums instead of the keys themselves: one exchange of fixed size.
    CRC32C sum = new CRC32C();
    sum.update(key);
    long one = sum.getValue() << Integer.SIZE | key.length;
    long other = Arrays.hashCode(key);
    long[] most = collectives.allreduce(ReduceOp.MAX, new long[] {one, ~one, other, ~other});
    return most[0] == ~most[1] && most[2] == ~most[3];
  }

  @Override
  public final Communicator splitShared() {
    checkOpen();
    byte[] key = transport.nodeKey().getBytes(StandardCharsets.UTF_8);
    byte[][] keys = collectives.allgather(key);
    int first = 0;
    while (!Arrays.equals(keys[first], key)) {
      first++;
    }
    return split(first, rank);
  }

  @Override
  public final Communicator dup() {
    checkOpen();
    return child(worldRanks, rank);
  }

  @Override
  public final void await(SharedCondition condition) {
    checkOpen();
    transport.await(condition::holds, () -> worldRanks[condition.awaited()]);
  }

  @Override
  public final <T extends AutoCloseable> T kept(Class<T> key, Supplier<T> maker) {
    synchronized (kept) {
      checkOpen();
      return key.cast(kept.computeIfAbsent(key, absent -> maker.get()));
    }
  }

  @Override
  public final void abort(int code) {
    if (code < 1 || code > 255) {
      throw new IllegalArgumentException("code=%d, expected 1..255".formatted(code));
    }
    transport.abort(code);
  }

  @Override
  public final void close() {
    List<AutoCloseable> left;
    synchronized (kept) {
      if (closed) {
        return;
      }
      closed = true;
      left = List.copyOf(kept.values());
      kept.clear();
    }
    try {
      left.forEach(MessageCommunicator::close);
    } finally {
      release();
    }
  }

  private static void close(AutoCloseable kept) {
    try {
      kept.close();
    } catch (Exception e) {
      throw new CommException("cannot close what a communicator keeps: " + kept, e);
    }
  }

  /** Gives back what this communicator holds; called once. */
  void release() {
    transport.release(context);
    contexts.release(context);
  }

  @Override
  public String toString() {
    return "Communicator[rank=%d, size=%d, context=%d]".formatted(rank, size(), context);
  }

  private Communicator child(int[] members, int rankThere) {
    int chosen = contexts.agree(context, mask -> collectives.allreduce(ReduceOp.BIT_AND, mask));
    return new MessageCommunicator(transport, contexts, chosen, members, rankThere);
  }

  private void checkMessage(MemorySegment segment, int peer, int tag) {
    checkOpen();
    checkAlive(segment);
    if (peer < 0 || peer >= size()) {
      throw new IllegalArgumentException("peer=%d, expected 0..%d".formatted(peer, size() - 1));
    }
    if (tag < 0 || tag > MAX_TAG) {
      throw new IllegalArgumentException("tag=%d, expected 0..%d".formatted(tag, MAX_TAG));
    }
  }

  private void checkRoot(int root) {
    checkOpen();
    if (root < 0 || root >= size()) {
      throw new IllegalArgumentException("root=%d, expected 0..%d".formatted(root, size() - 1));
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("closed: " + this);
    }
  }

  private static void checkAlive(MemorySegment segment) {
    if (!segment.scope().isAlive()) {
      throw new IllegalArgumentException("the buffer's arena is closed: " + segment);
    }
  }

  private static void checkWritable(MemorySegment buffer) {
    if (buffer.isReadOnly()) {
      throw new IllegalArgumentException("buffer is read-only: " + buffer);
    }
  }
}
