package io.jromio.h5vol;

import io.jromio.h5vol.daos.StorePlace;
import java.util.Optional;

/** The connector that keeps files as objects of a store. */
final class DaosContractTest extends H5ContractSuite {

  @Override
  H5Subject subject() {
    return new H5Subject(
        StorePlace.get().config(), StorePlace.PREFIX + "contract-", Optional.empty());
  }
}
