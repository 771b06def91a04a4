package io.jromio.dfs.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every maker of {@link StoreSystem} and {@link ObjectStore} must do, sentence by sentence of
 * their contracts: this class adds transactions to what its ancestors test. One subclass for each
 * way to a store; it overrides {@link #newStore} and nothing else.
 */
public abstract class ObjectStoreContract extends SystemContract {
  private static final Key OTHER = Key.of("other.dat");

  protected ObjectStoreContract() {}

  private static ObjectChange.Update set(
      ObjectId object, Key dkey, Condition condition, String value) {
    return new ObjectChange.Update(
        object,
        DkeyUpdate.of(
            dkey, condition, new AkeyUpdate.Value(NAME, Condition.NONE, Key.of(value).bytes())));
  }

  private static ObjectChange.Update remove(ObjectId object, Key dkey) {
    return new ObjectChange.Update(object, DkeyUpdate.punch(dkey, Condition.EXISTS));
  }

  private static ObjectChange.ExpectBytes expect(
      ObjectId object, Key dkey, byte @Nullable [] bytes) {
    return new ObjectChange.ExpectBytes(object, dkey, AKEY, bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void shouldCarryOutAllChangesOfOneCommit(int targets) throws Exception {
    start(targets);
    ObjectId from = names();
    ObjectId to = names();
    ObjectId gone = names();
    put(store, from, DKEY, "entry");
    for (int i = 0; i < 20; i++) {
      put(store, gone, Key.of("n" + i), "x");
    }
    long epoch =
        store.commit(
            List.of(
                remove(from, DKEY),
                set(to, OTHER, Condition.INSERT, "entry"),
                new ObjectChange.PunchObject(gone)));
    assertFalse(exists(store, from, DKEY));
    assertEquals("entry", get(store, to, OTHER));
    assertEquals(List.of(), dkeys(store, gone, 7));
    assertEquals(epoch, store.queryEpoch(to));
  }

  @Test
  void shouldChangeNothingWhenOneConditionFails() throws Exception {
    start(3);
    ObjectId one = names();
    ObjectId two = names();
    put(store, two, DKEY, "old");
    for (int i = 0; i < 10; i++) {
      Key dkey = Key.of("n" + i);
      assertEquals(
          Der.EXIST,
          failure(
              () ->
                  store.commit(
                      List.of(
                          set(one, dkey, Condition.NONE, "x"),
                          set(two, DKEY, Condition.INSERT, "x")))));
      assertEquals(
          Der.NONEXIST,
          failure(
              () ->
                  store.commit(
                      List.of(
                          set(one, dkey, Condition.NONE, "x"),
                          set(two, dkey, Condition.EXISTS, "x")))));
      assertFalse(exists(store, one, dkey));
    }
    assertEquals("old", get(store, two, DKEY));
    assertEquals(0, store.queryEpoch(one));
  }

  @Test
  void shouldRestartWhenBytesAreNotAsExpected() throws Exception {
    start(3);
    ObjectId object = names();
    write(store, object, DKEY, 0, Key.of("inode-1 and more").bytes());
    ObjectChange change = set(object, OTHER, Condition.NONE, "done");
    assertEquals(
        Der.TX_RESTART,
        failure(
            () -> store.commit(List.of(expect(object, DKEY, Key.of("inode-2").bytes()), change))));
    assertEquals(
        Der.TX_RESTART, failure(() -> store.commit(List.of(change, expect(object, DKEY, null)))));
    assertEquals(
        Der.TX_RESTART,
        failure(
            () ->
                store.commit(
                    List.of(expect(object, Key.of("none"), Key.of("x").bytes()), change))));
    assertFalse(exists(store, object, OTHER));
    store.commit(
        List.of(
            expect(object, DKEY, Key.of("inode-1").bytes()),
            expect(object, Key.of("none"), null),
            new ObjectChange.ExpectBytes(object, DKEY, Key.of("none"), null),
            change));
    assertEquals("done", get(store, object, OTHER));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void shouldRestartWhenObjectIsNotEmpty(int targets) throws Exception {
    start(targets);
    ObjectId parent = names();
    ObjectId directory = names();
    put(store, parent, DKEY, "directory");
    for (int i = 0; i < 8; i++) {
      put(store, directory, Key.of("n" + i), "x");
      assertEquals(
          Der.TX_RESTART,
          failure(
              () ->
                  store.commit(
                      List.of(new ObjectChange.ExpectEmpty(directory), remove(parent, DKEY)))));
      store.update(directory, List.of(DkeyUpdate.punch(Key.of("n" + i), Condition.EXISTS)));
    }
    assertTrue(exists(store, parent, DKEY));
    store.commit(List.of(new ObjectChange.ExpectEmpty(directory), remove(parent, DKEY)));
    assertFalse(exists(store, parent, DKEY));
  }

  @Test
  void shouldLetExactlyOneCommitWinWhenManyExpectTheSame() throws Exception {
    start(3);
    ObjectId object = names();
    ObjectStore other = open(connect(), StoreSystem.OpenMode.READ_WRITE);
    byte[] state = {0};
    write(store, object, DKEY, 0, state);
    for (int round = 0; round < 15; round++) {
      byte[] now = {(byte) round};
      byte[] next = {(byte) (round + 1)};
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        String mine = "client" + i;
        ObjectStore through = i % 2 == 0 ? store : other;
        tasks.add(() -> move(through, object, mine, new byte[][] {now, next}));
      }
      List<String> winners = new ArrayList<>(together(tasks));
      winners.removeIf(String::isEmpty);
      assertEquals(1, winners.size(), "winners=" + winners);
      assertEquals(winners.getFirst(), get(store, object, OTHER));
    }
  }

  private static String move(ObjectStore store, ObjectId object, String mine, byte[][] states)
      throws StoreException {
    ByteRanges next = ByteRanges.of(0, MemorySegment.ofArray(states[1]));
    try {
      store.commit(
          List.of(
              expect(object, DKEY, states[0]),
              new ObjectChange.Update(object, write(DKEY, next)),
              set(object, OTHER, Condition.NONE, mine)));
      return mine;
    } catch (StoreException e) {
      assertEquals(Der.TX_RESTART, e.der());
      return "";
    }
  }

  @Test
  void shouldKeepTwoDkeysTogetherWhenManyCommit() throws Exception {
    start(5);
    ObjectId object = names();
    Key[] names = {Key.of("a"), Key.of("b"), Key.of("c")};
    for (Key name : names) {
      write(store, object, name, 0, new byte[] {0});
    }
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int first = i;
      tasks.add(
          () -> {
            int won = 0;
            while (won < 8) {
              byte[] now = new byte[1];
              read(store, object, names[first % 3], 0, now);
              byte[] next = {(byte) (now[0] + 1)};
              List<ObjectChange> changes = new ArrayList<>();
              for (int k = 0; k < 3; k++) {
                Key name = names[(first + k) % 3];
                changes.add(expect(object, name, now));
                changes.add(
                    new ObjectChange.Update(
                        object, write(name, ByteRanges.of(0, MemorySegment.ofArray(next)))));
              }
              try {
                store.commit(changes);
                won++;
              } catch (StoreException e) {
                assertEquals(Der.TX_RESTART, e.der());
              }
            }
            return won;
          });
    }
    together(tasks);
    for (Key name : names) {
      byte[] end = new byte[1];
      read(store, object, name, 0, end);
      assertEquals(32, end[0], "dkey=" + name);
    }
  }
}
