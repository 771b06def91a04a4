package io.jromio.dfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Names: lookup, open, links, removing, moving, swapping, reading directories.
 *
 * @source DAOS src/tests/suite/dfs_unit_test.c
 */
public abstract class NamesContract extends BytesContract {

  protected NamesContract() {}

  @Test
  void shouldFindWhatPathsLeadTo() throws Exception {
    DfsObject outer = directory("outer");
    dfs.mkdir(outer, "inner", 0700, Creation.DEFAULTS);
    DfsObject inner = dfs.lookup("/outer/inner", READ);
    DfsObject made = dfs.open(inner, "file", FILE, CREATE, Creation.DEFAULTS);
    for (String path :
        List.of(
            "/outer/inner/file", "//outer/./inner//file", "/outer/../outer/inner/../inner/file")) {
      DfsObject found = dfs.lookup(path, READ);
      assertEquals(made.id(), found.id());
      assertEquals(FILE, found.mode());
      assertEquals("file", found.name());
    }
    assertEquals(made.id(), dfs.lookup(inner, "file", READ).id());
    assertEquals(root().id(), dfs.lookup("/outer/..", READ).id());
    assertEquals(inner.id(), dfs.lookup("/outer/inner/", READ).id());
    assertEquals("/", root().name());
    assertErrno(Errno.ENOENT, () -> dfs.lookup("/outer/none", READ));
    assertErrno(Errno.ENOENT, () -> dfs.lookup("/none/file", READ));
    assertErrno(Errno.ENOENT, () -> dfs.lookup("/../outer", READ));
    assertErrno(Errno.ENOTDIR, () -> dfs.lookup("/outer/inner/file/x", READ));
    assertErrno(Errno.EINVAL, () -> dfs.lookup("outer", READ));
    assertErrno(Errno.ENOTDIR, () -> dfs.lookup(made, "x", READ));
    assertErrno(Errno.ENOENT, () -> dfs.lookup(outer, "none", READ));
  }

  @Test
  void shouldFollowLinksUnlessToldNotTo() throws Exception {
    DfsObject folder = directory("folder");
    DfsObject file = dfs.open(folder, "file", FILE, CREATE, Creation.DEFAULTS);
    link("absolute", "/folder/file");
    link("relative", "folder/../folder/file");
    link("to folder", "folder");
    link("chain", "to folder/file");
    link("dangling", "none");
    link("loop", "loop");
    dfs.open(folder, "up", LINK, CREATE, new Creation(null, 0, "../relative"));
    for (String path :
        List.of("/absolute", "/relative", "/chain", "/to folder/file", "/folder/up")) {
      assertEquals(file.id(), dfs.lookup(path, READ).id(), path);
    }
    assertEquals(file.id(), dfs.lookup(folder, "up", READ).id());
    DfsObject link = dfs.lookup("/relative", Set.of(OpenFlag.NOFOLLOW));
    assertEquals(LINK, link.mode());
    assertEquals("folder/../folder/file", link.linkTarget());
    assertEquals("folder/../folder/file".length(), dfs.stat(null, "relative").size());
    assertErrno(Errno.EINVAL, file::linkTarget);
    assertErrno(Errno.ENOENT, () -> dfs.lookup("/dangling", READ));
    assertTrue(Mode.isLink(dfs.lookup("/dangling", Set.of(OpenFlag.NOFOLLOW)).mode()));
    assertErrno(Errno.ELOOP, () -> dfs.lookup("/loop", READ));
    assertErrno(Errno.EINVAL, () -> dfs.open(null, "relative", FILE, READ, Creation.DEFAULTS));
    assertErrno(Errno.EINVAL, () -> dfs.open(null, "l", LINK, CREATE, Creation.DEFAULTS));
    assertErrno(
        Errno.EEXIST, () -> dfs.open(null, "loop", LINK, EXCLUSIVE, new Creation(null, 0, "x")));
    assertEquals("loop", dfs.open(null, "loop", LINK, READ, Creation.DEFAULTS).linkTarget());
  }

  @Test
  void shouldFollowFortyLinksButNotMore() throws Exception {
    DfsObject file = create("link0");
    for (int i = 1; i <= 41; i++) {
      link("link" + i, "link" + (i - 1));
    }
    assertEquals(file.id(), dfs.lookup("/link40", READ).id());
    assertErrno(Errno.ELOOP, () -> dfs.lookup("/link41", READ));
  }

