package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.BlobStore;
import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Runs;
import io.jromio.h5vol.model.Slab;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.Direction;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** One part of a transfer, found good: what goes where, and what must be done to the elements. */
final class PartPlan {
  private final Transfers.Part part;
  private final Direction direction;
  private final Storage storage;
  private final ChunkGrid grid;
  private final TypeConversion conversion;
  private final long elements;

  /** Bytes that are moved as they are; empty if elements are converted. */
  private final Optional<ElementBytes> direct;

  /** Bytes of an element in the file that are moved. */
  private final ElementBytes moved;

  /** Elements as the file has them, in the order of the selection, instead of the caller's. */
  private final Optional<MemorySegment> packed;

  private PartPlan(
      Transfers.Part part, Direction direction, Storage storage, Optional<MemorySegment> packed)
      throws H5Exception {
    this.part = part;
    this.direction = direction;
    this.storage = storage;
    this.packed = packed;
    boolean reads = direction == Direction.READ;
    H5Type file = part.dataset().creation().type();
    H5Type memory = part.memory().type();
    Dataspace space = part.dataset().creation().space();
    grid =
        storage instanceof Storage.Chunked chunked
            ? ChunkGrid.of(space.shape(), chunked.shape())
            : ChunkGrid.whole();
    conversion =
        reads ? TypeConversion.between(file, memory) : TypeConversion.between(memory, file);
    elements = part.selection().elements(space);
    ElementBytes set = reads ? ElementBytes.whole(file.size()) : ElementBytes.set(file, memory);
    if (packed.isPresent()) {
      direct = Optional.of(set);
      moved = set;
    } else {
      direct = ElementBytes.direct(file, memory).filter(ElementBytes::isOne);
      moved = direct.orElse(set);
    }
  }

  /**
   * Checks a part.
   *
   * @throws H5Exception {@link H5Error#ARG} for selections and memory that do not fit; {@link
   *     H5Error#CONVERSION}; {@link H5Error#UNSUPPORTED}
   */
  static PartPlan of(Direction direction, Transfers.Part part) throws H5Exception {
    String path = part.dataset().path();
    if (part.dataset().creation().layout() instanceof StorageLayout.Foreign foreign) {
      throw new H5Exception(
          H5Error.UNSUPPORTED, "layout=%s dataset=%s".formatted(foreign.what(), path));
    }
    try {
      Dataspace space = part.dataset().creation().space();
      long inFile = part.selection().elements(space);
      long inMemory = part.memorySelection().elements(part.memorySpace());
      Elements memory = part.memory();
      if (inFile != inMemory) {
        throw wrong("other numbers of elements", "file=%d memory=%d", inFile, inMemory, path);
      }
      if (memory.count() < part.memorySpace().elements()) {
        long needed = part.memorySpace().elements();
        throw wrong("memory is too small", "has=%d needs=%d", memory.count(), needed, path);
      }
      if (direction == Direction.READ && memory.bytes().isReadOnly()) {
        throw new H5Exception(
            H5Error.ARG, "memory to read into cannot be written: dataset=" + path);
      }
    } catch (IllegalArgumentException e) {
      throw new H5Exception(H5Error.ARG, "%s, dataset=%s".formatted(e.getMessage(), path), e);
    }
    return new PartPlan(part, direction, part.dataset().storage(), Optional.empty());
  }

  private static H5Exception wrong(String what, String numbers, long one, long other, String path) {
    return new H5Exception(
        H5Error.ARG, "%s: %s dataset=%s".formatted(what, numbers.formatted(one, other), path));
  }

  /** The same part, its elements as they are to be in the file. */
  PartPlan packed(MemorySegment elementsInFile) throws H5Exception {
    return new PartPlan(part, direction, storage, Optional.of(elementsInFile));
  }

  Transfers.Part part() {
    return part;
  }

  StoredDataset dataset() {
    return part.dataset();
  }

  String path() {
    return part.dataset().path();
  }

  Storage storage() {
    return storage;
  }

  ChunkGrid grid() {
    return grid;
  }

  TypeConversion conversion() {
    return conversion;
  }

  long elements() {
    return elements;
  }

  boolean isDirect() {
    return direct.isPresent();
  }

  /** Whether elements are converted on the way. */
  boolean isConverted() {
    return !part.dataset().creation().type().equals(part.memory().type())
        && (direct.isEmpty() || packed.isPresent());
  }

  ElementBytes moved() {
    return moved;
  }

  /** Bytes of an element in the file. */
  int fileSize() {
    return part.dataset().creation().type().size();
  }

