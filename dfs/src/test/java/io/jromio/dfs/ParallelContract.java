package io.jromio.dfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Many ranks at once, each with its own connection and a mount that it attached.
 *
 * @source DAOS src/tests/suite/dfs_par_test.c
 */
public abstract class ParallelContract extends AttributesContract {
  private static final int RANKS = 5;
  private static final int CHUNK = 2000;
  private static final int BUFFER = 1024;
  private static final int SEGMENTS = 10;
  private static final Map<String, Integer> ONE_EEXIST = counts("EEXIST");
  private static final Map<String, Integer> ONE_ENOENT = counts("ENOENT");

  protected ParallelContract() {}

  /** One rank succeeds, the others see an error. */
  private static Map<String, Integer> counts(String error) {
    return new TreeMap<>(Map.of("OK", 1, error, RANKS - 1));
  }

  @Test
  void shouldLetExactlyOneRankSucceedWhenAllDoTheSame() throws Exception {
    List<Rank> ranks = ranks(RANKS);
    for (int round = 0; round < 10; round++) {
      assertEquals(
          ONE_EEXIST,
          outcomes(ranks, rank -> rank.dfs().open(null, "f", FILE, EXCLUSIVE, Creation.DEFAULTS)));
      assertEquals(ONE_ENOENT, outcomes(ranks, rank -> remove(rank, "f")));
      assertEquals(
          ONE_EEXIST,
          outcomes(
              ranks, rank -> rank.dfs().open(null, "d", DIRECTORY, EXCLUSIVE, Creation.DEFAULTS)));
      assertEquals(ONE_ENOENT, outcomes(ranks, rank -> remove(rank, "d")));
      assertEquals(
          ONE_EEXIST,
          outcomes(
              ranks,
              rank -> {
                rank.dfs().mkdir(null, "d", 0755, Creation.DEFAULTS);
                return rank;
              }));
      assertEquals(ONE_ENOENT, outcomes(ranks, rank -> remove(rank, "d")));
      create("source");
      assertEquals(
          ONE_ENOENT,
          outcomes(
              ranks,
              rank -> {
                rank.dfs().move(null, "source", null, "target." + rank.number());
                return rank;
              }));
      assertErrno(Errno.ENOENT, () -> dfs.stat(null, "source"));
      List<String> left = names(dfs, root(), 10);
      assertEquals(1, left.size(), "left=" + left);
      dfs.remove(null, left.getFirst(), false);
    }
  }

  private static Rank remove(Rank rank, String name) throws DfsException {
    rank.dfs().remove(null, name, false);
    return rank;
  }

  @Test
  void shouldReadShortOnlyAtTheEndOfTheFile() throws Exception {
    DfsObject file = create("short", CHUNK);
    List<Rank> ranks = ranks(RANKS);
    byte[] shared = dfs.share(file);
    byte[] buffer = bytes(BUFFER);
    int all = SEGMENTS * BUFFER;
    expectRead(ranks, shared, new int[] {0, all}, 0);
    write(file, 0, buffer);
    expectRead(ranks, shared, new int[] {0, BUFFER + 100}, BUFFER);
    expectRead(ranks, shared, new int[] {0, all}, BUFFER);
    write(file, 2L * BUFFER, buffer);
    expectRead(ranks, shared, new int[] {0, all}, 3 * BUFFER);
    write(file, 5L * BUFFER, buffer);
    expectRead(ranks, shared, new int[] {0, all}, 6 * BUFFER);
    dfs.truncate(file, 2L << 20);
    expectRead(ranks, shared, new int[] {0, all}, all);
    dfs.truncate(file, 0);
    expectRead(ranks, shared, new int[] {0, all}, 0);
    write(file, 0, buffer);
    write(file, 3L << 20, buffer);
    expectRead(ranks, shared, new int[] {1 << 20, all}, all);
  }

  /** Every rank reads a range, in one piece and in pieces, and gets so many bytes. */
  private static void expectRead(List<Rank> ranks, byte[] shared, int[] range, long expected)
      throws Exception {
    int pieces = 7;
    List<Long> read =
        onAll(
            ranks,
            rank -> {
              DfsObject mine = rank.dfs().attach(shared, READ);
              byte[] target = new byte[range[1]];
              long whole = rank.dfs().read(mine, range[0], MemorySegment.ofArray(target));
              long[] offsets = new long[pieces];
              long[] lengths = new long[pieces];
              long[] places = new long[pieces];
              for (int i = 0; i < pieces; i++) {
                places[i] = (long) i * range[1] / pieces;
                lengths[i] = (i + 1L) * range[1] / pieces - places[i];
                offsets[i] = range[0] + places[i];
              }
              byte[] again = new byte[range[1]];
              ByteRanges list =
                  new ByteRanges(offsets, lengths, MemorySegment.ofArray(again), places);
              assertEquals(whole, rank.dfs().read(mine, list));
              assertArrayEquals(target, again);
              return whole;
            });
    for (long bytes : read) {
      assertEquals(expected, bytes, "range=" + Arrays.toString(range));
    }
  }