  @Test
  void shouldRefuseNamesThatCannotBe() throws Exception {
    for (String name :
        List.of("", "a/b", ".", "..", "a\0b", "x".repeat(256), "\u00fc".repeat(128))) {
      assertErrno(Errno.EINVAL, () -> create(name));
      assertErrno(Errno.EINVAL, () -> dfs.mkdir(null, name, 0755, Creation.DEFAULTS));
      assertErrno(Errno.EINVAL, () -> dfs.remove(null, name, false));
      assertErrno(Errno.EINVAL, () -> dfs.stat(null, name));
    }
    for (String name : List.of("x".repeat(255), "\u00fc", " ", "...")) {
      assertEquals(create(name).id(), dfs.lookup("/" + name, READ).id());
    }
  }

  @Test
  void shouldOpenAsFlagsAndTypeSay() throws Exception {
    assertErrno(Errno.ENOENT, () -> dfs.open(null, "f", FILE, BOTH, Creation.DEFAULTS));
    DfsObject file = dfs.open(null, "f", FILE, EXCLUSIVE, Creation.DEFAULTS);
    assertErrno(Errno.EEXIST, () -> dfs.open(null, "f", FILE, EXCLUSIVE, Creation.DEFAULTS));
    assertEquals(file.id(), create("f").id());
    write(file, 0, bytes(10));
    assertEquals(10, dfs.size(create("f")));
    DfsObject cut =
        dfs.open(null, "f", FILE, Set.of(OpenFlag.RDWR, OpenFlag.TRUNC), Creation.DEFAULTS);
    assertEquals(0, dfs.size(cut));
    write(file, 0, bytes(10));
    dfs.lookup("/f", Set.of(OpenFlag.RDWR, OpenFlag.TRUNC));
    assertEquals(0, dfs.size(file));
    Set<OpenFlag> append = Set.of(OpenFlag.RDWR, OpenFlag.APPEND);
    assertErrno(Errno.ENOTSUP, () -> dfs.open(null, "f", FILE, append, Creation.DEFAULTS));
    assertErrno(Errno.ENOTSUP, () -> dfs.lookup("/f", append));
    assertErrno(Errno.ENOTDIR, () -> dfs.open(null, "f", DIRECTORY, READ, Creation.DEFAULTS));
    directory("d");
    assertErrno(Errno.EINVAL, () -> dfs.open(null, "d", FILE, READ, Creation.DEFAULTS));
    assertErrno(Errno.EINVAL, () -> create("d"));
    assertErrno(Errno.EEXIST, () -> dfs.mkdir(null, "d", 0755, Creation.DEFAULTS));
    assertErrno(Errno.EEXIST, () -> dfs.mkdir(null, "f", 0755, Creation.DEFAULTS));
    assertErrno(
        Errno.EINVAL,
        () -> dfs.open(null, "f", FILE, Set.of(OpenFlag.RDWR, OpenFlag.WRONLY), Creation.DEFAULTS));
    assertErrno(Errno.EINVAL, () -> dfs.open(null, "g", 0644, CREATE, Creation.DEFAULTS));
    assertErrno(Errno.ENOTSUP, () -> dfs.open(null, "g", FILE | 04000, CREATE, Creation.DEFAULTS));
  }

  @Test
  void shouldGiveNewEntriesClassAndChunkOfCallThenDirectoryThenContainer() throws Exception {
    DfsObject plain = create("plain");
    assertEquals(1 << 20, plain.chunkSize());
    assertEquals("SX", plain.objectClass().toString());
    assertEquals(TARGETS, plain.id().groups());
    DfsObject directory = directory("d");
    assertEquals("S1", directory.objectClass().toString());
    assertEquals(Creation.DEFAULTS, dfs.defaults(directory));
    dfs.setDefaults(directory, new Creation(new ObjectClass.Sharded(2), 0, null));
    dfs.setDefaults(directory, new Creation(null, 4096, null));
    for (DfsObject in : List.of(directory, dfs.lookup("/d", READ))) {
      DfsObject file = dfs.open(in, "f", FILE, CREATE, Creation.DEFAULTS);
      assertEquals("S2", file.objectClass().toString());
      assertEquals(4096, file.chunkSize());
      assertEquals(new Creation(new ObjectClass.Sharded(2), 4096, null), dfs.defaults(in));
    }
    DfsObject own =
        dfs.open(
            directory, "own", FILE, CREATE, new Creation(new ObjectClass.Sharded(1), 77, null));
    assertEquals("S1", own.objectClass().toString());
    assertEquals(77, own.chunkSize());
    assertEquals(77, dfs.stat(directory, "own").blockSize());
    dfs.mkdir(directory, "child", 0755, Creation.DEFAULTS);
    DfsObject child = dfs.lookup("/d/child", READ);
    assertEquals("S2", child.objectClass().toString());
    assertEquals(4096, dfs.defaults(child).chunkSize(), "defaults are inherited");
    dfs.setDefaults(root(), new Creation(null, 123, null));
    assertEquals(123, mount(CONTAINER, false).lookup("/", READ).chunkSize());
  }

