package io.jromio.dfs.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single values, conditions, punches and enumerations. */
abstract class ValueContract extends StoreContract {

  private static AkeyUpdate value(String akey, Condition condition, String value) {
    return new AkeyUpdate.Value(Key.of(akey), condition, Key.of(value).bytes());
  }

  private void change(ObjectId object, Condition condition, AkeyUpdate... akeys)
      throws StoreException {
    store.update(object, List.of(DkeyUpdate.of(DKEY, condition, akeys)));
  }

  @Test
  void shouldGiveBackTheValueWhenItWasSet() throws Exception {
    start(3);
    ObjectId object = names();
    for (int length : new int[] {0, 1, 4095, 4096, 4097, 1 << 20}) {
      byte[] value = bytes(length);
      put(store, object, DKEY, value);
      Fetched fetched =
          store
              .fetch(
                  object, List.of(DkeyFetch.of(DKEY, Condition.EXISTS, new AkeyFetch.Value(NAME))))
              .getFirst();
      assertTrue(fetched.exists());
      assertArrayEquals(value, ((Fetched.Value) fetched.akeys().getFirst()).value());
    }
  }

  @Test
  void shouldSayThatNothingIsThereWhenNothingWasSet() throws Exception {
    start(2);
    ObjectId object = names();
    DkeyFetch fetch = DkeyFetch.of(DKEY, Condition.NONE, new AkeyFetch.Value(NAME));
    Fetched fetched = store.fetch(object, List.of(fetch)).getFirst();
    assertFalse(fetched.exists());
    assertNull(((Fetched.Value) fetched.akeys().getFirst()).value());
    assertEquals(0, store.queryEpoch(object));
    put(store, object, Key.of("other"), "x");
    assertFalse(store.fetch(object, List.of(fetch)).getFirst().exists());
    change(object, Condition.NONE, value("a", Condition.NONE, "1"));
    fetched = store.fetch(object, List.of(fetch)).getFirst();
    assertTrue(fetched.exists());
    assertNull(((Fetched.Value) fetched.akeys().getFirst()).value());
  }

  @Test
  void shouldAskDkeyConditionsOfUpdates() throws Exception {
    start(2);
    ObjectId object = names();
    AkeyUpdate one = value("a", Condition.NONE, "1");
    assertEquals(Der.NONEXIST, failure(() -> change(object, Condition.EXISTS, one)));
    assertFalse(exists(store, object, DKEY));
    change(object, Condition.INSERT, one);
    assertEquals(
        Der.EXIST,
        failure(() -> change(object, Condition.INSERT, value("a", Condition.NONE, "2"))));
    assertEquals("1", get(store, object, DKEY, Key.of("a")));
    change(object, Condition.EXISTS, value("a", Condition.NONE, "3"));
    assertEquals("3", get(store, object, DKEY, Key.of("a")));
  }

  @Test
  void shouldAskAkeyConditionsBeforeAnyAkeyIsChanged() throws Exception {
    start(2);
    ObjectId object = names();
    change(object, Condition.NONE, value("a", Condition.INSERT, "1"));
    assertEquals(
        Der.EXIST,
        failure(
            () ->
                change(
                    object,
                    Condition.EXISTS,
                    value("b", Condition.INSERT, "2"),
                    value("a", Condition.INSERT, "2"))));
    assertEquals("", get(store, object, DKEY, Key.of("b")), "nothing happens if one fails");
    assertEquals(
        Der.NONEXIST,
        failure(
            () ->
                change(
                    object,
                    Condition.NONE,
                    value("a", Condition.EXISTS, "2"),
                    value("c", Condition.EXISTS, "2"))));
    assertEquals("1", get(store, object, DKEY, Key.of("a")));
    assertEquals(
        Der.NONEXIST,
        failure(
            () -> change(object, Condition.NONE, new AkeyUpdate.Punch(NAME, Condition.EXISTS))));
    change(
        object,
        Condition.NONE,
        value("b", Condition.INSERT, "2"),
        value("a", Condition.EXISTS, "4"));
    assertEquals("4", get(store, object, DKEY, Key.of("a")));
  }

  @Test
  void shouldAskTheDkeyBeforeItsAkeys() throws Exception {
    start(1);
    ObjectId object = names();
    change(object, Condition.NONE, value("a", Condition.NONE, "1"));
    assertEquals(
        Der.EXIST,
        failure(() -> change(object, Condition.INSERT, value("none", Condition.EXISTS, "2"))));
  }

  @Test
  void shouldRefuseFetchOfMissingDkeyWhenItMustExist() throws Exception {
    start(2);
    ObjectId object = names();
    DkeyFetch fetch = DkeyFetch.of(DKEY, Condition.EXISTS, new AkeyFetch.Value(NAME));
    assertEquals(Der.NONEXIST, failure(() -> store.fetch(object, List.of(fetch))));
  }

