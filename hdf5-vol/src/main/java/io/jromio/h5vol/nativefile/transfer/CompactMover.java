package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.convert.BlobStore;
import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements that are kept with the description of their dataset: in the memory of every rank. */
final class CompactMover {
  private final PartPlan plan;
  private final Storage.Compact storage;

  CompactMover(PartPlan plan, Storage.Compact storage) {
    this.plan = plan;
    this.storage = storage;
  }

  /** Local. */
  void read(BlobStore heap) throws H5Exception {
    PieceWalk walk = plan.walk();
    while (walk.next(Long.MAX_VALUE)) {
      Place source = new Place(storage.bytes(), walk.place() * plan.fileSize());
      plan.toMemory(source, walk.element(), walk.count(), heap);
    }
  }

  /** Collective: every rank gets the elements of all, in the order of ranks. */
  void write(Ranks ranks) throws H5Exception {
    List<byte[]> mine = new ArrayList<>();
    H5Exception failure = Ranks.attempt(() -> mine.add(message()));
    ranks.agree(failure);
    byte[][] all = ranks.comm().allgather(mine.getFirst());
    boolean changed = false;
    for (byte[] message : all) {
      changed |= apply(message);
    }
    if (changed) {
      plan.dataset().storageChanged();
    }
  }

  private byte[] message() throws H5Exception {
    Extents pieces = FilteredReader.piecesOf(plan);
    ByteWriter head = new ByteWriter().u2(plan.moved().pieces().size());
    for (ElementBytes.Piece piece : plan.moved().pieces()) {
      head.u4(piece.file()).u4(piece.length());
    }
    byte[] body =
        new byte[Math.toIntExact(PieceMessage.size(pieces, 0, pieces.size(), plan.fileSize()))];
    long at = 0;
    for (int i = 0; i < pieces.size(); i++) {
      at = PieceMessage.write(plan, pieces, i, new Place(MemorySegment.ofArray(body), at));
    }
    return head.raw(body).bytes();
  }

  private boolean apply(byte[] message) throws H5Exception {
    ByteReader reader = new ByteReader(message, "elements of another rank");
    int count = reader.u2();
    List<ElementBytes.Piece> moved = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int file = (int) reader.u4();
      moved.add(new ElementBytes.Piece(file, file, (int) reader.u4()));
    }
    if (reader.left() == 0) {
      return false;
    }
    MemorySegment body = MemorySegment.ofArray(reader.raw(reader.left()));
    new PieceMessage(body, plan.fileSize())
        .apply(0, Long.MAX_VALUE, storage.bytes(), new ElementBytes(moved));
    return true;
  }

  static Storage.@Nullable Compact of(PartPlan plan) {
    return plan.storage() instanceof Storage.Compact compact ? compact : null;
  }
}