  @Test
  void shouldRefuseClassesWithRedundancyByName() throws Exception {
    for (String name : List.of("RP_2G1", "RP_3GX", "EC_4P2G1", "EC_16P2GX")) {
      ObjectClass redundant = ObjectClass.parse(name).orElseThrow();
      Creation creation = new Creation(redundant, 0, null);
      for (Executable call :
          List.<Executable>of(
              () -> dfs.open(null, "f", FILE, CREATE, creation),
              () -> dfs.mkdir(null, "d", 0755, creation),
              () -> dfs.setDefaults(root(), creation))) {
        DfsException refused = assertThrows(DfsException.class, call);
        assertEquals(Errno.ENOTSUP, refused.errno());
        assertTrue(refused.toString().contains(name), refused.toString());
      }
    }
    assertErrno(Errno.ENOENT, () -> dfs.lookup("/f", READ));
  }

  @Test
  void shouldRemoveEntriesAndWhatTheyName() throws Exception {
    DfsObject file = create("f");
    write(file, 0, bytes(10));
    dfs.remove(null, "f", false);
    assertErrno(Errno.ENOENT, () -> dfs.remove(null, "f", false));
    assertErrno(Errno.ENOENT, () -> dfs.stat(file));
    assertEquals(0, dfs.size(file), "an open file is empty once it is removed");
    DfsObject directory = directory("d");
    for (int i = 0; i < 5; i++) {
      dfs.mkdir(directory, "sub" + i, 0755, Creation.DEFAULTS);
      DfsObject sub = dfs.lookup("/d/sub" + i, READ);
      for (int k = 0; k < 5; k++) {
        DfsObject inner = dfs.open(sub, "f" + k, FILE, CREATE, Creation.DEFAULTS);
        write(inner, 0, bytes(10));
      }
      dfs.open(sub, "l", LINK, CREATE, new Creation(null, 0, "/f"));
    }
    assertErrno(Errno.ENOTEMPTY, () -> dfs.remove(null, "d", false));
    dfs.remove(null, "d", true);
    assertErrno(Errno.ENOENT, () -> dfs.lookup("/d", READ));
    directory("d");
    dfs.remove(null, "d", false);
    assertEquals(List.of(), names(dfs, root(), 10));
    Set<ObjectId> left = new HashSet<>(store.listObjects(Anchor.start(), 100).objects());
    assertEquals(1, left.size(), "only the superblock is left: " + left);
  }

  @Test
  void shouldMoveOverFilesAndEmptyDirectories() throws Exception {
    DfsObject source = create("source");
    byte[] bytes = bytes(100);
    write(source, 0, bytes);
    dfs.setXattr(source, "user.note", new byte[] {1, 2}, Optional.empty());
    DfsObject target = create("target");
    write(target, 0, bytes(500));
    dfs.move(null, "source", null, "target");
    assertErrno(Errno.ENOENT, () -> dfs.stat(target));
    assertErrno(Errno.ENOENT, () -> dfs.stat(source));
    assertEquals(0, dfs.size(target), "the replaced object is gone");
    DfsObject moved = dfs.lookup("/target", BOTH);
    assertEquals(source.id(), moved.id());
    assertArrayEquals(bytes, read(moved, 0, 1000));
    assertArrayEquals(new byte[] {1, 2}, dfs.xattr(moved, "user.note"));
    DfsObject from = directory("from");
    DfsObject empty = directory("empty");
    DfsObject full = directory("full");
    dfs.open(full, "x", FILE, CREATE, Creation.DEFAULTS);
    dfs.move(null, "from", null, "empty");
    assertEquals(from.id(), dfs.lookup("/empty", READ).id());
    assertErrno(Errno.ENOENT, () -> dfs.stat(empty));
    assertErrno(Errno.ENOTEMPTY, () -> dfs.move(null, "empty", null, "full"));
    assertErrno(Errno.EINVAL, () -> dfs.move(null, "target", null, "empty"));
    assertErrno(Errno.ENOTDIR, () -> dfs.move(null, "empty", null, "target"));
    assertErrno(Errno.ENOENT, () -> dfs.move(null, "none", null, "target"));
    link("l", "target");
    dfs.move(null, "l", full, "l2");
    assertEquals("target", dfs.lookup("/full/l2", Set.of(OpenFlag.NOFOLLOW)).linkTarget());
    assertEquals(Set.of("target", "empty", "full"), new HashSet<>(names(dfs, root(), 10)));
  }

  @Test
  void shouldDoNothingWhenMovedOntoItself() throws Exception {
    DfsObject file = create("f");
    byte[] bytes = bytes(100);
    write(file, 0, bytes);
    dfs.move(null, "f", null, "f");
    dfs.move(null, "f", root(), "f");
    dfs.exchange(null, "f", root(), "f");
    assertEquals(file.id(), dfs.stat(file).id());
    assertArrayEquals(bytes, read(file, 0, 1000));
    assertErrno(Errno.ENOENT, () -> dfs.move(null, "none", null, "none"));
  }

