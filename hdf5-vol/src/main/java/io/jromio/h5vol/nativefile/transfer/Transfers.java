package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.TransferMode;
import java.util.List;

/** The only way in; see {@link io.jromio.h5vol.vol.VolFile#transfer} for what it promises. */
public final class Transfers {
  private final RawSpace space;
  private final Limits limits;
  private final Staging staging = new Staging();

  public Transfers(RawSpace space) {
    this(space, Limits.DEFAULT);
  }

  Transfers(RawSpace space, Limits limits) {
    this.space = space;
    this.limits = limits;
  }

  /** As {@link io.jromio.h5vol.vol.Transfer}, of a stored dataset. */
  public record Part(
      StoredDataset dataset,
      Selection selection,
      Elements memory,
      Dataspace memorySpace,
      Selection memorySelection) {}

  public TransferReport move(Direction direction, TransferMode mode, List<Part> parts)
      throws H5Exception {
    return new Move(space, new Move.Kind(direction, mode, limits), staging).run(parts);
  }

  /**
   * Collective: writes the fill value into new elements, the ranks sharing the work; nothing where
   * zeros are meant, because what was never written reads as zeros.
   *
   * @param chunks the chunks that are new, as numbers of the table; for a contiguous dataset empty
   */
  public void fill(StoredDataset dataset, long... chunks) throws H5Exception {
    new Filling(space).fill(dataset, chunks);
  }
}
