package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("StringConcatToTextBlock") // Blanks at the ends of lines count.
final class DaosFileSystemTest {
  private static final Instant TIME = Instant.parse("2020-01-02T03:04:05.678Z");

  /** More than one chunk and more than one buffer of a copy, and no round number. */
  private static final int BIG = (5 << 20) + 12345;

  private static final byte PATTERN = (byte) 0xa5;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path home;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path local;

  @SuppressWarnings("NullAway.Init")
  private DaosRun daos;

  @SuppressWarnings("NullAway.Init")
  private Path tree;

  @BeforeEach
  void openStore() throws IOException {
    daos = new DaosRun(home);
    daos.line("pool create tank").good();
    daos.line("cont create tank c --type=POSIX").good();
    tree = Files.createDirectory(local.resolve("tree"));
  }

  @AfterEach
  void closeStore() {
    daos.close();
  }

  private void fillTree() throws IOException {
    byte[] big = new byte[BIG];
    new Random(7).nextBytes(big);
    Path file = Files.write(tree.resolve("big"), big);
    Files.setLastModifiedTime(file, FileTime.from(TIME));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.createFile(tree.resolve("empty"));
    Path deep = Files.createDirectories(tree.resolve("sub/deep"));
    Files.writeString(deep.resolve("small \u00e4"), "some text");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("sub/deep"));
    Files.createSymbolicLink(tree.resolve("dangling"), Path.of("/no/where"));
    Files.setPosixFilePermissions(deep, PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setLastModifiedTime(deep, FileTime.from(TIME));
  }

