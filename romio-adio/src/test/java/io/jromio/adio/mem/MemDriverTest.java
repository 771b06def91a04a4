package io.jromio.adio.mem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.contract.AdioDriverContract;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MemDriverTest extends AdioDriverContract {
  private static final AtomicLong NEXT = new AtomicLong();

  @Override
  protected AdioDriver driver() {
    return new MemDriver();
  }

  @Override
  protected String newPath() {
    return "MemDriverTest-" + NEXT.incrementAndGet();
  }

  @Test
  void shouldHaveARealmOfItsOwn() {
    assertNotEquals(0, driver().realm());
  }

  @Test
  void shouldTakeAUrlForAPlainName() throws MpiIoException {
    String path = newPath();
    open(driver(), "//" + path, AccessMode.RDWR, AccessMode.CREATE).close();
    driver().delete(path);
  }

  @Test
  void shouldBeFullAtItsCapacityAndGiveSpaceBack() throws MpiIoException {
    AdioDriver small = new MemDriver(3L * MemContent.CHUNK);
    MemorySegment data = MemorySegment.ofArray(new byte[2 * MemContent.CHUNK]);
    try (AdioFile file = open(small, "a", AccessMode.RDWR, AccessMode.CREATE)) {
      file.writeAt(0, data);
      MpiIoException e =
          assertFails(ErrorClass.NO_SPACE, () -> file.writeAt(data.byteSize(), data));
      assertEquals(MemContent.CHUNK, e.transferred());
      assertEquals(3L * MemContent.CHUNK, file.size());
      file.setSize(1);
      assertFails(ErrorClass.NO_SPACE, () -> file.preallocate(4L * MemContent.CHUNK));
      assertEquals(1, file.size());
      file.setSize(0);
      small.delete("a");
      file.writeAt(0, data);
      try (AdioFile other = open(small, "b", AccessMode.RDWR, AccessMode.CREATE)) {
        assertFails(ErrorClass.NO_SPACE, () -> other.writeAt(0, data));
      }
      small.delete("b");
    }
    try (AdioFile other = open(small, "c", AccessMode.RDWR, AccessMode.CREATE)) {
      other.preallocate(3L * MemContent.CHUNK);
    }
  }
}
