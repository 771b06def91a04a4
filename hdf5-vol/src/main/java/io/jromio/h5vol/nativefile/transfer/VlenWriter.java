package io.jromio.h5vol.nativefile.transfer;

import io.jromio.comm.ReduceOp;
import io.jromio.h5vol.convert.BlobStore;
import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Runs;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import io.jromio.h5vol.vol.Direction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Writes the parts of variable length of elements, from all ranks at once, and makes the elements
 * that refer to them.
 *
 * <p>Elements are numbered in row-major order; {@link #UNIT} of them, from a multiple of it on,
 * have global heap collections of their own, which one rank builds. So the collections are the same
 * whatever rank has which elements. Elements are converted twice: first only to know the sizes of
 * their parts, so that their owners can say where they will be; then with these references.
 *
 * <p>What overwritten elements referred to stays in the file, as in C, until it is repacked.
 *
 * @source HDF5 file format specification v3.0, section III.E
 */
final class VlenWriter {
  /** Elements that share collections. */
  static final long UNIT = 4096;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final RawSpace space;
  private final Ranks ranks;
  private final PartPlan plan;

  /** Numbers of elements, ascending, with their places in memory. */
  private final Extents inMemory = new Extents();

  /** The same with their places in the order of the selection. */
  private final Extents inOrder = new Extents();

  /** Sizes of all parts, in the order of the numbers of elements. */
  private final LongList sizes = new LongList();

  /** How many parts the elements of each range have. */
  private final LongList counts = new LongList();

  private MemorySegment packed = MemorySegment.ofArray(new byte[0]);

  VlenWriter(RawSpace space, Ranks ranks, PartPlan plan) {
    this.space = space;
    this.ranks = ranks;
    this.plan = plan;
  }

  /**
   * Collective.
   *
   * @return the part with elements as they are to be in the file
   */
  PartPlan write(RawFile file, Limits limits) throws H5Exception {
    H5Exception failure = Ranks.attempt(this::measure);
    long low = inMemory.size() == 0 ? Long.MAX_VALUE : inMemory.key(0) / UNIT;
    int last = inMemory.size() - 1;
    long high = last < 0 ? -1 : inMemory.key(last) / UNIT;
    long[] agreed = ranks.agree(failure, -low, high, sizes.size());
    if (agreed[2] > 0) {
      long from = -agreed[0];
      long units = unitsOfRound(agreed[1] - from + 1, limits.bytes());
      int range = 0;
      int part = 0;
      for (long unit = from; unit <= agreed[1]; unit += units) {
        int end = inMemory.firstFrom(range, (unit + units) * UNIT);
        int parts = part;
        for (int i = range; i < end; i++) {
          parts += (int) counts.get(i);
        }
        write(file, new HeapRound(unit, unit + units, new int[] {range, end, part, parts}));
        range = end;
        part = parts;
      }
    }
    return plan.packed(packed);
  }

  /** Units of one round, so that parts of about so many bytes are under way on each rank. */
  private long unitsOfRound(long units, long roundBytes) {
    long bytes = 0;
    for (int i = 0; i < sizes.size(); i++) {
      bytes += sizes.get(i) + 16;
    }
    long all = ranks.comm().allreduce(ReduceOp.SUM, bytes)[0];
    long ofUnit = Math.max(1, all / units);
    return Math.clamp(roundBytes * ranks.size() / ofUnit, 1, units);
  }

  /** Orders the elements by number, in ranges within one unit, and finds the sizes of parts. */
  private void measure() throws H5Exception {
    Runs file = plan.fileRuns();
    Runs memory = plan.memoryRuns();
    PieceWalk walk = new PieceWalk(file, memory, ChunkGrid.whole());
    long order = 0;
    long most = UNIT;
    while (walk.hasNext()) {
      if (!walk.next(most)) {
        break;
      }
      long number = walk.place();
      long done = 0;
      while (done < walk.count()) {
        long next = Math.min(walk.count() - done, UNIT - (number + done) % UNIT);
        inMemory.append(number + done, walk.element() + done, next);
        inOrder.append(number + done, order + done, next);
        done += next;
      }
      order += walk.count();
    }
    inMemory.sort();
    inOrder.sort();
    if (inMemory.overlaps()) {
      throw new H5Exception(H5Error.ARG, "an element is written twice: dataset=" + plan.path());
    }
    packed = Exchange.memory(Math.multiplyExact(plan.elements(), plan.fileSize()));
    for (int i = 0; i < inMemory.size(); i++) {
      int before = sizes.size();
      convert(i, new Measure());
      counts.add(sizes.size() - before);
    }
  }

  /**
   * Converts the elements of a range, parts in the order of elements: compounds are converted
   * member by member, so one at a time.
   */
  private void convert(int range, BlobStore target) throws H5Exception {
    H5Type type = plan.dataset().creation().type();
    long count = inMemory.length(range);
    long step = type instanceof VlenType || type instanceof VlenStringType ? count : 1;
    long memorySize = plan.part().memory().type().size();
    MemorySegment memory = plan.part().memory().bytes();
    for (long i = 0; i < count; i += step) {
      Place from = new Place(memory, (inMemory.value(range) + i) * memorySize);
      Place to = new Place(packed, (inOrder.value(range) + i) * plan.fileSize());
      plan.conversion().convert(from, to, step, plan.memoryBlobs(), target);
    }
  }

  private static void reference(MemorySegment element, long offset, long[] lengthAddressIndex) {
    element.set(INT, offset, (int) lengthAddressIndex[0]);
    element.set(LONG, offset + 4, lengthAddressIndex[1]);
    element.set(INT, offset + 12, (int) lengthAddressIndex[2]);
  }

  /** The side of the file in both conversions: takes parts, is never asked for one. */
  private abstract static class Parts implements BlobStore {
    @Override
    public long length(MemorySegment element, long offset) throws H5Exception {
      throw new H5Exception(H5Error.UNSUPPORTED, "heap for writing: offset=" + offset);
    }

    @Override
    public MemorySegment get(MemorySegment element, long offset, long bytes) throws H5Exception {
      throw new H5Exception(H5Error.UNSUPPORTED, "heap for writing: offset=" + offset);
    }
  }

  private final class Measure extends Parts {
    @Override
    public void put(long length, MemorySegment bytes, MemorySegment element, long offset)
        throws H5Exception {
      if (length > 0xffff_ffffL || bytes.byteSize() > Integer.MAX_VALUE - 64) {
        throw new H5Exception(
            H5Error.UNSUPPORTED,
            "sequence too long for a heap: elements=%d bytes=%d dataset=%s"
                .formatted(length, bytes.byteSize(), plan.path()));
      }
      reference(element, offset, new long[3]);
      if (length > 0) {
        sizes.add(bytes.byteSize());
      }
    }
  }

  /** Knows where parts will be, and keeps their bytes for their owners. */
  private final class Refer extends Parts {
    private final HeapRound round;

    Refer(HeapRound round) {
      this.round = round;
    }

    @Override
    public void put(long length, MemorySegment bytes, MemorySegment element, long offset)
        throws H5Exception {
      if (length == 0) {
        reference(element, offset, new long[3]);
        return;
      }
      long[] place = round.take(bytes);
      if (place.length == 0) {
        throw new H5Exception(
            H5Error.ARG, "memory changed while it was written: dataset=" + plan.path());
      }
      reference(element, offset, new long[] {length, place[0], place[1]});
    }
  }

  private void write(RawFile file, HeapRound round) throws H5Exception {
    round.describe(ranks, inMemory, counts, sizes);
    round.allocate(ranks, space);
    H5Exception failure =
        Ranks.attempt(
            () -> {
              for (int i = round.firstRange(); i < round.endRange(); i++) {
                round.towards(inMemory.key(i) / UNIT);
                convert(i, new Refer(round));
              }
              round.checkAllTaken();
            });
    ranks.agree(failure);
    file.run(round.collections(ranks, space.base()), Direction.WRITE);
  }
}
