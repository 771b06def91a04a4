package io.jromio.adio.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioDrivers;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.ResolvedFile;
import io.jromio.adio.mem.MemDriver;
import io.jromio.hints.Hints;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class FaultyDriverTest {
  private static final Set<AccessMode> NEW = Set.of(AccessMode.RDWR, AccessMode.CREATE);

  private final Faults faults = new Faults();
  private final AdioDriver plain = new MemDriver(Long.MAX_VALUE);
  private final AdioDriver faulty = new FaultyDriver("faulty", plain, faults);
  private final MemorySegment ten =
      MemorySegment.ofArray(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});

  private static void assertFails(ErrorClass expected, long transferred, Executable call) {
    MpiIoException e = assertThrows(MpiIoException.class, call);
    assertEquals(expected, e.errorClass(), e.toString());
    assertEquals(transferred, e.transferred(), e.toString());
  }

  @Test
  void shouldFailTheCallThatIsScheduledAndNoOther() throws MpiIoException {
    faults.fail(FileCall.OPEN, 2, ErrorClass.ACCESS).fail(FileCall.SYNC, 1, ErrorClass.IO);
    faults.fail(FileCall.DELETE, 1, ErrorClass.FILE_IN_USE).fail(FileCall.CLOSE, 1, ErrorClass.IO);
    AdioFile file = faulty.open("a", NEW, Hints.defaults());
    assertFails(ErrorClass.ACCESS, 0, () -> faulty.open("a", NEW, Hints.defaults()));
    faulty.open("b", NEW, Hints.defaults()).size();
    assertFails(ErrorClass.IO, 0, file::sync);
    file.sync();
    assertFails(ErrorClass.IO, 0, file::close);
    assertFails(ErrorClass.FILE, 0, file::size);
    assertFails(ErrorClass.FILE_IN_USE, 0, () -> faulty.delete("a"));
    faulty.delete("a");
    assertEquals(3, faults.calls(FileCall.OPEN));
    assertEquals(2, faults.calls(FileCall.SYNC));
  }

  @Test
  void shouldCutTransfersOfEveryForm() throws MpiIoException {
    AdioFile file = faulty.open("a", NEW, Hints.defaults());
    FileRuns runs = new FileRuns(2);
    runs.add(100, 4);
    runs.add(200, 6);
    for (long kth = 1; kth <= 3; kth++) {
      faults.cut(FileCall.WRITE, kth, 5, ErrorClass.QUOTA);
      faults.cut(FileCall.READ, kth, 7, ErrorClass.IO);
    }
    assertFails(ErrorClass.QUOTA, 5, () -> file.writeAt(0, ten));
    assertEquals(5, file.size());
    assertFails(
        ErrorClass.QUOTA, 5, () -> file.writeAt(10, List.of(ten.asSlice(0, 3), ten.asSlice(3))));
    assertEquals(15, file.size());
    assertFails(ErrorClass.QUOTA, 5, () -> file.writeRuns(runs, ten));
    assertEquals(201, file.size());
    file.writeAt(0, ten);
    byte[] got = new byte[10];
    MemorySegment target = MemorySegment.ofArray(got);
    assertFails(ErrorClass.IO, 7, () -> file.readAt(0, target));
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 0, 0, 0}, got);
    assertFails(ErrorClass.IO, 7, () -> file.readAt(0, List.of(target)));
    assertFails(ErrorClass.IO, 5, () -> file.readRuns(runs, target));
    assertEquals(10, file.readAt(0, target));
  }

  @Test
  void shouldEndAReadEarlyWithoutAnError() throws MpiIoException {
    faults.shortRead(Faults.EVERY, 3);
    AdioFile file = faulty.open("a", NEW, Hints.defaults());
    file.writeAt(0, ten);
    MemorySegment target = MemorySegment.ofArray(new byte[10]);
    assertEquals(3, file.readAt(0, target));
    assertEquals(3, file.readAt(0, List.of(target.asSlice(0, 2), target.asSlice(2))));
  }

  @Test
  void shouldRunOutOfSpaceOverAllFiles() throws MpiIoException {
    faults.fullAfter(15);
    AdioFile a = faulty.open("a", NEW, Hints.defaults());
    AdioFile b = faulty.open("b", NEW, Hints.defaults());
    a.writeAt(0, ten);
    assertFails(ErrorClass.NO_SPACE, 5, () -> b.writeAt(0, ten));
    assertFails(ErrorClass.NO_SPACE, 0, () -> a.writeAt(0, ten));
    assertEquals(5, b.size());
  }

  @Test
  void shouldWaitWhenDelayed() throws MpiIoException {
    faults.delay(FileCall.SIZE, 1, Duration.ofMillis(20));
    AdioFile file = faulty.open("a", NEW, Hints.defaults());
    long start = System.nanoTime();
    file.size();
    long first = System.nanoTime() - start;
    assertEquals(true, first >= 20_000_000, "first=" + first);
  }

  @Test
  void shouldBeFoundUnderItsOwnPrefixWhenRegistered() throws MpiIoException {
    try (AdioDrivers.Registration _ = AdioDrivers.register(faulty)) {
      ResolvedFile file = AdioDrivers.resolve("faulty:a");
      assertEquals(faulty, file.driver());
      assertEquals("a", file.path());
    }
    assertEquals("ufs", AdioDrivers.resolve("faulty:a").driver().name());
  }

  @Test
  void shouldRefuseSchedulesThatMakeNoSense() {
    assertThrows(
        IllegalArgumentException.class, () -> faults.cut(FileCall.SYNC, 1, 5, ErrorClass.IO));
    assertThrows(
        IllegalArgumentException.class, () -> faults.fail(FileCall.SYNC, -1, ErrorClass.IO));
    assertThrows(IllegalArgumentException.class, () -> faults.fullAfter(-1));
  }
}
