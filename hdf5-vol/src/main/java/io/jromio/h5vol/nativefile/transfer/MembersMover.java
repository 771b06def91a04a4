package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.datatype.Datatype;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.transfer.StructBlocks.Member;
import io.jromio.h5vol.vol.Direction;
import io.jromio.mpiio.View;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Several members of the same structs, each from or to an array of its own: whole structs are put
 * together in memory, so that the file is touched once and without holes, not once for each member.
 */
final class MembersMover implements Mover {
  private final MoveContext context;
  private final StructBlocks blocks;
  private final int size;
  private final long displacement;
  private final long elements;
  private long moved;

  private MembersMover(MoveContext context, PartPlan first, List<Member> members, long address) {
    this.context = context;
    this.size = first.fileSize();
    this.blocks = new StructBlocks(members, size);
    this.displacement = address;
    this.elements = first.elements();
  }

  /**
   * @return empty if the parts are not of this kind: all members of the same structs, side by side
   *     in the file and in memory
   */
  static Optional<Mover> of(MoveContext context, List<PartPlan> plans) throws H5Exception {
    PartPlan first = plans.getFirst();
    if (plans.size() < 2
        || !(first.storage() instanceof Storage.Contiguous contiguous)
        || contiguous.address() < 0) {
      return Optional.empty();
    }
    long start = first.fileRuns().only(first.elements());
    List<Member> members = new ArrayList<>();
    int covered = 0;
    for (PartPlan plan : plans) {
      long inMemory = plan.memoryRuns().only(first.elements());
      boolean fits =
          plan.dataset().equals(first.dataset())
              && plan.isDirect()
              && plan.moved().isOne()
              && plan.moved().bytes() == plan.memorySize()
              && inMemory >= 0
              && start >= 0
              && plan.fileRuns().only(first.elements()) == start;
      if (!fits) {
        return Optional.empty();
      }
      covered += plan.moved().bytes();
      long bytes = first.elements() * plan.memorySize();
      MemorySegment array = plan.memory().asSlice(inMemory * plan.memorySize(), bytes);
      members.add(new Member(plan.moved().first().file(), plan.moved().bytes(), array));
    }
    if (covered != first.fileSize() || overlap(members)) {
      return Optional.empty();
    }
    long address = contiguous.address() + start * first.fileSize();
    return Optional.of(
        new MembersMover(context, first, members, Math.addExact(context.base(), address)));
  }

  private static boolean overlap(List<Member> members) {
    List<Member> sorted = new ArrayList<>(members);
    sorted.sort(Comparator.comparingInt(Member::offset));
    int end = 0;
    for (Member member : sorted) {
      if (member.offset() < end) {
        return true;
      }
      end = member.offset() + member.length();
    }
    return false;
  }

  @Override
  public boolean hasNext() {
    return moved < elements;
  }

  @Override
  public Request next() {
    long from = moved;
    long count = Math.min(elements - from, Math.max(1, context.limits().bytes() / size));
    moved += count;
    MemorySegment structs = context.staging().of(count * size).asSlice(0, count * size);
    View view = new View(displacement + from * size, Datatype.BYTE);
    Datatype whole = Datatype.contiguous(count * size, Datatype.BYTE);
    if (context.direction() == Direction.WRITE) {
      blocks.join(structs, from, count);
      return new Request(view, structs, whole, () -> {});
    }
    return new Request(view, structs, whole, () -> blocks.split(structs, from, count));
  }
}
