package io.jromio.bench.h5;

import io.jromio.bench.console.Progress;
import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolDataset;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies the elements of a dataset in boxes of bounded size, which the ranks take in turn. Boxes
 * consist of whole chunks of the target, so that no chunk is written twice. All transfers are
 * collective: ranks that have no box left take part without elements.
 */
final class DatasetCopy {
  private final VolDataset source;
  private final VolDataset target;
  private final References references;
  private final Progress progress;

  DatasetCopy(VolDataset source, VolDataset target, References references, Progress progress) {
    this.source = source;
    this.target = target;
    this.references = references;
    this.progress = progress;
  }

  void copy() throws H5Exception {
    DatasetCreation creation = target.creation();
    H5Type type = source.creation().type();
    Communicator ranks = target.file().communicator();
    long[] unit = new long[creation.space().rank()];
    Arrays.fill(unit, 1);
    if (creation.layout() instanceof StorageLayout.Chunked chunked) {
      unit = chunked.shape();
    }
    Boxes boxes = new Boxes(creation.space(), unit, DatasetReader.limit(type));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = MemorySegment.NULL;
      while (boxes.hasNext()) {
        Boxes.Box mine = null;
        for (int rank = 0; rank < ranks.size() && boxes.hasNext(); rank++) {
          Boxes.Box box = boxes.next();
          mine = rank == ranks.rank() ? box : mine;
        }
        long bytes = mine == null ? 0 : mine.space().elements() * type.size();
        if (memory.byteSize() < bytes) {
          memory = arena.allocate(bytes, Long.BYTES);
        }
        move(mine, new Elements(type, memory.asSlice(0, bytes), new Blobs()));
        progress.bytes(bytes);
      }
    }
  }

  private void move(Boxes.@Nullable Box box, Elements memory) throws H5Exception {
    transfer(Direction.READ, source, box, memory);
    transfer(Direction.WRITE, target, box, references.translate(memory));
  }

  private static void transfer(
      Direction direction, VolDataset dataset, Boxes.@Nullable Box box, Elements memory)
      throws H5Exception {
    Transfer part =
        box == null
            ? new Transfer(dataset, Selection.none(), memory, Dataspace.of(0), Selection.none())
            : new Transfer(dataset, box.selection(), memory, box.space(), Selection.all());
    dataset.file().transfer(direction, TransferMode.COLLECTIVE, List.of(part)).await();
  }
}
