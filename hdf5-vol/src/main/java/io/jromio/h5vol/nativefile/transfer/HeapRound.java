package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.GlobalHeap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Collections of some units of elements, on all ranks at once. The owner of a unit is its number
 * modulo the ranks. Between a rank and the owners of its elements go, in this order: what parts
 * there will be (for each range of elements its first number, the number of parts and their sizes);
 * back, where they will be (address of the collection and index); the bytes of the parts.
 */
final class HeapRound {
  /** Bytes of a collection, unless one part is larger. */
  private static final long MOST_BYTES = 1 << 20;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final long firstUnit;
  private final long endUnit;
  private final int[] bounds;

  /** As owner: the ranges of all ranks, and the collections made of them. */
  private final List<Range> ranges = new ArrayList<>();

  private final List<Heap> heaps = new ArrayList<>();

  /** As writer, for each owner: where the parts will be, and their bytes. */
  private MemorySegment[] places = {};

  private MemorySegment[] bytes = {};
  private long[] placesAt = {};
  private long[] bytesAt = {};
  private int owner;

  /** Elements of a rank that have parts. */
  private static final class Range {
    private final int rank;
    private final long first;
    private final long[] sizes;
    private final Heap[] heap;
    private final int[] index;

    Range(int rank, long first, long... sizes) {
      this.rank = rank;
      this.first = first;
      this.sizes = sizes;
      this.heap = new Heap[sizes.length];
      this.index = new int[sizes.length];
    }
  }

  /** A collection. */
  private static final class Heap {
    private final long unit;
    private long payload;
    private int objects;
    private long address;
    private final List<byte[]> parts = new ArrayList<>();

    Heap(long unit) {
      this.unit = unit;
    }

    long size() {
      return GlobalHeap.collectionSize(payload, objects);
    }

    boolean hasRoom(long size) {
      return objects == 0 || (objects < GlobalHeap.MAX_OBJECTS && payload + size <= MOST_BYTES);
    }
  }

  /**
   * @param bounds ranges of this rank, from and to, and their parts, from and to
   */
  HeapRound(long firstUnit, long endUnit, int... bounds) {
    this.firstUnit = firstUnit;
    this.endUnit = endUnit;
    this.bounds = bounds;
  }

  int firstRange() {
    return bounds[0];
  }

  int endRange() {
    return bounds[1];
  }

  /** Collective: tells the owners what parts there will be. */
  void describe(Ranks ranks, Extents elements, LongList counts, LongList sizes) {
    int size = ranks.size();
    long[] words = new long[size];
    long[] parts = new long[size];
    long[] payload = new long[size];
    int part = bounds[2];
    for (int i = bounds[0]; i < bounds[1]; i++) {
      int to = (int) (elements.key(i) / VlenWriter.UNIT % size);
      int count = (int) counts.get(i);
      words[to] += count == 0 ? 0 : 2 + count;
      parts[to] += count;
      for (int p = 0; p < count; p++) {
        payload[to] += sizes.get(part++);
      }
    }
    MemorySegment[] send = new MemorySegment[size];
    places = new MemorySegment[size];
    bytes = new MemorySegment[size];
    placesAt = new long[size];
    bytesAt = new long[size];
    for (int r = 0; r < size; r++) {
      send[r] = Exchange.memory(words[r] * 8);
      places[r] = Exchange.memory(parts[r] * 16);
      bytes[r] = Exchange.memory(payload[r]);
    }
    long[] at = new long[size];
    part = bounds[2];
    for (int i = bounds[0]; i < bounds[1]; i++) {
      int count = (int) counts.get(i);
      if (count > 0) {
        int to = (int) (elements.key(i) / VlenWriter.UNIT % size);
        send[to].set(LONG, at[to], elements.key(i));
        send[to].set(LONG, at[to] + 8, count);
        at[to] += 16;
        for (int p = 0; p < count; p++) {
          send[to].set(LONG, at[to], sizes.get(part++));
          at[to] += 8;
        }
      }
    }
    receive(Exchange.all(ranks.comm(), send));
  }

  private void receive(MemorySegment... received) {
    for (int r = 0; r < received.length; r++) {
      for (long at = 0; at < received[r].byteSize(); ) {
        long first = received[r].get(LONG, at);
        long[] sizes = new long[(int) received[r].get(LONG, at + 8)];
        at += 16;
        for (int p = 0; p < sizes.length; p++) {
          sizes[p] = received[r].get(LONG, at);
          at += 8;
        }
        ranges.add(new Range(r, first, sizes));
      }
    }
  }

  /** Collective: takes space for the collections, in the order of units, and tells where it is. */
  void allocate(Ranks ranks, RawSpace space) {
    List<Range> ordered = new ArrayList<>(ranges);
    ordered.sort((a, b) -> Long.compare(a.first, b.first));
    for (Range range : ordered) {
      long unit = range.first / VlenWriter.UNIT;
      for (int p = 0; p < range.sizes.length; p++) {
        if (heaps.isEmpty()
            || heaps.getLast().unit != unit
            || !heaps.getLast().hasRoom(range.sizes[p])) {
          heaps.add(new Heap(unit));
        }
        Heap heap = heaps.getLast();
        heap.payload += range.sizes[p];
        heap.objects++;
        range.heap[p] = heap;
        range.index[p] = heap.objects;
      }
    }
    agreeOnAddresses(ranks, space);
    tellPlaces(ranks);
  }

