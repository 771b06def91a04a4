package io.jromio.bench.h5;

import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolDataset;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Reads boxes of a dataset, in the type that is stored, into the same memory again and again. */
final class DatasetReader implements AutoCloseable {
  /** Bytes of a box, content of variable length not counted. */
  static final long BOX = 8L << 20;

  private final VolDataset dataset;
  private final H5Type type;
  private final Arena arena = Arena.ofShared();
  private MemorySegment memory = MemorySegment.NULL;

  DatasetReader(VolDataset dataset) {
    this.dataset = dataset;
    this.type = dataset.creation().type();
  }

  /** Elements that a box may have. */
  static long limit(H5Type type) {
    return Math.max(1, BOX / type.size());
  }

  /** The elements of a box, valid until the next call. */
  Elements read(Boxes.Box box) throws H5Exception {
    long bytes = box.space().elements() * type.size();
    if (memory.byteSize() < bytes) {
      memory = arena.allocate(bytes, Long.BYTES);
    }
    Elements elements = new Elements(type, memory.asSlice(0, bytes), new Blobs());
    Transfer part = new Transfer(dataset, box.selection(), elements, box.space(), Selection.all());
    dataset.file().transfer(Direction.READ, TransferMode.INDEPENDENT, List.of(part)).await();
    return elements;
  }

  @Override
  public void close() {
    arena.close();
  }
}
