package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.filter.FilterPipeline.Filtered;
import io.jromio.h5vol.nativefile.index.ChunkTable;
import io.jromio.h5vol.vol.Direction;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Writes chunks with filters. Each chunk that is written to has one owner among the ranks, which
 * gets the elements of the others, puts them into the chunk in the order of ranks and filters it.
 * The sizes that come out are made known to all, so that every rank takes the same space in the
 * order of chunk numbers; then the owners write, all at once. In rounds over so many chunks as fit
 * into memory.
 *
 * @source HDF5 1.14, H5Dmpio.c, H5D__link_chunk_filtered_collective_io (ownership differs)
 */
final class FilteredWriter {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final RawSpace space;
  private final Ranks ranks;
  private final PartPlan plan;
  private Extents pieces = new Extents();
  private int sent;

  FilteredWriter(RawSpace space, Ranks ranks, PartPlan plan) {
    this.space = space;
    this.ranks = ranks;
    this.plan = plan;
  }

  /** Chunks {@code [from, to)} of the shares, done together. */
  private record Round(ChunkShares shares, int from, int to) {}

  /** Collective. */
  void write(RawFile file, Limits limits) throws H5Exception {
    H5Exception failure =
        Ranks.attempt(
            () -> {
              pieces = FilteredReader.piecesOf(plan);
              if (pieces.overlaps()) {
                throw new H5Exception(
                    H5Error.ARG, "an element is written twice: dataset=" + plan.path());
              }
            });
    ranks.agree(failure);
    ChunkShares all =
        ChunkShares.of(plan.fileSize(), ranks.comm().allgather(ChunkShares.encode(plan, pieces)));
    if (all.size() == 0) {
      return;
    }
    try (ChunkFilters filters = new ChunkFilters(plan)) {
      for (int from = 0; from < all.size(); ) {
        int to = end(all, from, limits.bytes() / filters.chunkBytes());
        write(file, filters, new Round(all, from, to));
        from = to;
      }
    }
    plan.dataset().storageChanged();
  }

  /** Where a round ends: when some owner has as many chunks as fit into memory. */
  private int end(ChunkShares all, int from, long chunks) {
    int most = Math.clamp(chunks, 1, 1 << 16);
    int[] owned = new int[ranks.size()];
    int to = from;
    while (to < all.size() && owned[all.owner(to)] < most) {
      owned[all.owner(to)]++;
      to++;
    }
    return to;
  }

  private void write(RawFile file, ChunkFilters filters, Round round) throws H5Exception {
    PieceMessage[] messages = exchange(round);
    Extents old = new Extents();
    H5Exception early = Ranks.attempt(() -> findOld(filters, round, messages, old));
    MemorySegment stored = readOld(file, round, old);
    Encoded made = new Encoded();
    Input input = new Input(round, messages, old, stored);
    H5Exception failure = early != null ? early : Ranks.attempt(() -> encode(input, filters, made));
    ranks.agree(failure);
    Extents places = place(filters.storage().table(), round, made);
    file.run(Request.of(places, made.memory(), () -> {}), Direction.WRITE);
  }

  /** Sends the elements of this rank to the owners; what came, in the order of ranks. */
  private PieceMessage[] exchange(Round round) throws H5Exception {
    long unit = plan.grid().elements();
    MemorySegment[] send = new MemorySegment[ranks.size()];
    int first = sent;
    int last = pieces.firstFrom(first, (round.shares().chunk(round.to() - 1) + 1) * unit);
    H5Exception failure = Ranks.attempt(() -> pack(round, first, last, send));
    ranks.agree(failure);
    sent = last;
    MemorySegment[] received = Exchange.all(ranks.comm(), send);
    PieceMessage[] messages = new PieceMessage[received.length];
    for (int r = 0; r < received.length; r++) {
      messages[r] = new PieceMessage(received[r], plan.fileSize());
    }
    return messages;
  }

  private void pack(Round round, int first, int last, MemorySegment... send) throws H5Exception {
    long unit = plan.grid().elements();
    int size = plan.fileSize();
    long[] bytes = new long[send.length];
    int i = first;
    for (int c = round.from(); c < round.to(); c++) {
      int to = pieces.firstFrom(i, (round.shares().chunk(c) + 1) * unit);
      bytes[round.shares().owner(c)] += PieceMessage.size(pieces, i, to, size);
      i = to;
    }
    for (int r = 0; r < send.length; r++) {
      send[r] = Exchange.memory(bytes[r]);
    }
    long[] at = new long[send.length];
    int piece = first;
    for (int c = round.from(); c < round.to() && piece < last; c++) {
      int owner = round.shares().owner(c);
      long bound = (round.shares().chunk(c) + 1) * unit;
      for (; piece < last && pieces.key(piece) < bound; piece++) {
        at[owner] = PieceMessage.write(plan, pieces, piece, new Place(send[owner], at[owner]));
      }
    }
  }

  /**
   * Finds chunks of this owner that are in the file and not all overwritten.
   *
   * @param old gets indexes of shares, where their stored bytes go, and how many
   */
  private void findOld(ChunkFilters filters, Round round, PieceMessage[] messages, Extents old)
      throws H5Exception {
    ChunkShares all = round.shares();
    long at = 0;
    for (int c = round.from(); c < round.to(); c++) {
      if (all.owner(c) == ranks.rank()
          && plan.address(all.chunk(c)) >= 0
          && !isOverwritten(all, c, messages)) {
        long bytes = filters.storedBytes(all.chunk(c));
        old.append(c, at, bytes);
        at += bytes;
      }
    }
  }

