package io.jromio.adio.mem;

import io.jromio.adio.AdioDriver;
import io.jromio.adio.contract.AdioMappingContract;

final class MemMappingTest extends AdioMappingContract {

  @Override
  protected AdioDriver driver() {
    return new MemDriver();
  }

  @Override
  protected String newPath() {
    return "MemMappingTest";
  }

  @Override
  protected boolean maps() {
    return false;
  }
}
