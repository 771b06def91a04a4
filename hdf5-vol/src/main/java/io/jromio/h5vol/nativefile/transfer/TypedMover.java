package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.datatype.Datatype;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Slab;
import io.jromio.mpiio.View;
import java.util.Optional;

/** Regular selections of elements that lie side by side, moved as they are: one call, no copy. */
final class TypedMover implements Mover {
  private final PartPlan plan;
  private final long displacement;
  private final Datatype inFile;
  private final Datatype inMemory;
  private boolean given;

  private TypedMover(PartPlan plan, long displacement, Datatype inFile, Datatype inMemory) {
    this.plan = plan;
    this.displacement = displacement;
    this.inFile = inFile;
    this.inMemory = inMemory;
  }

  /**
   * @return empty if the part is not of this kind
   */
  static Optional<Mover> of(PartPlan plan, long base) throws H5Exception {
    if (!plan.isDirect()
        || !plan.moved().isOne()
        || !(plan.storage() instanceof Storage.Contiguous contiguous)
        || contiguous.address() < 0) {
      return Optional.empty();
    }
    long[] shape = plan.dataset().creation().space().shape();
    Optional<Slab> slab = plan.fileSlab();
    if (slab.isEmpty() || !SlabTypes.isSmall(slab.get(), shape)) {
      return Optional.empty();
    }
    ElementBytes.Piece piece = plan.moved().first();
    Datatype unit = SlabTypes.element(piece.memory(), piece.length(), plan.memorySize());
    Optional<Datatype> memory = memory(plan, unit);
    if (memory.isEmpty()) {
      return Optional.empty();
    }
    Datatype file =
        SlabTypes.of(
            slab.get(), shape, SlabTypes.element(piece.file(), piece.length(), plan.fileSize()));
    return Optional.of(
        new TypedMover(plan, Math.addExact(base, contiguous.address()), file, memory.get()));
  }

  private static Optional<Datatype> memory(PartPlan plan, Datatype unit) {
    Optional<Slab> slab = plan.memorySlab();
    if (slab.isEmpty()) {
      return SlabTypes.of(plan.memoryRuns(), unit);
    }
    long[] shape = plan.part().memorySpace().shape();
    return SlabTypes.isSmall(slab.get(), shape)
        ? Optional.of(SlabTypes.of(slab.get(), shape, unit))
        : Optional.empty();
  }

  @Override
  public boolean hasNext() {
    return !given;
  }

  @Override
  public Request next() {
    given = true;
    return new Request(new View(displacement, inFile), plan.memory(), inMemory, () -> {});
  }
}
