package io.jromio.dfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Mounts and sharing, stat and what is set of it, extended attributes.
 *
 * @source DAOS src/tests/suite/dfs_unit_test.c
 */
public abstract class AttributesContract extends NamesContract {
  private static final Instant PAST = Instant.parse("2022-02-03T04:05:06.789012345Z");

  protected AttributesContract() {}

  private static StatChange times(Instant modified) {
    return new StatChange(null, modified, null, null);
  }

  private Instant modified(DfsObject object) throws DfsException {
    return dfs.stat(object).times().modified();
  }

  private Instant changed(DfsObject object) throws DfsException {
    return dfs.stat(object).times().changed();
  }

  @Test
  void shouldSayWhatAnEntryIs() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    DfsObject file = create("f");
    write(file, 1000, bytes(25));
    Stat stat = dfs.stat(null, "f");
    assertEquals(dfs.stat(file), stat);
    assertTrue(stat.isFile());
    assertEquals(FILE, stat.mode());
    assertEquals(1025, stat.size());
    assertEquals(3, stat.blocks());
    assertEquals(1 << 20, stat.blockSize());
    assertEquals(file.id(), stat.id());
    assertTrue(stat.times().modified().isAfter(before));
    Stat root = dfs.stat(root());
    assertTrue(root.isDirectory());
    assertEquals(root, dfs.stat(null, "/"));
    assertEquals(stat.owner(), root.owner());
    assertErrno(Errno.ENOENT, () -> dfs.stat(null, "none"));
    dfs.remove(null, "f", false);
    create("f");
    assertErrno(Errno.ENOENT, () -> dfs.stat(file));
  }

  @Test
  void shouldKeepATimeUntilTheNextWriteWhenSetByHand() throws Exception {
    DfsObject file = create("f");
    dfs.setStat(file, times(PAST));
    assertEquals(PAST, modified(file));
    write(file, 0, bytes(10));
    Instant written = modified(file);
    assertTrue(written.isAfter(PAST));
    dfs.setStat(file, times(PAST));
    assertEquals(PAST, modified(file));
    Instant changed = changed(file);
    dfs.setStat(file, new StatChange(0600, null, null, null));
    assertEquals(PAST, modified(file), "permissions are no change of contents");
    assertFalse(changed(file).isBefore(changed));
    read(file, 0, 10);
    assertEquals(PAST, modified(file));
    dfs.truncate(file, 5);
    assertTrue(modified(file).isAfter(PAST));
    dfs.setStat(file, new StatChange(null, PAST, 3L, null));
    assertEquals(PAST, modified(file), "size first, then time");
    assertEquals(3, dfs.size(file));
  }

  @Test
  void shouldMoveTheTimeOfADirectoryWhenItsEntriesChange() throws Exception {
    DfsObject directory = directory("d");
    dfs.setStat(directory, times(PAST));
    assertEquals(PAST, modified(directory));
    dfs.open(directory, "f", FILE, CREATE, Creation.DEFAULTS);
    Instant created = modified(directory);
    assertTrue(created.isAfter(PAST));
    dfs.setStat(directory, times(PAST));
    assertEquals(PAST, modified(directory));
    dfs.remove(directory, "f", false);
    assertTrue(modified(directory).isAfter(PAST));
    assertFalse(changed(directory).isBefore(created));
    dfs.setStat(root(), times(PAST));
    assertEquals(PAST, modified(root()));
  }

  @Test
  void shouldChangePermissionsAndOwner() throws Exception {
    DfsObject file = create("f");
    dfs.setStat(file, new StatChange(0751, null, null, new Stat.Owner(12, 34)));
    Stat stat = dfs.stat(file);
    assertEquals(Mode.FILE | 0751, stat.mode());
    assertEquals(Mode.FILE | 0751, file.mode());
    assertEquals(new Stat.Owner(12, 34), stat.owner());
    assertErrno(Errno.ENOTSUP, () -> dfs.setStat(file, new StatChange(04755, null, null, null)));
    DfsObject reader = dfs.lookup("/f", READ);
    assertErrno(Errno.EPERM, () -> dfs.setStat(reader, new StatChange(null, null, 1L, null)));
    dfs.remove(null, "f", false);
    assertErrno(Errno.ENOENT, () -> dfs.setStat(file, times(PAST)));
    link("l", "f");
    DfsObject link = dfs.lookup("/l", Set.of(OpenFlag.NOFOLLOW));
    dfs.setStat(link, times(PAST));
    assertEquals(PAST, modified(link));
  }

  @Test
  void shouldKeepExtendedAttributes() throws Exception {
    DfsObject file = create("f");
    assertEquals(List.of(), dfs.xattrs(file));
    assertErrno(Errno.ENODATA, () -> dfs.xattr(file, "user.a"));
    dfs.setXattr(file, "user.a", new byte[0], Optional.empty());
    assertArrayEquals(new byte[0], dfs.xattr(file, "user.a"));
    byte[] large = bytes(64 << 10);
    dfs.setXattr(file, "user.b", large, Optional.of(false));
    assertArrayEquals(large, dfs.xattr(dfs.lookup("/f", READ), "user.b"));
    assertErrno(Errno.EEXIST, () -> dfs.setXattr(file, "user.b", new byte[1], Optional.of(false)));
    assertErrno(Errno.ENODATA, () -> dfs.setXattr(file, "user.c", new byte[1], Optional.of(true)));
    dfs.setXattr(file, "user.b", new byte[] {9}, Optional.of(true));
    assertArrayEquals(new byte[] {9}, dfs.xattr(file, "user.b"));
    String longest = "n".repeat(255);
    dfs.setXattr(file, longest, new byte[] {1}, Optional.empty());
    assertEquals(Set.of("user.a", "user.b", longest), new HashSet<>(dfs.xattrs(file)));
    dfs.removeXattr(file, "user.a");
    assertErrno(Errno.ENODATA, () -> dfs.removeXattr(file, "user.a"));
    assertErrno(Errno.EINVAL, () -> dfs.setXattr(file, "n".repeat(256), large, Optional.empty()));
    assertErrno(Errno.EINVAL, () -> dfs.setXattr(file, "", large, Optional.empty()));
    assertErrno(Errno.EINVAL, () -> dfs.setXattr(file, "a", new byte[65537], Optional.empty()));
    dfs.setXattr(root(), "of root", new byte[] {2}, Optional.empty());
    assertEquals(List.of("of root"), dfs.xattrs(root()));
    dfs.remove(null, "f", false);
    assertErrno(Errno.ENOENT, () -> dfs.xattr(file, "user.b"));
    assertErrno(Errno.ENOENT, () -> dfs.setXattr(file, "a", new byte[1], Optional.empty()));
    assertErrno(Errno.ENOENT, () -> dfs.xattrs(file));
    assertEquals(List.of(), dfs.xattrs(create("f")), "a new file has none");
  }

  @Test
  void shouldRefuseChangesWhenMountedReadOnly() throws Exception {
    DfsObject made = create("f");
    write(made, 0, bytes(10));
    directory("d");
    Dfs reading = mount(CONTAINER, true);
    assertTrue(reading.isReadOnly());
    DfsObject file = reading.lookup("/f", READ);
    assertEquals(10, read(reading, file, 0, 100).length);
    assertEquals(10, reading.stat(file).size());
    List<Executable> changes =
        List.of(
            () -> reading.open(null, "g", FILE, CREATE, Creation.DEFAULTS),
            () -> reading.open(null, "f", FILE, BOTH, Creation.DEFAULTS),
            () -> reading.lookup("/f", Set.of(OpenFlag.WRONLY)),
            () -> reading.mkdir(null, "x", 0755, Creation.DEFAULTS),
            () -> reading.remove(null, "f", false),
            () -> reading.move(null, "f", null, "g"),
            () -> reading.exchange(null, "f", null, "d"),
            () -> reading.setStat(file, times(PAST)),
            () -> reading.setXattr(file, "a", new byte[1], Optional.empty()),
            () -> reading.removeXattr(file, "a"),
            () -> reading.setDefaults(reading.lookup("/d", READ), new Creation(null, 5, null)),
            reading::sync,
            () -> reading.write(file, 0, MemorySegment.ofArray(new byte[1])));
    for (int i = 0; i < changes.size(); i++) {
      try {
        assertErrno(Errno.EPERM, changes.get(i));
      } catch (AssertionError e) {
        throw new AssertionError("change=" + i, e);
      }
    }
    dfs.sync();
  }

  @Test
  void shouldMountOnlyContainersOfItsLayout() throws Exception {
    system.createContainer(POOL, new ContainerSpec("other", Map.of(), List.of()));
    assertErrno(Errno.EINVAL, () -> mount("other", false));
    assertEquals(0, system.queryContainer(POOL, "other").use().handles(), "handle given back");
    system.createContainer(
        POOL, new ContainerSpec("bare", Map.of("layout_type", "POSIX"), List.of()));
    assertErrno(Errno.ENOENT, () -> mount("bare", false));
    Dfs first = mount(CONTAINER, false);
    first.close();
    first.close();
    assertErrno(Errno.EINVAL, () -> first.stat(null, "/"));
  }

  @Test
  void shouldKeepWhatAContainerIsMadeWith() throws Exception {
    DfsAttributes given =
        new DfsAttributes(4 << 20, null, new ObjectClass.Sharded(2), null, "file:max,dir:single");
    ContainerInfo info = DfsClient.createContainer(system, POOL, "made", given, Map.of());
    assertEquals("POSIX", info.properties().get("layout_type"));
    assertEquals("4194304", info.properties().get("chunk_size"));
    assertEquals("S2", info.properties().get("dir_oclass"));
    assertEquals("SX", info.properties().get("file_oclass"));
    DfsAttributes kept = mount("made", false).attributes();
    assertEquals(
        new DfsAttributes(
            4 << 20,
            null,
            new ObjectClass.Sharded(2),
            new ObjectClass.Sharded(ObjectClass.MAX_GROUPS),
            "file:max,dir:single"),
        kept);
    assertEquals("S2", mount("made", false).lookup("/", READ).objectClass().toString());
    assertErrno(
        Errno.EEXIST, () -> DfsClient.createContainer(system, POOL, "made", given, Map.of()));
    for (String hints : List.of("file:single,dir:large", "file:singlee", "x", "file", ",")) {
      assertErrno(
          Errno.EINVAL,
          () ->
              DfsClient.createContainer(
                  system, POOL, "c", new DfsAttributes(0, null, null, null, hints), Map.of()));
    }
    ObjectClass redundant = new ObjectClass.ErasureCoded(4, 2, 1);
    assertErrno(
        Errno.ENOTSUP,
        () ->
            DfsClient.createContainer(
                system, POOL, "c", new DfsAttributes(0, null, null, redundant, ""), Map.of()));
    assertErrno(
        Errno.ENOENT,
        () -> DfsClient.createContainer(system, "none", "c", DfsAttributes.DEFAULTS, Map.of()));
  }

  @Test
  void shouldAttachWithoutAskingTheStore() throws Exception {
    DfsObject directory = directory("d");
    DfsObject file = dfs.open(directory, "f", FILE, CREATE, new Creation(null, 100, null));
    byte[] bytes = bytes(1234);
    write(file, 0, bytes);
    byte[] handle = store.share();
    byte[] mount = dfs.share();
    byte[] shared = dfs.share(file);
    byte[] sharedDirectory = dfs.share(directory);
    byte[] sharedRoot = dfs.share(root());
    StoreSystem other = connect();
    Map<String, Long> before = system.counters();
    Dfs attached = closing(DfsClient.attach(other.attach(handle), mount, false));
    DfsObject mine = attached.attach(shared, READ);
    DfsObject in = attached.attach(sharedDirectory, READ);
    DfsObject top = attached.attach(sharedRoot, READ);
    assertEquals(before, system.counters());
    assertEquals(dfs.attributes(), attached.attributes());
    assertEquals(file.id(), mine.id());
    assertEquals(file.objectClass(), mine.objectClass());
    assertEquals(100, mine.chunkSize());
    assertArrayEquals(bytes, read(attached, mine, 0, 2000));
    assertErrno(Errno.EPERM, () -> attached.truncate(mine, 0));
    assertEquals(dfs.stat(file), attached.stat(mine));
    assertEquals(file.id(), attached.lookup(in, "f", READ).id());
    assertEquals(List.of("d"), names(attached, top, 10));
    DfsObject made = attached.open(in, "g", FILE, CREATE, Creation.DEFAULTS);
    assertEquals(made.id(), dfs.lookup("/d/g", READ).id());
    attached.close();
    assertEquals(1234, dfs.size(file), "the owner's handle stays");
  }

  @Test
  void shouldRefuseWhatWasNotSharedSo() throws Exception {
    DfsObject file = create("f");
    byte[] shared = dfs.share(file);
    byte[] mount = dfs.share();
    for (byte[] right : List.of(shared, mount)) {
      for (int i = 0; i < right.length; i += 1 + random.nextInt(9)) {
        byte[] damaged = right.clone();
        damaged[i] ^= (byte) (1 << random.nextInt(8));
        assertErrno(Errno.EINVAL, () -> attachAny(right == mount, damaged));
      }
      byte[] cut = Arrays.copyOf(right, random.nextInt(right.length));
      assertErrno(Errno.EINVAL, () -> attachAny(right == mount, cut));
    }
    assertErrno(Errno.EINVAL, () -> dfs.attach(mount, READ));
    assertErrno(Errno.EINVAL, () -> dfs.attach(shared, Set.of(OpenFlag.RDWR, OpenFlag.TRUNC)));
    link("l", "f");
    DfsObject link = dfs.lookup("/l", Set.of(OpenFlag.NOFOLLOW));
    assertErrno(Errno.EINVAL, () -> dfs.share(link));
    DfsClient.createContainer(system, POOL, "second", DfsAttributes.DEFAULTS, Map.of());
    Dfs second = mount("second", false);
    assertErrno(Errno.EINVAL, () -> second.attach(shared, READ));
    assertErrno(Errno.EINVAL, () -> second.stat(file));
    assertNotEquals(0, second.share().length);
  }

  private void attachAny(boolean mount, byte[] shared) throws DfsException, StoreException {
    if (mount) {
      DfsClient.attach(system.open(POOL, CONTAINER, OpenMode.READ_WRITE), shared, false).close();
    } else {
      dfs.attach(shared, READ);
    }
  }

  @Test
  void shouldKeepTwoMountsApart() throws Exception {
    system.createPool("scratch", 0);
    DfsClient.createContainer(system, "scratch", CONTAINER, DfsAttributes.DEFAULTS, Map.of());
    Dfs other =
        closing(DfsClient.mount(system.open("scratch", CONTAINER, OpenMode.READ_WRITE), false));
    write(create("f"), 0, "one".getBytes(StandardCharsets.UTF_8));
    assertErrno(Errno.ENOENT, () -> other.lookup("/f", READ));
    other.mkdir(null, "f", 0755, Creation.DEFAULTS);
    assertTrue(dfs.stat(null, "f").isFile());
    assertTrue(other.stat(null, "f").isDirectory());
  }
}