  private void agreeOnAddresses(Ranks ranks, RawSpace space) {
    byte[] mine = new byte[heaps.size() * 16];
    MemorySegment out = MemorySegment.ofArray(mine);
    for (int i = 0; i < heaps.size(); i++) {
      out.set(LONG, i * 16L, heaps.get(i).unit);
      out.set(LONG, i * 16L + 8, heaps.get(i).size());
    }
    byte[][] all = ranks.comm().allgather(mine);
    Extents sizes = new Extents();
    for (int r = 0; r < all.length; r++) {
      MemorySegment in = MemorySegment.ofArray(all[r]);
      for (long at = 0; at < all[r].length; at += 16) {
        sizes.append(in.get(LONG, at), r, in.get(LONG, at + 8));
      }
    }
    sizes.sort();
    int own = 0;
    for (int i = 0; i < sizes.size(); i++) {
      long address = space.allocate(sizes.length(i));
      if (sizes.value(i) == ranks.rank()) {
        heaps.get(own++).address = address;
      }
    }
  }

  private void tellPlaces(Ranks ranks) {
    int size = ranks.size();
    long[] parts = new long[size];
    for (Range range : ranges) {
      parts[range.rank] += range.sizes.length;
    }
    MemorySegment[] reply = new MemorySegment[size];
    long[] at = new long[size];
    for (int r = 0; r < size; r++) {
      reply[r] = Exchange.memory(parts[r] * 16);
    }
    for (Range range : ranges) {
      MemorySegment to = reply[range.rank];
      for (int p = 0; p < range.sizes.length; p++) {
        to.set(LONG, at[range.rank], range.heap[p].address);
        to.set(LONG, at[range.rank] + 8, range.index[p]);
        at[range.rank] += 16;
      }
    }
    ranks.comm().alltoallv(reply, places);
  }

  /** The parts that are taken next are of elements of this unit. */
  void towards(long unit) {
    owner = (int) (unit % places.length);
  }

  /**
   * Takes the bytes of a part.
   *
   * @return the address of its collection and its index; nothing if no such part was described
   */
  long[] take(MemorySegment part) {
    int to = owner;
    long at = placesAt[to];
    if (at >= places[to].byteSize() || bytesAt[to] + part.byteSize() > bytes[to].byteSize()) {
      return new long[0];
    }
    MemorySegment.copy(part, 0, bytes[to], bytesAt[to], part.byteSize());
    bytesAt[to] += part.byteSize();
    placesAt[to] += 16;
    return new long[] {places[to].get(LONG, at), places[to].get(LONG, at + 8)};
  }

  /**
   * @throws H5Exception {@link H5Error#ARG} if not all parts came that were described
   */
  void checkAllTaken() throws H5Exception {
    for (int r = 0; r < places.length; r++) {
      if (placesAt[r] != places[r].byteSize() || bytesAt[r] != bytes[r].byteSize()) {
        throw new H5Exception(
            H5Error.ARG,
            "memory changed while it was written: units=%d to %d".formatted(firstUnit, endUnit));
      }
    }
  }

  /** Collective: sends parts to their owners; the call that writes this rank's collections. */
  Request collections(Ranks ranks, long base) {
    int size = ranks.size();
    MemorySegment[] received = new MemorySegment[size];
    long[] payload = new long[size];
    for (Range range : ranges) {
      for (long part : range.sizes) {
        payload[range.rank] += part;
      }
    }
    for (int r = 0; r < size; r++) {
      received[r] = Exchange.memory(payload[r]);
    }
    ranks.comm().alltoallv(bytes, received);
    fillHeaps(received);
    long total = 0;
    for (Heap heap : heaps) {
      total += heap.size();
    }
    MemorySegment memory = Exchange.memory(total);
    Extents target = new Extents();
    long at = 0;
    for (Heap heap : heaps) {
      byte[] collection = GlobalHeap.collection(heap.parts, heap.size());
      MemorySegment.copy(collection, 0, memory, ValueLayout.JAVA_BYTE, at, collection.length);
      target.append(Math.addExact(base, heap.address), at, collection.length);
      at += collection.length;
    }
    target.sort();
    return Request.of(target, memory, () -> {});
  }

  private void fillHeaps(MemorySegment... received) {
    long[] from = new long[received.length];
    // Where each range's bytes begin, in the order in which they were sent.
    long[] begins = new long[ranges.size()];
    for (int i = 0; i < ranges.size(); i++) {
      Range range = ranges.get(i);
      begins[i] = from[range.rank];
      for (long part : range.sizes) {
        from[range.rank] += part;
      }
    }
    Integer[] order = new Integer[ranges.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    java.util.Arrays.sort(order, (a, b) -> Long.compare(ranges.get(a).first, ranges.get(b).first));
    for (int i : order) {
      Range range = ranges.get(i);
      long at = begins[i];
      for (int p = 0; p < range.sizes.length; p++) {
        byte[] part = new byte[(int) range.sizes[p]];
        MemorySegment.copy(received[range.rank], ValueLayout.JAVA_BYTE, at, part, 0, part.length);
        range.heap[p].parts.add(part);
        at += part.length;
      }
    }
  }
}
