package io.jromio.h5vol.model;

import java.util.Optional;

/** None of the elements. */
enum NoneSelection implements Selection {
  NONE;

  @Override
  public long elements(Dataspace space) {
    return 0;
  }

  @Override
  public Runs runs(Dataspace space) {
    return new SingleRun(0, 0);
  }

  @Override
  public Optional<Slab> regular(Dataspace space) {
    return space.rank() == 0 ? Optional.empty() : Optional.of(Slab.empty(space.rank()));
  }
}