  @Test
  void shouldRefuseErasureCodesByNameWhenRanksWantShortReads() throws Exception {
    ObjectClass coded = ObjectClass.parse("EC_4P2G1").orElseThrow();
    for (DfsException refused :
        onAll(
            ranks(RANKS),
            rank ->
                assertThrows(
                    DfsException.class,
                    () ->
                        rank.dfs()
                            .open(
                                null, "ec", FILE, CREATE, new Creation(coded, 256 << 10, null))))) {
      assertEquals(Errno.ENOTSUP, refused.errno());
      assertTrue(refused.toString().contains("EC_4P2G1"), refused.toString());
    }
    assertErrno(Errno.ENOENT, () -> dfs.stat(null, "ec"));
  }

  @Test
  void shouldReadHolesAsZeroAndTouchNothingBehindTheEnd() throws Exception {
    DfsObject file = create("holes", CHUNK);
    List<Rank> ranks = ranks(RANKS);
    byte[] shared = dfs.share(file);
    expectBytes(ranks, shared, 0, new byte[0]);
    write(file, 10_485_760, new byte[] {1});
    assertEquals(10_485_761, dfs.stat(file).size());
    expectBytes(ranks, shared, 10_485_760 - 5000, new byte[5000]);
    expectBytes(ranks, shared, 0, new byte[30_000]);
    dfs.truncate(file, 0);
    expectBytes(ranks, shared, 0, new byte[0]);
    for (int[] piece : new int[][] {{1024, SEGMENTS}, {64, 16}}) {
      int length = piece[0];
      byte[] expected = new byte[(2 * piece[1] - 1) * length];
      long[] offsets = new long[piece[1]];
      long[] lengths = new long[piece[1]];
      byte[] bytes = bytes(length * piece[1]);
      long[] places = new long[piece[1]];
      for (int i = 0; i < piece[1]; i++) {
        offsets[i] = 2L * i * length;
        lengths[i] = length;
        places[i] = (long) i * length;
        System.arraycopy(bytes, i * length, expected, 2 * i * length, length);
      }
      dfs.write(file, new ByteRanges(offsets, lengths, MemorySegment.ofArray(bytes), places));
      assertEquals(expected.length, dfs.size(file));
      expectBytes(ranks, shared, 0, expected);
      dfs.truncate(file, 0);
    }
  }

  /** Every rank reads these bytes, and 64 more leave its buffer as it was. */
  private static void expectBytes(List<Rank> ranks, byte[] shared, long offset, byte[] expected)
      throws Exception {
    onAll(
        ranks,
        rank -> {
          DfsObject mine = rank.dfs().attach(shared, READ);
          boolean atEnd = rank.dfs().size(mine) == offset + expected.length;
          byte[] target = new byte[expected.length + (atEnd ? 64 : 0)];
          Arrays.fill(target, (byte) 0x5a);
          byte[] wanted = target.clone();
          System.arraycopy(expected, 0, wanted, 0, expected.length);
          assertEquals(
              expected.length, rank.dfs().read(mine, offset, MemorySegment.ofArray(target)));
          assertArrayEquals(wanted, target);
          return rank;
        });
  }

  @Test
  void shouldShowNoHalfMadeContainerWhenAllRanksMakeIt() throws Exception {
    List<Rank> ranks = ranks(RANKS);
    List<StoreSystem> systems = new ArrayList<>();
    for (int i = 0; i < RANKS; i++) {
      systems.add(connect());
    }
    for (int round = 0; round < 5; round++) {
      String label = "race" + round;
      Map<String, Integer> seen =
          outcomes(
              ranks,
              rank -> {
                StoreSystem mine = systems.get(rank.number());
                try {
                  DfsClient.createContainer(mine, POOL, label, DfsAttributes.DEFAULTS, Map.of());
                } finally {
                  Dfs mounted = DfsClient.mount(mine.open(POOL, label, OpenMode.READ_WRITE), false);
                  mounted.lookup("/", READ).close();
                  mounted.close();
                }
                return rank;
              });
      assertEquals(ONE_EEXIST, seen);
    }
  }

  @Test
  void shouldGiveAllRanksTheSameObjectWhenAllCreateIt() throws Exception {
    List<Rank> ranks = ranks(RANKS);
    Set<ObjectId> ever = new HashSet<>();
    for (int round = 0; round < 10; round++) {
      for (int mode : new int[] {FILE, DIRECTORY}) {
        Set<ObjectId> ids =
            new HashSet<>(
                onAll(
                    ranks,
                    rank -> rank.dfs().open(null, "same", mode, CREATE, Creation.DEFAULTS).id()));
        assertEquals(1, ids.size());
        assertTrue(ever.addAll(ids), "an id is never used again");
        dfs.remove(null, "same", false);
      }
    }
  }