  @Test
  void shouldNotMoveADirectoryUnderItself() throws Exception {
    DfsObject a = directory("a");
    dfs.mkdir(a, "b", 0755, Creation.DEFAULTS);
    DfsObject b = dfs.lookup("/a/b", BOTH);
    dfs.mkdir(b, "c", 0755, Creation.DEFAULTS);
    DfsObject c = dfs.lookup("/a/b/c", BOTH);
    assertErrno(Errno.EINVAL, () -> dfs.move(null, "a", a, "a"));
    assertErrno(Errno.EINVAL, () -> dfs.move(null, "a", c, "a"));
    assertErrno(Errno.EINVAL, () -> dfs.move(a, "b", c, "b"));
    assertErrno(Errno.EINVAL, () -> dfs.exchange(null, "a", b, "c"));
    DfsObject attached = dfs.attach(dfs.share(c), BOTH);
    assertErrno(Errno.EINVAL, () -> dfs.move(null, "a", attached, "a"));
    DfsObject other = directory("other");
    dfs.move(a, "b", other, "b");
    assertErrno(Errno.EINVAL, () -> dfs.move(null, "other", c, "x"));
    dfs.move(null, "a", c, "a");
    assertEquals(a.id(), dfs.lookup("/other/b/c/a", READ).id());
    dfs.move(other, "b", null, "b");
    assertEquals(a.id(), dfs.lookup("/b/c/a", READ).id());
    dfs.remove(null, "b", true);
    assertErrno(Errno.ENOENT, () -> dfs.move(null, "other", c, "x"));
  }

  @Test
  void shouldSwapTwoEntries() throws Exception {
    DfsObject file = create("f");
    DfsObject directory = directory("d");
    DfsObject inner = dfs.open(directory, "inner", FILE, CREATE, Creation.DEFAULTS);
    dfs.setXattr(inner, "note", new byte[] {7}, Optional.empty());
    dfs.exchange(null, "f", directory, "inner");
    assertEquals(inner.id(), dfs.lookup("/f", READ).id());
    assertEquals(file.id(), dfs.lookup("/d/inner", READ).id());
    assertEquals(List.of("note"), dfs.xattrs(dfs.lookup("/f", READ)));
    assertEquals(List.of(), dfs.xattrs(dfs.lookup("/d/inner", READ)));
    dfs.exchange(null, "f", null, "d");
    assertEquals(directory.id(), dfs.lookup("/f", READ).id());
    assertErrno(Errno.EINVAL, () -> dfs.exchange(null, "f", null, "none"));
    assertErrno(Errno.EINVAL, () -> dfs.exchange(null, "none", null, "f"));
  }

  @Test
  void shouldReadEveryNameOnceWhateverThePage() throws Exception {
    DfsObject directory = directory("d");
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < 100; i++) {
      dfs.mkdir(directory, "dir." + i, 0755, Creation.DEFAULTS);
      dfs.open(directory, "file." + i, FILE, CREATE, Creation.DEFAULTS).close();
      expected.add("dir." + i);
      expected.add("file." + i);
    }
    for (int limit : new int[] {1, 7, 10, 1000}) {
      List<String> names = names(dfs, directory, limit);
      assertEquals(200, names.size());
      assertEquals(expected, new TreeSet<>(names));
    }
    DirectoryPage page = dfs.readDirectory(directory, Anchor.start(), 10);
    assertFalse(page.next().isEnd());
    assertTrue(page.names().size() <= 10);
    for (String name : page.names()) {
      dfs.remove(directory, name, false);
      expected.remove(name);
    }
    Set<String> rest = new TreeSet<>();
    for (Anchor anchor = page.next(); !anchor.isEnd(); ) {
      DirectoryPage next = dfs.readDirectory(directory, anchor, 10);
      for (String name : next.names()) {
        assertTrue(rest.add(name), "twice: " + name);
      }
      anchor = next.next();
    }
    assertEquals(expected, rest, "goes on behind names that are gone");
    DfsObject file = create("f");
    assertErrno(Errno.ENOTDIR, () -> dfs.readDirectory(file, Anchor.start(), 1));
    assertErrno(Errno.EINVAL, () -> dfs.readDirectory(directory, Anchor.start(), 0));
  }

  @Test
  void shouldGiveANewIdWhenMadeAgain() throws Exception {
    DfsObject first = create("f");
    dfs.remove(null, "f", false);
    assertNotEquals(first.id(), create("f").id());
    Set<ObjectId> ids = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertTrue(ids.add(create("f" + i).id()));
    }
  }
}
