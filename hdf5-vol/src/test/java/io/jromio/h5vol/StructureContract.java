package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.vol.VolCapability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups, paths, links of all kinds, named types, references. */
abstract class StructureContract extends H5Contract {

  private static List<String> names(H5Group group) throws H5Exception {
    List<String> names = new ArrayList<>();
    for (Link link : group.links()) {
      names.add(link.name());
    }
    return names;
  }

  private List<String> ordered(String... names) {
    List<String> all = new ArrayList<>(List.of(names));
    if (!capabilities().contains(VolCapability.CREATION_ORDER)) {
      Collections.sort(all);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldFindObjectsWhenWalkingPaths(int ranks) {
    String name = fresh("paths");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Group c = file.group("/a/b/c");
            assertEquals("/a/b/c", c.path());
            c.newDataset("deep/er/t").type(H5Type.I32).shape(2).create();
            file.newDataset("z").type(H5Type.F32).shape().create();
          }
          try (H5File file = open(world, name)) {
            H5Group b = file.group("a//./b/");
            assertEquals("/a/b", b.path());
            assertEquals("/a/b/c/deep/er/t", b.dataset("c/deep/er/t").path());
            assertEquals(ObjectKind.DATASET, b.object("/z").kind());
            assertEquals(file.token(), b.object("/").token());
            assertEquals(b.token(), b.object(".").token());
            assertTrue(b.exists("c/deep"));
            assertFalse(b.exists("c/deep/nothing/t"));
            assertFalse(b.exists("z"));
            assertError(H5Error.NOT_FOUND, () -> b.dataset("nothing"));
            assertError(H5Error.ARG, () -> file.dataset("a"));
            assertError(H5Error.ARG, () -> file.group("z"));
            assertEquals(ordered("a", "z"), names(file));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldRefuseWhenTheNameIsTaken(int ranks) {
    String name = fresh("taken");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            file.group("g");
            file.newDataset("t").type(H5Type.I32).shape(2).create();
            assertError(
                H5Error.EXISTS, () -> file.newDataset("g").type(H5Type.I32).shape(2).create());
            assertError(
                H5Error.EXISTS, () -> file.newDataset("t").type(H5Type.I32).shape(2).create());
            assertError(H5Error.ARG, () -> file.group("t"));
            assertError(H5Error.ARG, () -> file.newDataset("/").type(H5Type.I32).shape(2).create());
            assertError(H5Error.ARG, () -> file.newDataset("u").shape(2).create());
            assertError(H5Error.ARG, () -> file.newDataset("u").type(H5Type.I8).create());
            assertError(
                H5Error.ARG,
                () -> file.newDataset("u").type(H5Type.I8).shape(2).deflate(1).create());
            assertError(
                H5Error.ARG,
                () -> file.newDataset("u").type(H5Type.I8).shape(2).maxShape(3).create());
            assertError(
                H5Error.ARG,
                () -> file.newDataset("u").type(H5Type.I8).shape(2, 2).chunks(1).create());
          }
          try (H5File file = open(world, name)) {
            assertEquals(ordered("g", "t"), names(file));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldListAllWhenThereAreManyLinks(int ranks) throws Exception {
    String name = fresh("many");
    int groups = 300;
    List<String> made = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      made.add("name-%d".formatted((i * 7919) % groups));
    }
    String[] expected = ordered(made.toArray(String[]::new)).toArray(String[]::new);
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Group many = file.group("many");
            for (String link : made) {
              many.group(link).attributes().put("of", link);
            }
            assertEquals(List.of(expected), names(many));
          }
          try (H5File file = openWritable(world, name)) {
            H5Group many = file.group("many");
            assertEquals(List.of(expected), names(many));
            assertEquals("name-17", many.group("name-17").attributes().get("of"));
            many.group("one more");
            many.delete("name-5");
          }
          try (H5File file = open(world, name)) {
            H5Group many = file.group("many");
            assertEquals(groups, many.links().size());
            assertTrue(many.exists("one more"));
            assertFalse(many.exists("name-5"));
          }
        });
    if (ranks == 4) {
      outside(
          name,
          path -> {
            OutsideReaders.assumeTool("h5ls");
            String listed = OutsideReaders.succeed("h5ls", path + "/many");
            assertEquals(groups, listed.lines().count(), listed);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldLeadToTheSameObjectWhenLinkedTwice(int ranks) throws Exception {
    requires(VolCapability.HARD_LINKS);
    String name = fresh("hard");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("a/t").type(H5Type.I32).shape(3).create();
            t.at(Selection.all()).writeAll(new int[] {4, 5, 6});
            file.link("b/again", t);
            file.link("b/root", file);
            assertEquals(2, t.hardLinks());
            assertEquals(t.token(), file.object("b/again").token());
            assertEquals(t.token(), file.object("b/root/b/root/a/t").token());
            file.delete("a/t");
            assertFalse(file.exists("a/t"));
            file.dataset("b/again").attributes().put("still", "there");
          }
          try (H5File file = open(world, name)) {
            int[] found = new int[3];
            H5Dataset t = file.dataset("b/again");
            t.at(Selection.all()).readAll(found);
            assertArrayEquals(new int[] {4, 5, 6}, found);
            assertEquals(1, t.hardLinks());
            assertEquals("there", t.attributes().get("still"));
          }
        });
    outsideHolds(name, "/b/again", new int[] {4, 5, 6});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldFollowWhenLinksAreSoft(int ranks) throws Exception {
    requires(VolCapability.SOFT_LINKS);
    String name = fresh("soft");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            file.softLink("early", "a/b");
            assertFalse(file.exists("early"));
            file.group("a/b").newDataset("t").type(H5Type.I32).shape(1).create();
            file.group("a").softLink("beside", "b/t");
            file.softLink("absolute", "/a/beside");
            file.softLink("circle", "circle2");
            file.softLink("circle2", "circle");
            assertTrue(file.exists("early"));
            assertEquals(file.object("a/b/t").token(), file.object("early/t").token());
            assertEquals(file.object("a/b/t").token(), file.object("absolute").token());
            assertEquals("/early/t", file.object("early/t").path());
            assertFalse(file.exists("circle"));
            assertError(H5Error.NOT_FOUND, () -> file.object("circle/t"));
            file.delete("circle2");
          }
          try (H5File file = open(world, name)) {
            Link early = file.links().getFirst();
            if (capabilities().contains(VolCapability.CREATION_ORDER)) {
              assertEquals(new LinkTarget.Soft("a/b"), early.target());
            }
            assertTrue(file.exists("absolute"));
            assertFalse(file.exists("circle2"));
          }
        });
    outside(
        name,
        path -> {
          OutsideReaders.assumeTool("h5ls");
          String listed = OutsideReaders.succeed("h5ls", path.toString());
          assertTrue(listed.contains("Soft Link {a/b}"), listed);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldFollowWhenLinksAreExternal(int ranks) {
    requires(VolCapability.EXTERNAL_LINKS);
    String name = fresh("external");
    String other = fresh("other");
    String base = other.substring(other.lastIndexOf('/') + 1);
    String local = base.substring(base.lastIndexOf(':') + 1);
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, other)) {
            H5Dataset t = file.newDataset("far/t").type(H5Type.I32).shape(2).create();
            t.at(Selection.all()).writeAll(new int[] {8, 9});
          }
          try (H5File file = create(world, name)) {
            file.externalLink("away", local, "far");
            file.externalLink("nowhere", "no such file.h5", "/t");
            assertFalse(file.exists("nowhere"));
          }
          try (H5File file = open(world, name)) {
            H5Dataset t = file.dataset("away/t");
            int[] found = new int[2];
            t.at(Selection.all()).readAll(found);
            assertArrayEquals(new int[] {8, 9}, found);
            assertEquals(other, t.file().name());
            assertEquals("/far/t", t.path());
            assertFalse(file.exists("nowhere"));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldBeElsewhereWhenMoved(int ranks) throws Exception {
    String name = fresh("moved");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("a/t").type(H5Type.I32).shape(2).create();
            t.at(Selection.all()).writeAll(new int[] {1, 2});
            file.group("b");
            file.move("a/t", "a/u");
            assertFalse(file.exists("a/t"));
            assertEquals(t.token(), file.object("a/u").token());
            file.move("a/u", "b/v");
            assertFalse(file.exists("a/u"));
            assertError(H5Error.NOT_FOUND, () -> file.move("a/u", "b/w"));
            assertError(H5Error.EXISTS, () -> file.move("b/v", "a"));
            assertError(H5Error.NOT_FOUND, () -> file.delete("a/u"));
          }
          try (H5File file = open(world, name)) {
            int[] found = new int[2];
            file.dataset("b/v").at(Selection.all()).readAll(found);
            assertArrayEquals(new int[] {1, 2}, found);
          }
        });
    outsideHolds(name, "/b/v", new int[] {1, 2});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldKeepTypesWhenCommitted(int ranks) {
    requires(VolCapability.STORED_DATATYPES);
    String name = fresh("types");
    SequencedMap<String, H5Type> members = new LinkedHashMap<>();
    members.put("x", H5Type.F64);
    members.put("label", H5Type.string(7));
    H5Type point = H5Type.compound(members);
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5NamedType made = file.commit("types/point", point);
            made.attributes().put("for", "tests");
            assertEquals(point, made.type());
          }
          try (H5File file = open(world, name)) {
            H5NamedType type = (H5NamedType) file.object("types/point");
            assertEquals(point, type.type());
            assertEquals("tests", type.attributes().get("for"));
            assertEquals(ObjectKind.NAMED_TYPE, type.kind());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void shouldLeadToObjectsWhenReferencesAreStored(int ranks) throws Exception {
    requires(VolCapability.OBJECT_REFERENCES);
    String name = fresh("references");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            long[] tokens = new long[3];
            for (int i = 0; i < 3; i++) {
              tokens[i] = file.group("g" + i).token().value();
            }
            H5Dataset refs =
                file.newDataset("refs").type(H5Type.OBJECT_REFERENCE).shape(3).create();
            refs.at(Selection.all()).as(H5Type.OBJECT_REFERENCE).writeAll(tokens);
          }
          try (H5File file = open(world, name)) {
            long[] found = new long[3];
            file.dataset("refs").at(Selection.all()).as(H5Type.OBJECT_REFERENCE).readAll(found);
            for (int i = 0; i < 3; i++) {
              ObjectToken token = new ObjectToken(found[i]);
              assertEquals(file.object("g" + i).token(), file.object(token).token());
            }
            assertError(H5Error.NOT_FOUND, () -> file.object(new ObjectToken(0x7777_7777L)));
          }
        });
    outside(
        name,
        path -> {
          OutsideReaders.assumeH5py();
          String script =
              """
              import h5py,sys
              f=h5py.File(sys.argv[1],'r')
              print(*[f[r].name for r in f['refs'][()]],end='')\
              """;
          assertEquals("/g0 /g1 /g2", OutsideReaders.python(script, path.toString()));
        });
  }

  @Test
  void shouldRefuseWhenTheLastComponentIsNoName() {
    String name = fresh("noname");
    RankThreads.run(
        2,
        world -> {
          try (H5File file = create(world, name)) {
            assertError(H5Error.ARG, () -> file.delete("/"));
            assertError(H5Error.ARG, () -> file.softLink(".", "t"));
            assertEquals("/", file.group("/").path());
          }
        });
  }
}