  private boolean isOverwritten(ChunkShares all, int c, PieceMessage... messages) {
    long inside = plan.grid().inside(all.chunk(c));
    if (all.isPartial(c) || all.elements(c) < inside) {
      return false;
    }
    if (all.writers(c) == 1) {
      return true;
    }
    long first = all.chunk(c) * plan.grid().elements();
    BitSet marks = new BitSet();
    for (PieceMessage message : messages) {
      message.mark(first, first + plan.grid().elements(), marks);
    }
    return marks.cardinality() >= inside;
  }

  /** Whether some owner may have to read; the same on all ranks. */
  private boolean mayRead(Round round) throws H5Exception {
    ChunkShares all = round.shares();
    for (int c = round.from(); c < round.to(); c++) {
      boolean plainly =
          !all.isPartial(c)
              && all.writers(c) == 1
              && all.elements(c) >= plan.grid().inside(all.chunk(c));
      if (!plainly && plan.address(all.chunk(c)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private MemorySegment readOld(RawFile file, Round round, Extents old) throws H5Exception {
    if (!mayRead(round)) {
      return MemorySegment.NULL;
    }
    MemorySegment stored = Exchange.memory(old.total());
    Extents ranges = new Extents();
    for (int i = 0; i < old.size(); i++) {
      long address = plan.address(round.shares().chunk((int) old.key(i)));
      ranges.append(Math.addExact(space.base(), address), old.value(i), old.length(i));
    }
    ranges.sort();
    file.run(Request.of(ranges, stored, () -> {}), Direction.READ);
    return stored;
  }

  /** What an owner makes chunks from. */
  private record Input(Round round, PieceMessage[] messages, Extents old, MemorySegment stored) {}

  /** Filtered chunks of this owner, one after the other. */
  private static final class Encoded {
    private byte[] bytes = new byte[1 << 12];
    private int used;
    private final List<long[]> chunks = new ArrayList<>();

    void add(Filtered chunk) {
      int length = Math.toIntExact(chunk.bytes().byteSize());
      int needed = Math.addExact(used, length);
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, needed * 3L / 2));
      }
      MemorySegment.copy(chunk.bytes(), ValueLayout.JAVA_BYTE, 0, bytes, used, length);
      chunks.add(new long[] {length, chunk.mask()});
      used = needed;
    }

    MemorySegment memory() {
      return MemorySegment.ofArray(bytes);
    }

    /** Sizes and masks. */
    byte[] sizes() {
      byte[] out = new byte[chunks.size() * 16];
      MemorySegment segment = MemorySegment.ofArray(out);
      for (int i = 0; i < chunks.size(); i++) {
        segment.set(LONG, i * 16L, chunks.get(i)[0]);
        segment.set(LONG, i * 16L + 8, chunks.get(i)[1]);
      }
      return out;
    }
  }

  private void encode(Input input, ChunkFilters filters, Encoded made) throws H5Exception {
    ChunkShares all = input.round().shares();
    long unit = plan.grid().elements();
    byte[] fill = FillValue.inFile(plan.dataset());
    MemorySegment chunk = Exchange.memory(filters.chunkBytes());
    int old = 0;
    for (int c = input.round().from(); c < input.round().to(); c++) {
      if (all.owner(c) != ranks.rank()) {
        continue;
      }
      long number = all.chunk(c);
      if (old < input.old().size() && input.old().key(old) == c) {
        MemorySegment stored =
            input.stored().asSlice(input.old().value(old), input.old().length(old));
        filters.decode(number, stored, chunk);
        old++;
      } else {
        FillValue.repeat(fill, chunk);
      }
      long first = number * unit;
      for (int r = 0; r < input.messages().length; r++) {
        input.messages()[r].apply(first, first + unit, chunk, all.moved(r));
      }
      made.add(filters.encode(number, chunk));
    }
  }

  /**
   * Takes the same space on all ranks; a chunk that still fits keeps its place.
   *
   * @return where the chunks of this owner go
   */
  private Extents place(ChunkTable table, Round round, Encoded made) {
    byte[][] sizes = ranks.comm().allgather(made.sizes());
    int[] next = new int[ranks.size()];
    ChunkShares all = round.shares();
    Extents places = new Extents();
    long at = 0;
    for (int c = round.from(); c < round.to(); c++) {
      int owner = all.owner(c);
      MemorySegment theirs = MemorySegment.ofArray(sizes[owner]);
      long bytes = theirs.get(LONG, next[owner] * 16L);
      int mask = (int) theirs.get(LONG, next[owner] * 16L + 8);
      next[owner]++;
      long chunk = all.chunk(c);
      long address = table.address(chunk);
      if (address < 0 || table.storedBytes(chunk) < bytes) {
        if (address >= 0) {
          space.free(address, table.storedBytes(chunk));
        }
        address = space.allocate(bytes);
      }
      table.place(chunk, address, bytes, mask);
      if (owner == ranks.rank()) {
        places.append(Math.addExact(space.base(), address), at, bytes);
        at += bytes;
      }
    }
    places.sort();
    return places;
  }
}
