package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.datatype.Datatype;
import io.jromio.h5vol.nativefile.transfer.StructBlocks.Member;
import io.jromio.h5vol.vol.Direction;
import io.jromio.mpiio.View;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Writes one member of small structs in memory to a dataset of its own: the member is gathered, and
 * what is written lies side by side in memory and in the file.
 */
final class ColumnMover implements Mover {
  /** Bytes of structs that are rather read whole than one member by one. */
  private static final int SMALL_STRUCT = 256;

  private final MoveContext context;
  private final PartPlan plan;
  private final MemorySegment structs;
  private final long displacement;
  private long moved;

  private ColumnMover(
      MoveContext context, PartPlan plan, MemorySegment structs, long displacement) {
    this.context = context;
    this.plan = plan;
    this.structs = structs;
    this.displacement = displacement;
  }

  /**
   * @return empty if the part is not of this kind: words of structs that lie side by side, all
   *     elements of one run in the file
   */
  static Optional<Mover> of(MoveContext context, PartPlan plan) {
    if (context.direction() != Direction.WRITE
        || !plan.isDirect()
        || !plan.moved().isOne()
        || !plan.moved().isWhole(plan.fileSize())
        || plan.memorySize() == plan.fileSize()
        || plan.memorySize() > SMALL_STRUCT
        || !(plan.storage() instanceof Storage.Contiguous contiguous)
        || contiguous.address() < 0) {
      return Optional.empty();
    }
    long inFile = plan.fileRuns().only(plan.elements());
    long inMemory = plan.memoryRuns().only(plan.elements());
    ElementBytes.Piece piece = plan.moved().first();
    if (inFile < 0
        || inMemory < 0
        || !StructBlocks.areWords(plan.memorySize(), piece.memory(), piece.length())) {
      return Optional.empty();
    }
    long size = plan.memorySize();
    MemorySegment structs = plan.memory().asSlice(inMemory * size, plan.elements() * size);
    long address = Math.addExact(context.base(), contiguous.address());
    return Optional.of(new ColumnMover(context, plan, structs, address + inFile * plan.fileSize()));
  }

  @Override
  public boolean hasNext() {
    return moved < plan.elements();
  }

  @Override
  public Request next() {
    long length = plan.fileSize();
    long from = moved;
    long count = Math.min(plan.elements() - from, Math.max(1, context.limits().bytes() / length));
    moved += count;
    MemorySegment column = context.staging().of(count * length).asSlice(0, count * length);
    Member member = new Member(plan.moved().first().memory(), plan.fileSize(), column);
    long size = plan.memorySize();
    new StructBlocks(List.of(member), plan.memorySize())
        .split(structs.asSlice(from * size, count * size), 0, count);
    View view = new View(displacement + from * length, Datatype.BYTE);
    return new Request(view, column, Datatype.contiguous(count * length, Datatype.BYTE), () -> {});
  }
}
