package io.jromio.h5vol.model;

import java.util.Optional;

/** All of the elements. */
enum AllSelection implements Selection {
  ALL;

  @Override
  public long elements(Dataspace space) {
    return space.elements();
  }

  @Override
  public Runs runs(Dataspace space) {
    return new SingleRun(0, space.elements());
  }

  @Override
  public Optional<Slab> regular(Dataspace space) {
    return space.rank() == 0
        ? Optional.empty()
        : Slab.box(new long[space.rank()], space.shape()).regular(space);
  }
}
