package io.jromio.h5vol.daos;

import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.vol.Transfer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves the elements of one dataset. Where memory looks as the store does, chunks are written from
 * it and read into it; else elements pass through a buffer, where they are converted.
 */
final class PartMover {
  /** Bytes of elements that are converted at a time. */
  private static final long BUFFER = 16 << 20;

  /** Elements with variable-length parts that are converted at a time. */
  private static final long MOST_VLEN = 1 << 16;

  private final OpenContainer container;
  private final Transfer part;
  private final TypeConversion conversion;
  private final long elements;
  private final boolean reads;
  private final DaosDataset dataset;
  private final H5Type stored;
  private final ChunkGrid grid;
  private final Dataspace space;
  private long bytes;
  private long requests;

  /**
   * @param elements selected
   */
  PartMover(
      DaosDataset dataset, Transfer part, TypeConversion conversion, long elements, boolean reads) {
    this.container = dataset.container().container();
    this.dataset = dataset;
    this.part = part;
    this.conversion = conversion;
    this.elements = elements;
    this.reads = reads;
    this.stored = dataset.creation().type();
    this.space = dataset.creation().space();
    this.grid = dataset.grid();
  }

  long elements() {
    return elements;
  }

  long bytes() {
    return bytes;
  }

  long requests() {
    return requests;
  }

  H5Type type() {
    return stored;
  }

  boolean isIdentity() {
    return conversion.isIdentity();
  }

  void run() throws IOException {
    if (elements == 0) {
      return;
    }
    Pairing pairing =
        new Pairing(part.selection().runs(space), part.memorySelection().runs(part.memorySpace()));
    if (conversion.isIdentity()) {
      direct(pairing);
    } else {
      try (Arena arena = Arena.ofConfined()) {
        long capacity = Math.max(1, BUFFER / Math.max(stored.size(), part.memory().type().size()));
        capacity = Math.min(capacity, stored.hasVlen() ? MOST_VLEN : elements);
        capacity = Math.min(capacity, elements);
        MemorySegment buffer = arena.allocate(capacity * stored.size(), Long.BYTES);
        if (reads) {
          readConverted(pairing, buffer, capacity);
        } else {
          writeConverted(pairing, buffer, capacity);
        }
      }
    }
  }

  private ChunkBatch batch(MemorySegment memory) throws IOException {
    return new ChunkBatch(container.store(), container.layout().id(dataset.token()), grid, memory);
  }

  private byte[] fill() throws H5Exception {
    FillSpec fill = dataset.creation().fill();
    return fill.value().isEmpty() || fill.time() == FillSpec.Time.NEVER
        ? new byte[stored.size()]
        : dataset.fillPattern(fill.value().get());
  }

  private Blobs fillBlobs() {
    return dataset.creation().fill().value().map(Elements::blobs).orElseGet(Blobs::new);
  }

  private void count(ChunkBatch batch) {
    bytes += batch.movedBytes();
    requests += batch.requests();
  }

  private void direct(Pairing pairing) throws IOException {
    int size = stored.size();
    byte[] fill = reads ? fill() : new byte[0];
    ChunkBatch batch = batch(part.memory().bytes());
    long limit = Math.max(1, ChunkBatch.FULL_BYTES / size);
    while (pairing.next(limit)) {
      long shift = pairing.inMemory() * size;
      long[] done = new long[1];
      grid.cut(
          pairing.inFile(),
          pairing.count(),
          (chunk, offset, count) -> {
            batch.add(chunk, offset * size, count * size, shift + done[0] * size);
            done[0] += count;
          });
      if (batch.isFull()) {
        move(batch, fill);
      }
    }
    move(batch, fill);
    count(batch);
  }

  private void move(ChunkBatch batch, byte[] fill) throws IOException {
    if (reads) {
      batch.read(fill);
    } else {
      batch.write();
    }
  }

  private void writeConverted(Pairing pairing, MemorySegment buffer, long capacity)
      throws IOException {
    int size = stored.size();
    int memorySize = part.memory().type().size();
    BlobSpace blobs = new BlobSpace(container, new Blobs());
    MemoryBlobs memoryBlobs = new MemoryBlobs(part.memory().blobs());
    List<WrittenParts.Part> parts =
        conversion.keepsTarget()
            ? WrittenParts.of(part.memory().type(), stored)
            : List.of(new WrittenParts.Part(0, size));
    ChunkBatch batch = batch(buffer);
    long used = 0;
    while (pairing.next(capacity - used)) {
      Place source = new Place(part.memory().bytes(), pairing.inMemory() * memorySize);
      Place target = new Place(buffer, used * size);
      conversion.convert(source, target, pairing.count(), memoryBlobs, blobs);
      long[] at = {used};
      grid.cut(
          pairing.inFile(),
          pairing.count(),
          (chunk, offset, count) -> {
            add(batch, parts, new long[] {chunk, offset, count, at[0]});
            at[0] += count;
          });
      used += pairing.count();
      if (used == capacity || batch.isFull()) {
        blobs.flush();
        batch.write();
        buffer.fill((byte) 0);
        used = 0;
      }
    }
    blobs.flush();
    batch.write();
    count(batch);
    requests += blobs.requests();
  }

  /**
   * Adds elements of a chunk, or parts of each.
   *
   * @param piece chunk, first element within it, number of elements, first element in the buffer
   */
  private void add(ChunkBatch batch, List<WrittenParts.Part> parts, long[] piece) {
    int size = stored.size();
    if (parts.size() == 1 && parts.getFirst().length() == size) {
      batch.add(piece[0], piece[1] * size, piece[2] * size, piece[3] * size);
      return;
    }
    for (long i = 0; i < piece[2]; i++) {
      for (WrittenParts.Part one : parts) {
        batch.add(
            piece[0],
            (piece[1] + i) * size + one.offset(),
            one.length(),
            (piece[3] + i) * size + one.offset());
      }
    }
  }

  /** Elements that wait in the buffer. */
  private record Waiting(long inMemory, long count, long inBuffer) {}

  private void readConverted(Pairing pairing, MemorySegment buffer, long capacity)
      throws IOException {
    int size = stored.size();
    byte[] fill = fill();
    BlobSpace blobs = new BlobSpace(container, fillBlobs());
    ChunkBatch batch = batch(buffer);
    List<Waiting> waiting = new ArrayList<>();
    long used = 0;
    while (pairing.next(capacity - used)) {
      waiting.add(new Waiting(pairing.inMemory(), pairing.count(), used));
      long[] at = {used};
      grid.cut(
          pairing.inFile(),
          pairing.count(),
          (chunk, offset, count) -> {
            batch.add(chunk, offset * size, count * size, at[0] * size);
            at[0] += count;
          });
      used += pairing.count();
      if (used == capacity || batch.isFull()) {
        batch.read(fill);
        convert(waiting, buffer, used, blobs);
        used = 0;
      }
    }
    batch.read(fill);
    convert(waiting, buffer, used, blobs);
    count(batch);
    requests += blobs.requests();
  }

  private void convert(List<Waiting> waiting, MemorySegment buffer, long used, BlobSpace blobs)
      throws H5Exception {
    if (stored.hasVlen()) {
      blobs.prefetch(stored, buffer, used);
    }
    int memorySize = part.memory().type().size();
    MemoryBlobs target = new MemoryBlobs(part.memory().blobs());
    for (Waiting one : waiting) {
      conversion.convert(
          new Place(buffer, one.inBuffer() * stored.size()),
          new Place(part.memory().bytes(), one.inMemory() * memorySize),
          one.count(),
          blobs,
          target);
    }
    waiting.clear();
  }
}
