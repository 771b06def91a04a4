package io.jromio.dfs.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final ObjectClass SX = new ObjectClass.Sharded(ObjectClass.MAX_GROUPS);

  /** Expected values were computed by an independent program from the published algorithms. */
  @Test
  void shouldHashAsPublished() {
    String[] texts = {"", "a", "DFS_SB_METADATA", "ior.dat", "12345678"};
    long[] hashes = {
      0xf81377e08c41d2b9L,
      0x429febda385898afL,
      0xeb66ff2ddee58c12L,
      0x6f203d021a666614L,
      0x6e30278823f3d908L
    };
    for (int i = 0; i < texts.length; i++) {
      byte[] bytes = texts[i].getBytes(StandardCharsets.UTF_8);
      assertEquals(hashes[i], PlacementHash.murmur(bytes, 5731), texts[i]);
    }
    assertEquals(0x6e30278823f3d908L, PlacementHash.murmur(5731, 0x3837363534333231L));
    int[] jumps = new int[12];
    for (int i = 0; i < jumps.length; i++) {
      jumps[i] = PlacementHash.jump(i + 1, 4);
    }
    assertArrayEquals(new int[] {0, 3, 3, 1, 1, 2, 0, 0, 2, 2, 2, 1}, jumps);
    assertEquals(313, PlacementHash.jump(-1, 1000));
    assertEquals(285, PlacementHash.jump(0xdeadbeefL, 1000));
  }

  @Test
  void shouldMoveOnlyAFairShareWhenABucketIsAdded() {
    for (int buckets = 1; buckets < 12; buckets++) {
      int moved = 0;
      for (long key = 0; key < 10_000; key++) {
        int before = PlacementHash.jump(key, buckets);
        int after = PlacementHash.jump(key, buckets + 1);
        assertTrue(before == after || after == buckets);
        moved += before == after ? 0 : 1;
      }
      double fair = 10_000.0 / (buckets + 1);
      assertTrue(Math.abs(moved - fair) < fair / 5, "moved=" + moved + " fair=" + fair);
    }
  }

  @Test
  void shouldSpreadShardsOverDistinctTargetsWhileThereAreAny() throws Exception {
    for (int targets : new int[] {1, 2, 3, 5, 16, 97}) {
      for (int lo = 0; lo < 50; lo++) {
        ObjectId object = ObjectIds.of(SX, ObjectType.ARRAY_BYTE, targets, 3, lo);
        ObjectLayout layout = ObjectLayout.of(object, targets);
        assertEquals(targets, layout.groups());
        Set<Integer> used = new HashSet<>();
        for (int group = 0; group < layout.groups(); group++) {
          used.add(layout.target(group, 0));
        }
        assertEquals(targets, used.size(), layout.toString());
        int[] distinct = layout.distinctTargets();
        Arrays.sort(distinct);
        for (int i = 0; i < targets; i++) {
          assertEquals(i, distinct[i]);
        }
      }
    }
  }

  @Test
  void shouldBeginAnewWhenGroupsExceedTargets() {
    ObjectLayout layout = ObjectLayout.of(ObjectId.of(ObjectType.ARRAY_BYTE, 1, 7, 0, 9), 3);
    int[] shards = new int[3];
    for (int group = 0; group < 7; group++) {
      shards[layout.target(group, 0)]++;
    }
    Arrays.sort(shards);
    assertArrayEquals(new int[] {2, 2, 3}, shards);
    assertEquals(3, layout.distinctTargets().length);
  }

  @Test
  void shouldSpreadChunksOfAFileAndNamesOfADirectoryEvenly() throws Exception {
    for (int targets : new int[] {2, 3, 4, 7}) {
      for (ObjectType type : new ObjectType[] {ObjectType.ARRAY_BYTE, ObjectType.MULTI_HASHED}) {
        ObjectLayout layout = ObjectLayout.of(ObjectIds.of(SX, type, targets, 1, 42), targets);
        int[] counts = new int[targets];
        int keys = 4000;
        for (int i = 1; i <= keys; i++) {
          Key dkey = type.hasIntegerDkeys() ? Key.of(i) : Key.of("file." + i);
          counts[layout.target(dkey)]++;
        }
        for (int count : counts) {
          double fair = (double) keys / targets;
          assertTrue(Math.abs(count - fair) < fair / 5, layout + " " + Arrays.toString(counts));
        }
      }
    }
  }

  @Test
  void shouldSpreadSmallObjectsEvenly() throws Exception {
    int[] counts = new int[4];
    for (int lo = 0; lo < 4000; lo++) {
      ObjectId object = ObjectIds.of(new ObjectClass.Sharded(1), ObjectType.MULTI_HASHED, 4, 0, lo);
      counts[ObjectLayout.of(object, 4).target(Key.of("x"))]++;
    }
    for (int count : counts) {
      assertTrue(count > 800 && count < 1200, Arrays.toString(counts));
    }
  }

  @Test
  void shouldGiveTheSameLayoutAlways() {
    ObjectId object = ObjectId.of(ObjectType.ARRAY_BYTE, 1, 4, 5, 77);
    assertEquals(ObjectLayout.of(object, 4).toString(), ObjectLayout.of(object, 4).toString());
    assertTrue(ObjectLayout.of(object, 4).toString().startsWith("object=" + object + " group=0"));
    int kept = 0;
    for (int lo = 0; lo < 1000; lo++) {
      ObjectId small = ObjectId.of(ObjectType.ARRAY_BYTE, 1, 1, 5, lo);
      int before = ObjectLayout.of(small, 8).target(0, 0);
      kept += before == ObjectLayout.of(small, 9).target(0, 0) ? 1 : 0;
    }
    assertTrue(kept > 840, "objects that stay when a target is added: " + kept);
  }

  @Test
  void shouldKnowReplicasOfTheGoldenObject() {
    ObjectLayout layout = ObjectLayout.of(ObjectId.parse("2533280060991858.0"), 10);
    assertEquals(1, layout.groups());
    assertEquals(3, layout.groupSize());
    assertEquals(3, Arrays.stream(layout.distinctTargets()).distinct().count());
  }

  @Test
  void shouldRefuseWhatHasNoLayout() {
    ObjectId file = ObjectId.of(ObjectType.ARRAY_BYTE, 1, 2, 0, 1);
    assertThrows(IllegalArgumentException.class, () -> ObjectLayout.of(file, 0));
    assertThrows(
        IllegalArgumentException.class, () -> ObjectLayout.of(file, 3).target(Key.of("name")));
    assertThrows(IllegalArgumentException.class, () -> ObjectLayout.of(new ObjectId(0, 0), 3));
    assertThrows(IllegalArgumentException.class, () -> ObjectLayout.of(file, 3).target(0, 1));
  }
}
