package io.jromio.dfs.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Pools, containers, properties, attributes, handles and their sharing. */
abstract class SystemContract extends ArrayContract {

  private static ContainerSpec spec(String label, String property, String value) {
    return new ContainerSpec(label, Map.of(property, value), List.of());
  }

  @Test
  void shouldMakeAndFindPools() throws Exception {
    start(3);
    PoolInfo made = system.createPool("scratch", 0);
    assertEquals("scratch", made.label());
    assertEquals(3, made.targets().size());
    for (PoolInfo.TargetSpace space : made.targets()) {
      assertTrue(space.bulkTotal() > 0 && space.bulkFree() <= space.bulkTotal());
    }
    assertEquals(made.uuid(), system.queryPool("scratch").uuid());
    assertEquals("scratch", system.queryPool(made.uuid().toString()).label());
    Set<String> labels = new HashSet<>();
    for (PoolInfo pool : system.pools()) {
      labels.add(pool.label());
    }
    assertEquals(Set.of(POOL, "scratch"), labels);
    assertEquals(Der.EXIST, failure(() -> system.createPool(POOL, 0)));
    assertEquals(Der.INVAL, failure(() -> system.createPool("no/label", 0)));
    assertEquals(Der.NONEXIST, failure(() -> system.queryPool("none")));
    assertEquals(Der.NONEXIST, failure(() -> system.queryPool(UUID.randomUUID().toString())));
    assertEquals(Der.NONEXIST, failure(() -> system.containers("none")));
    assertEquals(
        Der.NONEXIST, failure(() -> system.createContainer("none", spec("c", "cksum", "off"))));
  }

  @Test
  void shouldMakeContainerWithItsContents() throws Exception {
    start(3);
    ObjectId object = names();
    ObjectChange.Update first =
        new ObjectChange.Update(
            object,
            DkeyUpdate.of(
                DKEY,
                Condition.INSERT,
                new AkeyUpdate.Value(NAME, Condition.NONE, Key.of("superblock").bytes())));
    ContainerInfo made = system.createContainer(POOL, spec("full", first));
    assertEquals("full", made.label());
    assertEquals(system.queryPool(POOL).uuid(), made.pool());
    assertEquals(made.uuid(), system.queryContainer(POOL, "full").uuid());
    assertEquals(
        "full", system.queryContainer(made.pool().toString(), made.uuid().toString()).label());
    try (ObjectStore opened = system.open(POOL, "full", OpenMode.READ_ONLY)) {
      assertEquals("superblock", get(opened, object, DKEY));
      assertEquals(made.uuid(), opened.info().uuid());
    }
    assertEquals(Der.EXIST, failure(() -> system.createContainer(POOL, spec("full"))));
    Set<String> labels = new HashSet<>();
    for (ContainerInfo container : system.containers(POOL)) {
      labels.add(container.label());
    }
    assertEquals(Set.of(CONTAINER, "full"), labels);
    assertNotEquals(
        system.createContainer(POOL, spec("")).uuid(),
        system.createContainer(POOL, spec("")).uuid(),
        "containers without label");
  }

  @Test
  void shouldDoNothingWhenFirstContentsCannotBe() throws Exception {
    start(2);
    ObjectChange.Update first =
        new ObjectChange.Update(
            names(),
            DkeyUpdate.of(
                DKEY,
                Condition.EXISTS,
                new AkeyUpdate.Value(NAME, Condition.NONE, Key.of("x").bytes())));
    assertEquals(Der.NONEXIST, failure(() -> system.createContainer(POOL, spec("half", first))));
    assertEquals(Der.NONEXIST, failure(() -> system.queryContainer(POOL, "half")));
  }

  @Test
  void shouldRefuseLabelsAndPropertiesThatCannotBe() throws Exception {
    start(1);
    for (String label :
        new String[] {"a/b", "a b", "x".repeat(128), UUID.randomUUID().toString()}) {
      assertEquals(
          Der.INVAL, failure(() -> system.createContainer(POOL, spec(label))), "label=" + label);
    }
    system.createContainer(POOL, spec("x".repeat(127)));
    assertEquals(Der.INVAL, failure(() -> system.createContainer(POOL, spec("c", "no_such", "1"))));
    assertEquals(
        Der.INVAL, failure(() -> system.createContainer(POOL, spec("c", "cksum", "maybe"))));
    assertEquals(
        Der.NOTSUPPORTED,
        failure(() -> system.createContainer(POOL, spec("c", "encryption", "aes-xts128"))));
    assertEquals(Der.NONEXIST, failure(() -> system.queryContainer(POOL, "c")));
  }

