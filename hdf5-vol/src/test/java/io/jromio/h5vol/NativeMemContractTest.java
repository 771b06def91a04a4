package io.jromio.h5vol;

import java.util.Optional;

/** The native connector on files in memory. */
final class NativeMemContractTest extends H5ContractSuite {

  @Override
  H5Subject subject() {
    return new H5Subject("native", "mem:contract-", Optional.empty());
  }
}