  @Test
  void shouldRemoveDkeysAndAkeysWhenPunched() throws Exception {
    start(2);
    ObjectId object = names();
    change(
        object, Condition.NONE, value("a", Condition.NONE, "1"), value("b", Condition.NONE, "2"));
    change(object, Condition.NONE, new AkeyUpdate.Punch(Key.of("a"), Condition.EXISTS));
    assertEquals("", get(store, object, DKEY, Key.of("a")));
    assertEquals("2", get(store, object, DKEY, Key.of("b")));
    change(object, Condition.NONE, new AkeyUpdate.Punch(Key.of("none"), Condition.NONE));
    store.update(object, List.of(DkeyUpdate.punch(DKEY, Condition.EXISTS)));
    assertFalse(exists(store, object, DKEY));
    assertEquals("", get(store, object, DKEY, Key.of("b")));
    assertEquals(
        Der.NONEXIST,
        failure(() -> store.update(object, List.of(DkeyUpdate.punch(DKEY, Condition.EXISTS)))));
    store.update(object, List.of(DkeyUpdate.punch(DKEY, Condition.NONE)));
  }

  @Test
  void shouldReplaceAllAkeysWhenPunchedFirst() throws Exception {
    start(2);
    ObjectId object = names();
    change(
        object, Condition.NONE, value("a", Condition.NONE, "1"), value("b", Condition.NONE, "2"));
    store.update(
        object,
        List.of(
            new DkeyUpdate(
                DKEY, Condition.EXISTS, true, List.of(value("c", Condition.NONE, "3")))));
    assertEquals("", get(store, object, DKEY, Key.of("a")));
    assertEquals("3", get(store, object, DKEY, Key.of("c")));
    assertEquals(List.of(Key.of("c")), store.listAkeys(object, DKEY, Anchor.start(), 10).keys());
  }

