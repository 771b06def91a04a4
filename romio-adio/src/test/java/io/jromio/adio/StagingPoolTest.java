package io.jromio.adio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StagingPoolTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 65_535, 65_536, 65_537, 1 << 20, (1 << 20) + 1, 104_729})
  void shouldGiveExactlyWhatIsAskedForOnPages(long bytes) throws MpiIoException {
    try (StagingPool.Lease lease = StagingPool.take(bytes)) {
      assertEquals(bytes, lease.segment().byteSize());
      assertEquals(0, lease.segment().address() % 4096);
      assertTrue(lease.segment().isNative());
      lease.segment().fill((byte) 1);
    }
  }

  @Test
  void shouldGiveABufferToOneTakerAtATime() throws MpiIoException {
    try (StagingPool.Lease one = StagingPool.take(100);
        StagingPool.Lease two = StagingPool.take(100)) {
      assertNotEquals(one.segment().address(), two.segment().address());
    }
  }

  @Test
  void shouldKeepASmallBufferOnceOnly() throws MpiIoException {
    StagingPool.Lease lease = StagingPool.take(3 << 20);
    long address = lease.segment().address();
    lease.close();
    lease.close();
    try (StagingPool.Lease one = StagingPool.take(4 << 20);
        StagingPool.Lease two = StagingPool.take(4 << 20)) {
      assertEquals(address, one.segment().address());
      assertNotEquals(address, two.segment().address());
    }
  }

  @Test
  void shouldFreeWhatIsTooLargeToKeep() throws MpiIoException {
    StagingPool.Lease lease = StagingPool.take(StagingPool.KEPT_BYTES + 1);
    MemorySegment memory = lease.segment();
    lease.close();
    assertFalse(memory.scope().isAlive());
  }

  @Test
  void shouldRefuseSizesThatAreNone() {
    assertThrows(IllegalArgumentException.class, () -> StagingPool.take(-1));
    assertThrows(IllegalArgumentException.class, () -> StagingPool.take(Long.MAX_VALUE));
  }
}
