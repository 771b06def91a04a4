package io.jromio.adio.mem;

import io.jromio.adio.AdioDriver;
import io.jromio.adio.contract.AdioFileContract;
import java.util.concurrent.atomic.AtomicLong;

final class MemFileTest extends AdioFileContract {
  private static final AtomicLong NEXT = new AtomicLong();

  @Override
  protected AdioDriver driver() {
    return new MemDriver();
  }

  @Override
  protected String newPath() {
    return "MemFileTest-" + NEXT.incrementAndGet();
  }

  @Override
  protected int unit() {
    return MemContent.CHUNK;
  }
}