  @Test
  void shouldLetExactlyOneInsertWhenManyTry() throws Exception {
    start(3);
    ObjectId object = names();
    StoreSystem other = connect();
    ObjectStore otherStore = open(other, StoreSystem.OpenMode.READ_WRITE);
    for (int round = 0; round < 20; round++) {
      Key name = Key.of("file." + round);
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String mine = "client" + i;
        ObjectStore through = i % 2 == 0 ? store : otherStore;
        tasks.add(
            () -> {
              try {
                through.update(
                    object,
                    List.of(
                        DkeyUpdate.of(
                            name, Condition.INSERT, value("DFS_INODE", Condition.NONE, mine))));
                return mine;
              } catch (StoreException e) {
                assertEquals(Der.EXIST, e.der());
                return "";
              }
            });
      }
      List<String> winners = new ArrayList<>(together(tasks));
      winners.removeIf(String::isEmpty);
      assertEquals(1, winners.size(), "winners=" + winners);
      assertEquals(winners.getFirst(), get(store, object, name));
    }
  }

  @Test
  void shouldLetExactlyOneRemoveWhenManyTry() throws Exception {
    start(2);
    ObjectId object = names();
    for (int round = 0; round < 20; round++) {
      put(store, object, DKEY, "x");
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        tasks.add(
            () -> {
              try {
                store.update(object, List.of(DkeyUpdate.punch(DKEY, Condition.EXISTS)));
                return 1;
              } catch (StoreException e) {
                assertEquals(Der.NONEXIST, e.der());
                return 0;
              }
            });
      }
      assertEquals(1, together(tasks).stream().mapToInt(i -> i).sum());
    }
  }

  @Test
  void shouldGiveGrowingEpochsWhenChanged() throws Exception {
    start(3);
    ObjectId object = names();
    long last = 0;
    for (int i = 0; i < 20; i++) {
      long epoch = put(store, object, DKEY, "v" + i);
      assertTrue(Long.compareUnsigned(last, epoch) < 0, "last=" + last + " epoch=" + epoch);
      assertEquals(epoch, store.queryEpoch(object));
      last = epoch;
    }
    List<DkeyUpdate> many = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      many.add(DkeyUpdate.of(Key.of("n" + i), Condition.NONE, value("a", Condition.NONE, "1")));
    }
    assertEquals(store.update(object, many), store.queryEpoch(object));
    store.update(object, List.of(DkeyUpdate.punch(DKEY, Condition.EXISTS)));
    assertTrue(Long.compareUnsigned(last, store.queryEpoch(object)) < 0);
  }

  @Test
  void shouldAnswerInOrderWhenDkeysLieOnSeveralTargets() throws Exception {
    start(5);
    ObjectId object = names();
    List<DkeyUpdate> updates = new ArrayList<>();
    List<DkeyFetch> fetches = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Key dkey = Key.of("name" + i);
      updates.add(DkeyUpdate.of(dkey, Condition.INSERT, value("a", Condition.NONE, "v" + i)));
      fetches.add(DkeyFetch.of(dkey, Condition.EXISTS, new AkeyFetch.Value(Key.of("a"))));
    }
    store.update(object, updates);
    List<Fetched> answers = store.fetch(object, fetches);
    for (int i = 0; i < 100; i++) {
      byte[] value = ((Fetched.Value) answers.get(i).akeys().getFirst()).value();
      assertNotNull(value);
      assertArrayEquals(Key.of("v" + i).bytes(), value);
    }
    assertEquals(List.of(), store.fetch(object, List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void shouldListEveryDkeyOnceWhateverThePage(int targets) throws Exception {
    start(targets);
    ObjectId object = names();
    assertEquals(List.of(), dkeys(store, object, 5));
    Set<Key> names = new TreeSet<>();
    names.add(Key.of("n".repeat(Key.MAX)));
    for (int i = 0; i < 50; i++) {
      names.add(Key.of("n" + i));
    }
    for (Key name : names) {
      put(store, object, name, "x");
    }
    put(store, names(), Key.of("elsewhere"), "x");
    for (int limit : new int[] {1, 3, 51, 1000}) {
      List<Key> listed = dkeys(store, object, limit);
      assertEquals(names.size(), listed.size());
      assertEquals(names, new TreeSet<>(listed));
    }
    store.update(object, List.of(DkeyUpdate.punch(Key.of("n7"), Condition.EXISTS)));
    names.remove(Key.of("n7"));
    assertEquals(names, new TreeSet<>(dkeys(store, object, 10)));
  }

  @Test
  void shouldListWhatStaysExactlyOnceWhenOthersComeAndGo() throws Exception {
    start(3);
    ObjectId object = names();
    Set<Key> stable = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      stable.add(Key.of("stable" + i));
      put(store, object, Key.of("stable" + i), "x");
    }
    AtomicBoolean done = new AtomicBoolean();
    Callable<Boolean> changes =
        () -> {
          for (int i = 0; !done.get(); i++) {
            Key name = Key.of((i % 2 == 0 ? "a" : "t") + i % 37);
            put(store, object, name, "x");
            store.update(object, List.of(DkeyUpdate.punch(name, Condition.NONE)));
          }
          return true;
        };
    Callable<Boolean> listing =
        () -> {
          try {
            for (int round = 0; round < 15; round++) {
              List<Key> listed = new ArrayList<>(dkeys(store, object, 1 + round));
              listed.removeIf(key -> !key.text().startsWith("stable"));
              assertEquals(stable.size(), listed.size(), "twice or missing");
              assertEquals(stable, new TreeSet<>(listed));
            }
          } finally {
            done.set(true);
          }
          return true;
        };
    together(List.of(changes, listing));
  }

  @Test
  void shouldListAkeysPageByPage() throws Exception {
    start(2);
    ObjectId object = names();
    assertTrue(store.listAkeys(object, DKEY, Anchor.start(), 3).keys().isEmpty());
    Set<Key> akeys = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      akeys.add(Key.of("x:" + i));
      change(object, Condition.NONE, value("x:" + i, Condition.NONE, "1"));
    }
    write(store, object, DKEY, 5, bytes(10));
    akeys.add(AKEY);
    List<Key> listed = new ArrayList<>();
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      KeyPage page = store.listAkeys(object, DKEY, anchor, 3);
      assertTrue(page.keys().size() <= 3);
      listed.addAll(page.keys());
      anchor = page.next();
    }
    assertEquals(akeys.size(), listed.size());
    assertEquals(akeys, new TreeSet<>(listed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldListEveryObjectWithDkeysOnce(int targets) throws Exception {
    start(targets);
    assertEquals(List.of(), objects(store, 4));
    Set<ObjectId> objects = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      ObjectId object = i % 2 == 0 ? names() : file();
      objects.add(object);
      for (int k = 1; k <= 8; k++) {
        put(store, object, Key.of(k), "x");
      }
    }
    ObjectId gone = file();
    put(store, gone, Key.of(1), "x");
    store.punchObject(gone);
    for (int limit : new int[] {1, 5, 100}) {
      List<ObjectId> listed = objects(store, limit);
      assertEquals(objects.size(), listed.size(), "listed=" + listed);
      assertEquals(objects, new HashSet<>(listed));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shouldRemoveAllDkeysWhenObjectIsPunched(int targets) throws Exception {
    start(targets);
    ObjectId object = names();
    ObjectId other = names();
    for (int i = 0; i < 30; i++) {
      put(store, object, Key.of("n" + i), "x");
    }
    put(store, other, DKEY, "stays");
    long before = store.queryEpoch(object);
    store.punchObject(object);
    store.punchObject(names());
    assertEquals(List.of(), dkeys(store, object, 10));
    assertFalse(exists(store, object, Key.of("n3")));
    assertEquals("stays", get(store, other, DKEY));
    assertTrue(Long.compareUnsigned(before, store.queryEpoch(object)) < 0);
    put(store, object, DKEY, "again");
    assertEquals(List.of(DKEY), dkeys(store, object, 10));
    assertEquals("again", get(store, object, DKEY));
  }
}