  @Test
  void shouldLoseNoByteWhenRanksWriteIntoOneChunk() throws Exception {
    DfsObject file = create("chunk", 1 << 16);
    byte[] shared = dfs.share(file);
    int rounds = 40;
    int[] lengths = {1, 3, 17, 33, 64};
    int stripe = Arrays.stream(lengths).sum();
    onAll(
        ranks(RANKS),
        rank -> {
          DfsObject mine = rank.dfs().attach(shared, BOTH);
          int begin = Arrays.stream(lengths, 0, rank.number()).sum();
          byte[] bytes = new byte[lengths[rank.number()]];
          Arrays.fill(bytes, (byte) (rank.number() + 1));
          for (int i = 0; i < rounds; i++) {
            rank.dfs().write(mine, (long) i * stripe + begin, MemorySegment.ofArray(bytes));
            assertArrayEquals(
                bytes, read(rank.dfs(), mine, (long) i * stripe + begin, bytes.length));
          }
          return rank;
        });
    byte[] expected = new byte[rounds * stripe];
    int at = 0;
    while (at < expected.length) {
      for (int rank = 0; rank < RANKS; rank++) {
        Arrays.fill(expected, at, at + lengths[rank], (byte) (rank + 1));
        at += lengths[rank];
      }
    }
    assertArrayEquals(expected, read(file, 0, expected.length + 1));
  }

  @Test
  void shouldMakeNoLoopWhenTwoDirectoriesMoveIntoEachOther() throws Exception {
    List<Rank> ranks = ranks(2);
    for (int round = 0; round < 20; round++) {
      String[] names = {"a" + round, "b" + round};
      directory(names[0]);
      directory(names[1]);
      outcomes(
          ranks,
          rank -> {
            DfsObject into = rank.dfs().lookup("/" + names[1 - rank.number()], READ);
            rank.dfs().move(null, names[rank.number()], into, "moved");
            return rank;
          });
      Set<String> left = new HashSet<>(names(dfs, root(), 50));
      left.retainAll(Set.of(names));
      assertEquals(1, left.size(), "one of both hangs in the other: " + left);
      dfs.lookup("/" + left.iterator().next() + "/moved", READ);
    }
  }

  @Test
  void shouldAlwaysFindTheNameWhenItIsReplaced() throws Exception {
    create("target");
    AtomicBoolean done = new AtomicBoolean();
    onAll(
        ranks(3),
        rank -> {
          if (rank.number() == 0) {
            try {
              for (int i = 0; i < 60; i++) {
                DfsObject next = create("next");
                dfs.setXattr(next, "round", new byte[] {(byte) i}, Optional.empty());
                dfs.move(null, "next", null, "target");
              }
            } finally {
              done.set(true);
            }
          } else {
            while (!done.get()) {
              rank.dfs().lookup("/target", READ).close();
            }
          }
          return rank;
        });
    assertArrayEquals(new byte[] {59}, dfs.xattr(dfs.lookup("/target", READ), "round"));
    assertEquals(List.of("target"), names(dfs, root(), 10));
  }

  @Test
  void shouldListWhatStaysOnceWhenOthersComeAndGo() throws Exception {
    DfsObject directory = directory("d");
    byte[] shared = dfs.share(directory);
    Set<String> stable = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      stable.add("stable" + i);
      dfs.open(directory, "stable" + i, FILE, CREATE, Creation.DEFAULTS);
    }
    AtomicBoolean done = new AtomicBoolean();
    onAll(
        ranks(3),
        rank -> {
          DfsObject mine = rank.dfs().attach(shared, READ);
          if (rank.number() > 0) {
            for (int i = 0; !done.get(); i++) {
              String name = "guest" + rank.number() + "." + i % 7;
              rank.dfs().open(mine, name, FILE, CREATE, Creation.DEFAULTS);
              rank.dfs().remove(mine, name, false);
            }
            return rank;
          }
          try {
            for (int limit = 1; limit < 12; limit++) {
              List<String> seen = names(rank.dfs(), mine, limit);
              seen.removeIf(name -> !name.startsWith("stable"));
              assertEquals(stable.size(), seen.size());
              assertEquals(stable, new HashSet<>(seen));
            }
          } finally {
            done.set(true);
          }
          return rank;
        });
    assertNotEquals(0, dfs.stat(directory).times().modified().getEpochSecond());
  }

  @Test
  void shouldEndUpWithOneTreeWhenAllRemoveIt() throws Exception {
    DfsObject top = directory("top");
    for (int i = 0; i < 10; i++) {
      dfs.mkdir(top, "d" + i, 0755, Creation.DEFAULTS);
      DfsObject sub = dfs.lookup(top, "d" + i, READ);
      for (int k = 0; k < 5; k++) {
        write(dfs.open(sub, "f" + k, FILE, CREATE, Creation.DEFAULTS), 0, bytes(10));
      }
    }
    Map<String, Integer> seen =
        outcomes(
            ranks(RANKS),
            rank -> {
              rank.dfs().remove(null, "top", true);
              return rank;
            });
    assertEquals(1, seen.get("OK"), "outcomes=" + seen);
    assertEquals(ONE_ENOENT, seen);
    assertErrno(Errno.ENOENT, () -> dfs.stat(null, "top"));
  }
}