  private static void assertSame(Path expected, Path actual) throws IOException {
    try (Stream<Path> all = Files.walk(expected)) {
      for (Path one : all.toList()) {
        Path other = actual.resolve(expected.relativize(one));
        assertTrue(Files.exists(other, LinkOption.NOFOLLOW_LINKS), other.toString());
        if (Files.isSymbolicLink(one)) {
          assertEquals(Files.readSymbolicLink(one), Files.readSymbolicLink(other));
          continue;
        }
        assertEquals(Files.getPosixFilePermissions(one), Files.getPosixFilePermissions(other));
        assertEquals(
            Files.getLastModifiedTime(one).toInstant(),
            Files.getLastModifiedTime(other).toInstant(),
            other.toString());
        if (Files.isRegularFile(one)) {
          assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(other));
        }
      }
    }
    assertEquals(count(expected), count(actual));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.count();
    }
  }

  @Test
  void shouldBringBackTheSameTreeWhenCopiedInAndOut() throws IOException {
    fillTree();
    String in = "fs copy -s %s -d daos://tank/c".formatted(tree);
    assertEquals(
        "Successfully copied to DAOS: daos://tank/c\n"
            + "    Directories: 3\n    Files:       3\n    Links:       2\n",
        daos.line(in).good());
    Path back = local.resolve("back");
    assertEquals(
        """
        {
          "response": {
            "src_pool": "tank",
            "src_cont": "c",
            "dst_pool": "",
            "dst_cont": "",
            "copy_stats": {
              "num_dirs": 3,
              "num_files": 3,
              "num_links": 2
            }
          },
          "error": null,
          "status": 0
        }
        """,
        daos.line("filesystem copy -j --src daos://tank/c/tree --dst " + back).good());
    assertSame(tree, back);
    // Once more, over what is there.
    daos.line(in).good();
    daos.line("fs copy -s daos://tank/c/tree -d daos://tank/c/again").good();
    daos.line("fs copy -s daos://tank/c/again -d %s".formatted(local.resolve("third"))).good();
    assertSame(tree, local.resolve("third"));
    Files.setPosixFilePermissions(
        tree.resolve("sub/deep"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        back.resolve("sub/deep"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(
        local.resolve("third/sub/deep"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void shouldCountWhatIsThereWhenScanned() throws IOException {
    fillTree();
    daos.line("fs copy -s %s -d daos://tank/c".formatted(tree)).good();
    String text = daos.line("fs scan tank c").good();
    long bytes = BIG + 9;
    assertTrue(
        text.matches(
            "DFS scanner: Start \\(\\d{4}-\\d\\d-\\d\\d-\\d\\d:\\d\\d:\\d\\d\\)\n"
                + "DFS scanner: Done! \\(runtime: \\d+ sec\\)\n"
                + "DFS scanner: 8 scanned objects\n"
                + "DFS scanner: 3 files\n"
                + "DFS scanner: 2 symlinks\n"
                + "DFS scanner: 3 directories\n"
                + "DFS scanner: 4 max tree depth\n"
                + "DFS scanner: %d bytes of total data\n".formatted(bytes)
                + "DFS scanner: %d bytes per file on average\n".formatted(bytes / 3)
                + "DFS scanner: %d bytes is largest file size\n".formatted(BIG)
                + "DFS scanner: 5 entries in the largest directory\n"),
        text);
    makeWritable();
  }

  private void makeWritable() throws IOException {
    Files.setPosixFilePermissions(
        tree.resolve("sub/deep"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void shouldNameTheFileWhenCopyIsRefused() throws IOException {
    assertTrue(
        daos.line("fs copy -s daos://tank/c/nix -d " + local.resolve("x"))
            .refused(1)
            .contains("daos://tank/c/nix: no such file or directory"));
    assertTrue(
        daos.line("fs copy -s %s -d %s".formatted(tree, tree.resolve("in")))
            .refused(1)
            .contains("cannot copy into itself"));
    Files.writeString(tree.resolve("plain"), "x");
    daos.line("fs copy -s %s -d daos://tank/c".formatted(tree)).good();
    String over = "fs copy -s daos://tank/c/tree -d " + tree.resolve("plain");
    assertTrue(daos.line(over).refused(1).contains(tree.resolve("plain") + ": not a directory"));
    assertTrue(daos.line("fs copy -s /x -d daos://tank").refused(2).contains("daos://pool/cont"));
    assertTrue(daos.line("fs copy -s /x").refused(2).contains("--dst"));
  }

  @Test
  void shouldTellClassAndChunkWhenAskedForAttributes() throws IOException {
    Files.writeString(tree.resolve("plain"), "x");
    daos.line("fs copy -s %s -d daos://tank/c".formatted(tree)).good();
    String directory = daos.line("fs get-attr -H /tree tank c").good();
    assertTrue(
        directory.matches(
            "OID = \\d+\\.\\d+\nObject Class = S1\nDirectory Creation Object Class = S1\n"
                + "File Creation Object Class = SX\nFile Creation Chunk Size = 1048576\n"),
        directory);
    assertEquals("", daos.line("fs set-attr -H /tree -o S1 -z 128KiB tank c").good());
    String changed = daos.line("fs get-attr -H /tree -j tank c").good();
    assertTrue(changed.contains("\"file_oclass\": \"S1\",\n      \"chunk_size\": 131072"), changed);
    Files.writeString(tree.resolve("newer"), "x");
    daos.line("fs copy -s %s -d daos://tank/c".formatted(tree)).good();
    String file = daos.line("fs get-attr -H /tree/newer tank c").good();
    assertTrue(
        file.matches("OID = \\d+\\.\\d+\nObject Class = S1\nObject Chunk Size = 131072\n"), file);
    String id = file.substring(6, file.indexOf('\n'));
    String query = daos.line("obj query -i %s tank c".formatted(id)).good();
    assertTrue(
        query.matches("oid: " + id + " ver \\d+ grp_nr: 1\ngrp: 0\nreplica 0 0:[01]\n"), query);
    assertTrue(daos.line("fs set-attr -o RP_2G1 tank c").refused(1).contains("not available yet"));
    assertTrue(daos.line("fs get-attr -H /nix tank c").refused(1).contains("ENOENT(2): "));
  }

  @Test
  void shouldFindTheContainerByAPathWhenItIsMounted() throws IOException {
    Files.writeString(tree.resolve("plain"), "x");
    daos.line("fs copy -s %s -d daos://tank/c".formatted(tree)).good();
    assertEquals("No mounts.\n", daos.line("mounts").good());
    assertEquals("", daos.line("mount /tmp/tank/c tank c").good());
    assertEquals(
        "Path        Pool Container \n"
            + "----        ---- --------- \n"
            + "/tmp/tank/c tank c         \n",
        daos.line("mounts").good());
    assertEquals(
        daos.line("fs get-attr -H /tree/plain tank c").good(),
        daos.line("fs get-attr --path=/tmp/tank/c/tree/plain").good());
    assertTrue(daos.line("mount /tmp/tank/c tank c").refused(1).contains("mounted already"));
    assertTrue(daos.line("mount /tmp/tank/d tank d").refused(1).contains("DER_NONEXIST"));
    assertEquals("", daos.line("umount /tmp/tank/c").good());
    assertTrue(daos.line("umount /tmp/tank/c").refused(1).contains("/tmp/tank/c"));
  }

  /** Makes objects that no name leads to: a file, and a directory with a file in it. */
  private void leak() throws IOException {
    try (StoreSystem system = daos.connect();
        ObjectStore store = system.open("tank", "c", OpenMode.READ_WRITE)) {
      MemorySegment bytes = MemorySegment.ofArray("lost".getBytes(StandardCharsets.UTF_8));
      ObjectId file = ObjectId.of(ObjectType.ARRAY_BYTE, 1, 1, 77, 1 << 20);
      put(store, file, Key.of(1L), Key.of("0"), bytes);
      ObjectId inner = ObjectId.of(ObjectType.ARRAY_BYTE, 1, 1, 78, 1 << 20);
      put(store, inner, Key.of(1L), Key.of("0"), bytes);
      ObjectId directory = ObjectId.of(ObjectType.MULTI_HASHED, 1, 1, 79, 1 << 20);
      new LostAndFound(store, directory, java.time.InstantSource.fixed(TIME)).add(inner);
    }
  }

  private static void put(
      ObjectStore store, ObjectId object, Key dkey, Key akey, MemorySegment bytes)
      throws IOException {
    AkeyUpdate write = new AkeyUpdate.Write(akey, Condition.NONE, ByteRanges.of(0, bytes));
    store.update(object, List.of(DkeyUpdate.of(dkey, Condition.NONE, write)));
  }

  @Test
  void shouldGiveLostObjectsNamesWhenRelinked() throws IOException {
    Files.writeString(tree.resolve("plain"), "x");
    daos.line("fs copy -s %s -d daos://tank/c".formatted(tree)).good();
    leak();
    String text = daos.line("fs check -f print,relink -n found tank c").good();
    assertTrue(
        text.matches(
            "DFS checker: Start \\(\\d{4}-\\d\\d-\\d\\d-\\d\\d:\\d\\d:\\d\\d\\)\n"
                + "DFS checker: Create OIT table\n"
                + "DFS checker: Iterating namespace and marking objects\n"
                + "DFS checker: marked 2 files/directories \\(runtime: \\d+ sec\\)\\)\n"
                + "DFS checker: Leaked OIDs will be inserted in /lost\\+found/found\n"
                + "DFS checker: Checking unmarked OIDs \\(Pass 1\\)\n"
                + "DFS checker: Checking unmarked OIDs \\(Pass 2\\)\n"
                + "oid\\[0\\]: \\d+\\.\\d+\noid\\[1\\]: \\d+\\.\\d+\n"
                + "DFS checker: Done! \\(runtime: \\d+ sec\\)\n"
                + "DFS checker: Number of leaked OIDs in namespace = 2\n"),
        text);
    daos.line("fs copy -s daos://tank/c/lost+found -d " + local.resolve("lost")).good();
    try (Stream<Path> all = Files.walk(local.resolve("lost"))) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertEquals(2, files.size());
      for (Path file : files) {
        assertEquals("lost", Files.readString(file));
      }
    }
    assertTrue(daos.line("fs check tank c").good().endsWith(" leaked OIDs in namespace = 0\n"));
  }

  @Test
  void shouldForgetLostObjectsWhenRemoved() throws IOException {
    leak();
    assertTrue(daos.line("fs check -f print tank c").good().endsWith("namespace = 2\n"));
    assertTrue(daos.line("fs check -j -f remove tank c").good().contains("\"leaked\": 2"));
    assertTrue(daos.line("fs check tank c").good().endsWith("namespace = 0\n"));
    // The root has no entries, so that only the description of the file system is left.
    assertEquals(1, daos.line("cont list-objects tank c").good().lines().count());
  }

  @Test
  void shouldCountObjectsWhenContainerIsSound() throws IOException {
    fillTree();
    daos.line("fs copy -s %s -d daos://tank/c".formatted(tree)).good();
    String text = daos.line("container check --pool=tank --cont=c").good();
    assertTrue(
        text.matches(
            "check container c started at: .*\n\ncheck container c completed at: .*\n\n"
                + "checked: \\d+\nskipped: 0\ninconsistent: 0\nrun_time: 1 seconds\n"
                + "scan_speed: \\d+ objs/sec\n"),
        text);
    makeWritable();
  }

  @Test
  void shouldNameTheObjectWhenAByteOnDiskIsNotTheOneWritten() throws IOException {
    byte[] bytes = new byte[1 << 20];
    Arrays.fill(bytes, PATTERN);
    Files.write(tree.resolve("patterned"), bytes);
    Files.writeString(tree.resolve("sound"), "x");
    daos.line("fs copy -s %s -d daos://tank/c".formatted(tree)).good();
    String id = daos.line("fs get-attr -H /tree/patterned tank c").good();
    daos.close();
    flipOneByte();
    daos = new DaosRun(home);
    DaosRun.Result result = daos.line("cont check tank c");
    assertEquals(1, result.code(), result.out() + result.err());
    assertTrue(result.out().contains("\ninconsistent: 1\n"), result.out());
    String oid = id.substring(6, id.indexOf('\n'));
    assertTrue(result.err().contains("found data inconsistency for object: " + oid), result.err());
    assertTrue(result.err().contains("ERROR: daos: DER_CSUM(-2021): "), result.err());
  }

  private void flipOneByte() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        for (int i = 0; i + 4096 < content.length; i += 4096) {
          if (content[i] == PATTERN && content[i + 1] == PATTERN && content[i + 4095] == PATTERN) {
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
              raw.seek(i + 100);
              raw.write(PATTERN ^ 1);
            }
            return;
          }
        }
      }
    }
    throw new AssertionError("the bytes are nowhere below " + home);
  }
}