  @Test
  void shouldKeepProperties() throws Exception {
    start(1);
    system.createContainer(POOL, spec("c", "layout_type", "POSIX"));
    assertEquals("POSIX", system.queryContainer(POOL, "c").properties().get("layout_type"));
    assertTrue(system.queryContainer(POOL, "c").properties().containsKey("cksum"));
    system.createContainer(POOL, spec("h5", "layout_type", "HDF5"));
    assertEquals("HDF5", system.queryContainer(POOL, "h5").properties().get("layout_type"));
    assertEquals(
        Der.NO_PERM, failure(() -> system.setProperties(POOL, "c", Map.of("cksum", "off"))));
    system.setProperties(POOL, "c", Map.of("label", "renamed"));
    assertEquals("renamed", system.queryContainer(POOL, "renamed").label());
    assertEquals(Der.NONEXIST, failure(() -> system.queryContainer(POOL, "c")));
    assertEquals(
        Der.EXIST,
        failure(() -> system.setProperties(POOL, "renamed", Map.of("label", CONTAINER))));
    assertEquals(
        Der.NONEXIST, failure(() -> system.setProperties(POOL, "c", Map.of("label", "d"))));
  }

  @Test
  void shouldKeepAttributes() throws Exception {
    start(1);
    assertEquals(Map.of(), system.attributes(POOL, CONTAINER));
    byte[] large = bytes(65536);
    system.setAttributes(
        POOL, CONTAINER, Map.of("description", Key.of("run 7").bytes(), "b", large));
    Map<String, byte[]> back = system.attributes(POOL, CONTAINER);
    assertEquals(Set.of("description", "b"), back.keySet());
    assertArrayEquals(large, back.get("b"));
    system.setAttributes(POOL, CONTAINER, Map.of("b", new byte[0]));
    assertArrayEquals(new byte[0], system.attributes(POOL, CONTAINER).get("b"));
    system.deleteAttributes(POOL, CONTAINER, List.of("b", "none"));
    assertEquals(Set.of("description"), system.attributes(POOL, CONTAINER).keySet());
    assertEquals(Der.NONEXIST, failure(() -> system.attributes(POOL, "none")));
  }

  @Test
  void shouldKeepWhatWasAcknowledgedWhenThePoolIsFull() throws Exception {
    start(2);
    system.createPool("small", 16 << 20);
    system.createContainer("small", spec("c"));
    try (ObjectStore small = system.open("small", "c", OpenMode.READ_WRITE)) {
      ObjectId object = file();
      byte[] bytes = bytes(1 << 20);
      int written = 0;
      Der der = Der.BUSY;
      while (written < 64 && der == Der.BUSY) {
        try {
          write(small, object, Key.of(written + 1), 0, bytes);
          written++;
        } catch (StoreException e) {
          der = e.der();
        }
      }
      assertEquals(Der.NOSPACE, der, "written=" + written);
      assertTrue(written > 0);
      byte[] back = new byte[bytes.length];
      for (int i = 1; i <= written; i++) {
        read(small, object, Key.of(i), 0, back);
        assertArrayEquals(bytes, back, "chunk=" + i);
      }
    }
  }

  @Test
  void shouldRefuseChangesThroughReadOnlyHandle() throws Exception {
    start(2);
    ObjectId object = file();
    put(store, object, Key.of(1), "x");
    ObjectStore reader = open(system, OpenMode.READ_ONLY);
    assertEquals("x", get(reader, object, Key.of(1)));
    assertEquals(Der.READ_ONLY, failure(() -> put(reader, object, Key.of(1), "y")));
    assertEquals(Der.READ_ONLY, failure(() -> reader.punchObject(object)));
    assertEquals(
        Der.READ_ONLY, failure(() -> reader.commit(List.of(new ObjectChange.PunchObject(object)))));
    ObjectStore attached = attach(connect(), reader.share());
    assertEquals(Der.READ_ONLY, failure(() -> put(attached, object, Key.of(1), "y")));
    assertEquals("x", get(store, object, Key.of(1)));
  }

  @Test
  void shouldKeepOthersOutWhenOpenedExclusively() throws Exception {
    start(1);
    assertEquals(Der.BUSY, failure(() -> system.open(POOL, CONTAINER, OpenMode.EXCLUSIVE)));
    store.close();
    ObjectStore alone = open(system, OpenMode.EXCLUSIVE);
    put(alone, names(), DKEY, "x");
    StoreSystem other = connect();
    assertEquals(Der.BUSY, failure(() -> other.open(POOL, CONTAINER, OpenMode.READ_ONLY)));
    assertEquals(Der.BUSY, failure(() -> other.open(POOL, CONTAINER, OpenMode.EXCLUSIVE)));
    alone.close();
    open(other, OpenMode.READ_ONLY);
    assertEquals(Der.NONEXIST, failure(() -> other.open(POOL, "none", OpenMode.READ_ONLY)));
  }

  @Test
  void shouldCountHandlesAndGiveThemBackWithTheConnection() throws Exception {
    start(1);
    assertEquals(1, system.queryContainer(POOL, CONTAINER).use().handles());
    StoreSystem other = connect();
    open(other, OpenMode.READ_ONLY);
    open(other, OpenMode.READ_WRITE);
    assertEquals(3, system.queryContainer(POOL, CONTAINER).use().handles());
    other.close();
    assertEquals(1, system.queryContainer(POOL, CONTAINER).use().handles());
    store.close();
    store.close();
    ContainerInfo.Use use = system.queryContainer(POOL, CONTAINER).use();
    assertEquals(0, use.handles());
    assertNotEquals(0, use.openedHlc());
    assertNotEquals(0, use.modifiedHlc());
  }

