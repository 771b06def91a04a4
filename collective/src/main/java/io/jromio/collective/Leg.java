package io.jromio.collective;

import io.jromio.adio.view.TypedBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one rank has to do with one other keeper on its node, as a guest at its depots: window after
 * window, each as soon as it is admitted.
 */
sealed interface Leg permits DomainLeg, RelayLeg {

  boolean isOver();

  /** The rank on this node that it waits for. */
  int keeper();

  /** The depot that is open for the next window, if any is. */
  @Nullable Depot admitted(int localRank);

  /** Puts this rank's data into the depot; returns its bytes. */
  long fill(Depot depot, TypedBuffer buffer);

  /** Takes this rank's data from the depot; returns its bytes that the file has. */
  long take(Depot depot, TypedBuffer buffer);
}