  /** Bytes of an element in memory. */
  int memorySize() {
    return packed.isPresent() ? fileSize() : part.memory().type().size();
  }

  MemorySegment memory() {
    return packed.orElse(part.memory().bytes());
  }

  MemoryBlobs memoryBlobs() {
    return new MemoryBlobs(part.memory().blobs());
  }

  boolean isFiltered() {
    return !part.dataset().creation().filters().isEmpty();
  }

  boolean hasVlen() {
    return part.dataset().creation().type().hasVlen();
  }

  Runs fileRuns() {
    return part.selection().runs(part.dataset().creation().space());
  }

  Runs memoryRuns() {
    return packed.isPresent()
        ? new OneRun(elements)
        : part.memorySelection().runs(part.memorySpace());
  }

  PieceWalk walk() {
    return new PieceWalk(fileRuns(), memoryRuns(), grid);
  }

  Optional<Slab> fileSlab() {
    return part.selection().regular(part.dataset().creation().space());
  }

  Optional<Slab> memorySlab() {
    return packed.isPresent()
        ? Optional.empty()
        : part.memorySelection().regular(part.memorySpace());
  }

  /** The address of a chunk, -1 if it has no place; of all elements where there are no chunks. */
  long address(long chunk) throws H5Exception {
    return switch (storage) {
      case Storage.Contiguous contiguous -> contiguous.address();
      case Storage.Chunked chunked -> chunked.table().address(chunk);
      case Storage.Compact compact ->
          throw new H5Exception(H5Error.ARG, "compact elements have no address: " + compact);
    };
  }

  /** The address of an element by its place, -1 if its chunk has none. */
  long addressOf(long place) throws H5Exception {
    long chunk = place / grid.elements();
    long address = address(chunk);
    return address < 0
        ? -1
        : Math.addExact(address, Math.multiplyExact(place - chunk * grid.elements(), fileSize()));
  }

  private boolean copies() {
    return packed.isPresent() || (direct.isPresent() && moved.isWhole(fileSize()));
  }

  private static boolean mayHaveGaps(H5Type type) {
    return type instanceof CompoundType || type instanceof ArrayType;
  }

  /** Makes elements as they are to be in the file from those in memory, side by side. */
  void toFile(long element, long count, Place target) throws H5Exception {
    long from = element * memorySize();
    long bytes = count * fileSize();
    MemorySegment memory = memory();
    if (copies()) {
      MemorySegment.copy(memory, from, target.segment(), target.offset(), bytes);
      return;
    }
    if (mayHaveGaps(part.dataset().creation().type())) {
      // What lies between members is not set by conversion.
      target.segment().asSlice(target.offset(), bytes).fill((byte) 0);
    }
    conversion.convert(new Place(memory, from), target, count, memoryBlobs(), memoryBlobs());
  }

  /**
   * Makes elements in memory from those of the file, side by side.
   *
   * @param heap where parts of variable length are read from
   */
  void toMemory(Place source, long element, long count, BlobStore heap) throws H5Exception {
    Place target = new Place(memory(), element * memorySize());
    if (copies()) {
      MemorySegment.copy(
          source.segment(), source.offset(), target.segment(), target.offset(), count * fileSize());
    } else {
      conversion.convert(source, target, count, hasVlen() ? heap : memoryBlobs(), memoryBlobs());
    }
  }

  /** Gives elements in memory the fill value. */
  void fill(long element, long count) throws H5Exception {
    Elements value = FillValue.of(part.dataset().creation());
    TypeConversion toMemory = TypeConversion.between(value.type(), part.memory().type());
    long size = memorySize();
    MemorySegment memory = memory();
    MemoryBlobs from = new MemoryBlobs(value.blobs());
    boolean copies = !mayHaveGaps(part.memory().type());
    for (long i = 0; i < (copies ? Math.min(1, count) : count); i++) {
      Place target = new Place(memory, (element + i) * size);
      toMemory.convert(new Place(value.bytes(), 0), target, 1, from, memoryBlobs());
    }
    if (copies && count > 1) {
      MemorySegment row = memory.asSlice(element * size, count * size);
      FillValue.repeat(row.asSlice(0, size).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE), row);
    }
  }

  private static final class OneRun implements Runs {
    private final long elements;
    private boolean given;

    OneRun(long elements) {
      this.elements = elements;
    }

    @Override
    public boolean next() {
      boolean first = !given && elements > 0;
      given = true;
      return first;
    }

    @Override
    public long start() {
      return 0;
    }

    @Override
    public long length() {
      return elements;
    }
  }
}