  @Test
  void shouldDestroyOpenContainerOnlyByForce() throws Exception {
    start(2);
    ObjectId object = names();
    put(store, object, DKEY, "x");
    assertEquals(Der.BUSY, failure(() -> system.destroyContainer(POOL, CONTAINER, false)));
    assertEquals("x", get(store, object, DKEY));
    system.destroyContainer(POOL, CONTAINER, true);
    assertEquals(Der.NO_HDL, failure(() -> get(store, object, DKEY)));
    assertEquals(Der.NONEXIST, failure(() -> system.queryContainer(POOL, CONTAINER)));
    system.createContainer(POOL, spec(CONTAINER));
    try (ObjectStore again = system.open(POOL, CONTAINER, OpenMode.READ_WRITE)) {
      assertFalse(exists(again, object, DKEY), "a container is made empty");
    }
    system.destroyContainer(POOL, CONTAINER, false);
    assertEquals(Der.NONEXIST, failure(() -> system.destroyContainer(POOL, CONTAINER, true)));
  }

  @Test
  void shouldRefuseEveryCallOnceTheHandleIsClosed() throws Exception {
    start(2);
    ObjectId object = file();
    ObjectStore attached = attach(connect(), store.share());
    put(attached, object, Key.of(1), "x");
    store.close();
    for (ObjectStore closed : List.of(store, attached)) {
      List<Executable> calls =
          List.of(
              () -> put(closed, object, Key.of(1), "y"),
              () -> get(closed, object, Key.of(1)),
              () -> closed.punchObject(object),
              () -> closed.commit(List.of(new ObjectChange.ExpectEmpty(object))),
              () -> closed.queryMax(object, AKEY),
              () -> closed.queryEpoch(object),
              () -> closed.listDkeys(object, Anchor.start(), 1),
              () -> closed.listAkeys(object, Key.of(1), Anchor.start(), 1),
              () -> closed.listObjects(Anchor.start(), 1),
              () -> closed.allocateIds(1));
      for (int i = 0; i < calls.size(); i++) {
        assertEquals(Der.NO_HDL, failure(calls.get(i)), "call=" + i);
      }
    }
  }

  @Test
  void shouldShareOneHandleWithoutAskingTheEngine() throws Exception {
    start(3);
    ObjectId object = file();
    byte[] shared = store.share();
    long opens = system.counters().getOrDefault("opens", 0L);
    assertTrue(opens > 0, "counters=" + system.counters());
    for (int i = 0; i < 4; i++) {
      StoreSystem other = connect();
      ObjectStore attached = attach(other, shared);
      assertEquals(store.info().uuid(), attached.info().uuid());
      assertEquals(store.info().properties(), attached.info().properties());
      assertEquals(store.targets(), attached.targets());
      write(attached, object, Key.of(i + 1), 5, bytes(1000));
      byte[] mine = new byte[1000];
      byte[] theirs = new byte[1000];
      read(store, object, Key.of(i + 1), 5, mine);
      read(attach(other, attached.share()), object, Key.of(i + 1), 5, theirs);
      assertArrayEquals(mine, theirs);
      attached.close();
      assertEquals(Der.NO_HDL, failure(() -> get(attached, object, Key.of(1))));
    }
    assertEquals(opens, system.counters().get("opens"));
    assertEquals(1, system.queryContainer(POOL, CONTAINER).use().handles());
    assertEquals("", get(store, object, Key.of(1)), "the owner's handle stays open");
  }

  @Test
  void shouldRefuseWhatIsNoSharedHandle() throws Exception {
    start(1);
    byte[] shared = store.share();
    assertEquals(Der.INVAL, failure(() -> system.attach(new byte[0])));
    assertEquals(Der.INVAL, failure(() -> system.attach(bytes(shared.length))));
    assertEquals(Der.INVAL, failure(() -> system.attach(Arrays.copyOf(shared, shared.length - 1))));
    assertEquals(Der.INVAL, failure(() -> system.attach(Arrays.copyOf(shared, shared.length + 1))));
    for (int i = 0; i < shared.length; i += 1 + random.nextInt(7)) {
      byte[] damaged = shared.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      assertEquals(Der.INVAL, failure(() -> system.attach(damaged)), "byte=" + i);
    }
  }

  @Test
  void shouldGiveNumbersToNobodyTwice() throws Exception {
    start(2);
    ObjectStore other = open(connect(), OpenMode.READ_WRITE);
    List<Callable<List<Long>>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ObjectStore through = i % 2 == 0 ? store : other;
      tasks.add(
          () -> {
            List<Long> numbers = new ArrayList<>();
            for (int k = 1; k <= 20; k++) {
              long first = through.allocateIds(k);
              for (int n = 0; n < k; n++) {
                numbers.add(first + n);
              }
            }
            return numbers;
          });
    }
    Set<Long> all = new HashSet<>();
    int count = 0;
    for (List<Long> numbers : together(tasks)) {
      all.addAll(numbers);
      count += numbers.size();
    }
    assertEquals(count, all.size());
  }
}
