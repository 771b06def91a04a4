package io.jromio.h5vol.daos;

import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.model.TransferReport.Reason;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves elements: each rank its own, straight between the store and its memory. In a collective
 * call the ranks agree twice, on whether all parts can be moved, and on whether they were.
 */
final class ElementMover {
  private final ContainerFile file;

  ElementMover(ContainerFile file) {
    this.file = file;
  }

  /** Something that may fail on one rank. */
  private interface Step {
    void run() throws IOException;
  }

  TransferReport move(Direction direction, TransferMode mode, List<Transfer> parts)
      throws H5Exception {
    file.checkOpen();
    if (direction == Direction.WRITE) {
      file.checkWritable();
    }
    boolean collective = mode == TransferMode.COLLECTIVE;
    if (collective) {
      StringBuilder call = new StringBuilder("transfer ").append(direction);
      for (Transfer part : parts) {
        call.append(" token=").append(part.dataset().token().value());
      }
      file.agreement().note(call.toString());
    }
    List<PartMover> movers = new ArrayList<>();
    step(
        collective,
        direction + " elements",
        () -> {
          for (Transfer part : parts) {
            movers.add(mover(direction, part));
          }
        });
    step(
        collective,
        direction + " elements",
        () -> {
          for (PartMover mover : movers) {
            mover.run();
          }
        });
    return report(collective, movers);
  }

  private void step(boolean collective, String what, Step step) throws H5Exception {
    @Nullable H5Exception failure = null;
    try {
      step.run();
    } catch (IOException e) {
      failure = StoreErrors.of(e, file.agreement().doing(what));
    } catch (RuntimeException e) {
      failure = file.agreement().misuse(e, what);
    }
    if (collective) {
      file.agreement().agree(failure);
    } else if (failure != null) {
      throw failure;
    }
  }

  private static TransferReport report(boolean collective, List<PartMover> movers) {
    Set<Reason> reasons = EnumSet.of(Reason.CONNECTOR_INDEPENDENT);
    if (!collective) {
      reasons.add(Reason.INDEPENDENT_REQUESTED);
    }
    long elements = 0;
    long bytes = 0;
    long requests = 0;
    for (PartMover mover : movers) {
      elements += mover.elements();
      bytes += mover.bytes();
      requests += mover.requests();
      if (mover.type().hasVlen()) {
        reasons.add(Reason.VARIABLE_LENGTH);
      } else if (!mover.isIdentity()) {
        reasons.add(Reason.TYPE_CONVERSION);
      }
    }
    return new TransferReport(false, reasons, elements, bytes, requests);
  }

  /** Checks a part. */
  private PartMover mover(Direction direction, Transfer part) throws IOException {
    if (!(part.dataset() instanceof DaosDataset dataset) || dataset.container() != file) {
      throw new H5Exception(
          H5Error.ARG,
          "dataset of another file: token=0x%x".formatted(part.dataset().token().value()));
    }
    dataset.checkUsable();
    Dataspace space = dataset.creation().space();
    long elements;
    long inMemory;
    try {
      elements = part.selection().elements(space);
      inMemory = part.memorySelection().elements(part.memorySpace());
    } catch (IllegalArgumentException e) {
      throw new H5Exception(H5Error.ARG, String.valueOf(e.getMessage()), e);
    }
    if (elements != inMemory || part.memory().count() < part.memorySpace().elements()) {
      throw new H5Exception(
          H5Error.ARG,
          "other numbers of elements: selected=%d in memory=%d, memory has=%d needs=%d"
              .formatted(elements, inMemory, part.memory().count(), part.memorySpace().elements()));
    }
    boolean reads = direction == Direction.READ;
    if (reads && part.memory().bytes().isReadOnly()) {
      throw new H5Exception(H5Error.ARG, "read into read-only memory");
    }
    H5Type stored = dataset.creation().type();
    H5Type memory = part.memory().type();
    TypeConversion conversion =
        reads ? TypeConversion.between(stored, memory) : TypeConversion.between(memory, stored);
    return new PartMover(dataset, part, conversion, elements, reads);
  }
}
