package io.jromio.dfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.FaultyStore;
import io.jromio.dfs.object.FaultyStore.Fault;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.MemorySystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.object.StoreUnderTest;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the file system does when its store fails, and what it asks of it. */
final class FaultTest extends DfsOnStore {
  private static final int CHUNK = 1 << 20;

  @SuppressWarnings("NullAway.Init")
  private FaultyStore faulty;

  @Override
  protected StoreUnderTest newStore(int targets) {
    return MemorySystem.store(targets);
  }

  @BeforeEach
  void mountOverFaults() throws Exception {
    faulty = new FaultyStore(system.open(POOL, CONTAINER, OpenMode.READ_WRITE));
    dfs = closing(DfsClient.mount(faulty, false));
  }

  @Test
  void shouldSayNoSpaceAndKeepWhatWasWrittenWhenTheStoreIsFull() throws Exception {
    DfsObject file = create("full", 100);
    byte[] bytes = bytes(250);
    write(file, 0, bytes);
    faulty.arm(new Fault("update", 0, Der.NOSPACE, false));
    DfsException full = assertThrows(DfsException.class, () -> write(file, 250, bytes(100)));
    assertEquals(Errno.ENOSPC, full.errno());
    assertTrue(full.toString().contains("file=full"), full.toString());
    assertEquals(250, dfs.size(file));
    assertArrayEquals(bytes, read(file, 0, 1000));
    faulty.arm(new Fault("update", 0, Der.NOSPACE, false));
    assertErrno(Errno.ENOSPC, () -> create("new"));
    assertErrno(Errno.ENOENT, () -> dfs.stat(null, "new"));
    faulty.arm(new Fault("commit", 0, Der.NOSPACE, false));
    assertErrno(Errno.ENOSPC, () -> dfs.move(null, "full", null, "moved"));
    assertEquals(file.id(), dfs.stat(file).id());
  }

  @Test
  void shouldSayThatBytesAreDamagedWhenSumsDiffer() throws Exception {
    DfsObject file = create("damaged");
    write(file, 0, bytes(10));
    faulty.arm(new Fault("fetch", 0, Der.CSUM, false));
    DfsException damaged = assertThrows(DfsException.class, () -> read(file, 0, 10));
    assertEquals(Errno.EIO, damaged.errno());
    faulty.arm(new Fault("query", 0, Der.UNREACH, false));
    assertErrno(Errno.EIO, () -> dfs.size(file));
    assertEquals(10, read(file, 0, 10).length);
  }

  @Test
  void shouldTryAgainWhenOthersCameFirst() throws Exception {
    DfsObject file = create("f");
    for (Der der : List.of(Der.TX_RESTART, Der.NONEXIST, Der.EXIST)) {
      faulty.arm(new Fault("commit", 0, der, false));
      dfs.move(null, "f", null, "g");
      faulty.arm(new Fault("commit", 0, der, false));
      dfs.move(null, "g", null, "f");
    }
    assertEquals(file.id(), dfs.stat(file).id());
    faulty.arm(new Fault("commit", 0, Der.TX_RESTART, false));
    dfs.remove(null, "f", false);
    assertErrno(Errno.ENOENT, () -> dfs.stat(file));
  }

  @Test
  void shouldLeaveOneNameWhenTheAnswerToAMoveIsLost() throws Exception {
    for (boolean carriedOut : new boolean[] {false, true}) {
      DfsObject file = create("f");
      faulty.arm(new Fault("commit", 0, Der.UNREACH, carriedOut));
      assertErrno(Errno.EIO, () -> dfs.move(null, "f", null, "g"));
      String name = carriedOut ? "g" : "f";
      assertEquals(List.of(name), names(dfs, root(), 10));
      assertEquals(file.id(), dfs.stat(null, name).id());
      dfs.remove(null, name, false);
    }
  }

  @Test
  void shouldHandOverTheCallersMemoryWhenWritingOneChunk() throws Exception {
    DfsObject file = create("chunk", CHUNK);
    MemorySegment memory = MemorySegment.ofArray(bytes(CHUNK));
    faulty.takeUpdates();
    dfs.write(file, 7L * CHUNK, memory);
    List<List<DkeyUpdate>> updates = faulty.takeUpdates();
    assertEquals(1, updates.size());
    assertEquals(1, updates.getFirst().size());
    DkeyUpdate update = updates.getFirst().getFirst();
    assertEquals(Key.of(8), update.dkey());
    ByteRanges ranges = ((AkeyUpdate.Write) update.akeys().getFirst()).ranges();
    assertSame(memory, ranges.memory());
    assertEquals(1, ranges.count());
    assertEquals(0, ranges.offsets()[0]);
    assertEquals(CHUNK, ranges.lengths()[0]);
  }

  @Test
  void shouldAskForEachChunkOnceWhenPiecesAreStrided() throws Exception {
    DfsObject file = create("strided", CHUNK);
    int piece = 4096;
    int count = 1024;
    long[] offsets = new long[count];
    long[] lengths = new long[count];
    long[] places = new long[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = 2L * i * piece;
      lengths[i] = piece;
      places[i] = (long) i * piece;
    }
    MemorySegment memory = MemorySegment.ofArray(bytes(count * piece));
    faulty.takeUpdates();
    dfs.write(file, new ByteRanges(offsets, lengths, memory, places));
    List<List<DkeyUpdate>> updates = faulty.takeUpdates();
    assertEquals(1, updates.size());
    assertEquals(8, updates.getFirst().size());
    Set<Key> dkeys = new HashSet<>();
    for (DkeyUpdate update : updates.getFirst()) {
      dkeys.add(update.dkey());
      ByteRanges ranges = ((AkeyUpdate.Write) update.akeys().getFirst()).ranges();
      assertEquals(128, ranges.count());
      assertSame(memory, ranges.memory());
    }
    assertEquals(8, dkeys.size());
  }

  @Test
  void shouldCreateWithOneUpdate() throws Exception {
    create("first");
    faulty.takeUpdates();
    create("second");
    assertEquals(1, faulty.takeUpdates().size());
  }
}
