package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.Order;
import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.hints.Hints;
import io.jromio.hints.JromioHints;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One collective call with everything chosen at random from a seed, so that every rank can work out
 * all ranks' parts, and its naive counterpart: piece by piece, rank after rank.
 */
final class Scenario {
  static final byte UNTOUCHED = 0x5a;

  private static final long[] BUFFER_SIZES = {1, 7, 64, 100, 1000, 4096, 1 << 20};
  private static final int UNIT = 64;
  private static final long[] SIZES = {0, 1, UNIT - 1, UNIT, UNIT + 1, 997};

  /** One rank's request: what it touches, and the layout of its memory. */
  record Part(AccessList list, Datatype memoryType, long memoryCount, MemorySegment data) {}

  final String label;
  final int[] aggregators;
  final Hints hints;
  final Part[] parts;
  final byte[] before;

  /** Makes the {@code number}th scenario of a seed. */
  Scenario(long seed, int number, int ranks, boolean overlapping) throws MpiIoException {
    Random random = new Random(seed * 31 + number * 1009L + ranks);
    aggregators = aggregators(random, ranks);
    hints = hints(random, overlapping);
    before = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(6000)];
    random.nextBytes(before);
    int kind = random.nextInt(6);
    parts = new Part[ranks];
    for (int rank = 0; rank < ranks; rank++) {
      AccessList list =
          overlapping ? anywhere(random) : separate(random, kind, new int[] {rank, ranks});
      byte[] data = new byte[Math.toIntExact(list.bytes())];
      random.nextBytes(data);
      parts[rank] = part(random, list, MemorySegment.ofArray(data));
    }
    label =
        "seed=%d number=%d ranks=%d overlapping=%s kind=%d aggregators=%s hints=%s"
            .formatted(
                seed,
                number,
                ranks,
                overlapping,
                kind,
                Arrays.toString(aggregators),
                hints.toInfo());
  }

  private static int[] aggregators(Random random, int ranks) {
    int[] all = IntStream.range(0, ranks).toArray();
    for (int i = ranks - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = all[i];
      all[i] = all[j];
      all[j] = moved;
    }
    return Arrays.copyOf(all, 1 + random.nextInt(ranks));
  }

  private static Hints hints(Random random, boolean overlapping) {
    Toggle[] modes = {Toggle.ENABLE, Toggle.ENABLE, Toggle.AUTOMATIC, Toggle.DISABLE};
    Toggle mode = overlapping ? Toggle.ENABLE : modes[random.nextInt(modes.length)];
    Toggle[] toggles = Toggle.values();
    return Hints.defaults()
        .with(RomioHints.CB_WRITE, mode)
        .with(RomioHints.CB_READ, mode)
        .with(RomioHints.CB_BUFFER_SIZE, BUFFER_SIZES[random.nextInt(BUFFER_SIZES.length)])
        .with(RomioHints.DS_WRITE, toggles[random.nextInt(toggles.length)])
        .with(RomioHints.DS_READ, toggles[random.nextInt(toggles.length)])
        .with(JromioHints.CB_IO_THREAD, random.nextInt(6) == 0 ? Toggle.ENABLE : Toggle.DISABLE)
        .with(
            JromioHints.CB_SHARED_MEMORY,
            random.nextInt(5) == 0 ? Toggle.DISABLE : Toggle.AUTOMATIC)
        .with(RomioHints.STRIPING_UNIT, random.nextBoolean() ? 0L : 1L + random.nextInt(200))
        .with(RomioHints.MIN_FDOMAIN_SIZE, random.nextInt(4) == 0 ? 500L : 0L);
  }

  /** What a rank touches such that no two ranks share a byte. */
  private static AccessList separate(Random random, int kind, int[] rankOf) throws MpiIoException {
    int rank = rankOf[0];
    int ranks = rankOf[1];
    long bytes = random.nextInt(4) == 0 ? 0 : SIZES[random.nextInt(SIZES.length)];
    return switch (kind) {
      case 0 -> view(100, Datatype.BYTE).access(1000L * rank, bytes);
      case 1 -> view(100, Datatype.BYTE).access(1000L * (ranks - 1 - rank), bytes);
      case 2 -> {
        Datatype blocks = Datatype.vector(3, 5, 5L * (1L + ranks), Datatype.BYTE);
        Datatype tile = Datatype.resized(blocks, 0, 15L * (1L + ranks));
        yield view(11 + 5L * rank, tile).access(random.nextInt(40), bytes);
      }
      case 3 -> {
        long[] displacements = {3L * rank, 50 + 7L * rank, 50 + 7L * ranks + rank};
        Datatype tile = Datatype.hindexed(new long[] {3, 7, 1}, displacements, Datatype.BYTE);
        yield view(0, Datatype.resized(tile, 0, 60 + 8L * ranks)).access(0, bytes);
      }
      case 4 -> {
        int[] sizes = {6, 4 * ranks, 3};
        int[] subsizes = {6, 4, 3};
        int[] starts = {0, 4 * rank, 0};
        Datatype tile = Datatype.subarray(sizes, subsizes, starts, Order.C, Datatype.BYTE);
        yield view(64, tile).access(random.nextInt(10), bytes);
      }
      default -> {
        // Tiles that interleave: bytes 0 and 30 of a tile of extent 20, shifted by rank.
        Datatype two =
            Datatype.hindexed(new long[] {2, 2}, new long[] {2L * rank, 30L}, Datatype.BYTE);
        AccessList list = view(7, Datatype.resized(two, 0, 20)).access(0, Math.min(bytes, 50));
        yield rank == 0 ? list : AccessList.contiguous(5000 + 100L * rank, Math.min(bytes, 100));
      }
    };
  }

  /** What a rank touches, whatever the others do. */
  private static AccessList anywhere(Random random) throws MpiIoException {
    long bytes = SIZES[random.nextInt(SIZES.length)];
    int blocks = 1 + random.nextInt(5);
    long[] lengths = new long[blocks];
    long[] displacements = new long[blocks];
    long at = 0;
    for (int i = 0; i < blocks; i++) {
      at += random.nextInt(3) == 0 ? 0 : random.nextInt(150);
      displacements[i] = at;
      lengths[i] = 1L + random.nextInt(40);
      at += lengths[i];
    }
    Datatype tile = Datatype.hindexed(lengths, displacements, Datatype.BYTE);
    Datatype resized = Datatype.resized(tile, 0, at + random.nextInt(100));
    return view(random.nextInt(500), resized).access(random.nextInt(100), bytes);
  }

  private static FileView view(long displacement, Datatype filetype) throws MpiIoException {
    return new FileView(displacement, Datatype.BYTE, filetype);
  }

  private static Part part(Random random, AccessList list, MemorySegment data) {
    return switch (random.nextInt(3)) {
      case 0 -> new Part(list, Datatype.BYTE, data.byteSize(), data);
      case 1 -> {
        Datatype gaps = Datatype.resized(Datatype.vector(2, 3, 5, Datatype.BYTE), 0, 11);
        yield new Part(list, gaps, (data.byteSize() + 5) / 6, data);
      }
      default -> {
        Datatype backwards = Datatype.hindexed(new long[] {4, 4}, new long[] {6, 0}, Datatype.BYTE);
        yield new Part(list, backwards, (data.byteSize() + 7) / 8, data);
      }
    };
  }

  /** Memory for a part, with nothing in it yet. */
  static MemorySegment memory(Part part, Arena arena) {
    long span = part.memoryCount() * Math.max(part.memoryType().extent(), 1) + 16;
    MemorySegment memory =
        part.memoryCount() % 2 == 0
            ? arena.allocate(span)
            : MemorySegment.ofArray(new byte[Math.toIntExact(span)]);
    return memory.fill(UNTOUCHED);
  }

  static TypedBuffer typed(Part part, MemorySegment memory) {
    return new TypedBuffer(memory, part.memoryType(), part.memoryCount());
  }

  /** Writes what every rank would write, rank after rank, piece by piece. */
  void writeNaively(AdioFile file) throws MpiIoException {
    file.writeAt(0, MemorySegment.ofArray(before));
    for (Part part : parts) {
      for (AccessCursor at = part.list().cursor(); at.hasPiece(); at.next()) {
        file.writeAt(at.offset(), part.data().asSlice(at.dataOffset(), at.length()));
      }
    }
  }

  /** Reads what a rank would read, piece by piece; returns the bytes before the end of the file. */
  static long readNaively(AdioFile file, Part part, TypedBuffer into) throws MpiIoException {
    long bytes = 0;
    for (AccessCursor at = part.list().cursor(); at.hasPiece(); at.next()) {
      MemorySegment piece = MemorySegment.ofArray(new byte[Math.toIntExact(at.length())]);
      long read = file.readAt(at.offset(), piece);
      into.unpack(at.dataOffset(), piece.asSlice(0, read));
      bytes += read;
    }
    return bytes;
  }

  static byte[] content(AdioFile file) throws MpiIoException {
    byte[] content = new byte[Math.toIntExact(file.size())];
    file.readAt(0, MemorySegment.ofArray(content));
    return content;
  }
}
