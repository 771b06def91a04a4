package io.jromio.h5vol.daos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files, links, attributes and types in containers. */
final class DaosTreeTest extends DaosTest {
  private static final H5Type POINT =
      H5Type.compound(
          24,
          new CompoundType.Member("id", 0, H5Type.I32),
          new CompoundType.Member("x", 8, H5Type.F64),
          new CompoundType.Member("name", 16, H5Type.string(8)));

  private static Elements text(String... values) {
    Blobs blobs = new Blobs();
    MemorySegment bytes = MemorySegment.ofArray(new byte[16 * values.length]);
    for (int i = 0; i < values.length; i++) {
      byte[] utf8 = values[i].getBytes(StandardCharsets.UTF_8);
      bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 16L * i, utf8.length);
      if (utf8.length > 0) {
        bytes.set(
            ValueLayout.JAVA_LONG_UNALIGNED, 16L * i + 8, blobs.add(MemorySegment.ofArray(utf8)));
      }
    }
    return new Elements(H5Type.STRING, bytes, blobs);
  }

  private static List<String> texts(Elements elements) {
    List<String> texts = new ArrayList<>();
    for (long i = 0; i < elements.count(); i++) {
      long length = elements.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 16 * i);
      long slot = elements.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 16 * i + 8);
      texts.add(
          length == 0
              ? ""
              : new String(
                  elements.blobs().get(slot).toArray(ValueLayout.JAVA_BYTE),
                  StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static VolGroup group(VolFile file, VolGroup parent, String name) throws Exception {
    Link link = parent.link(name).orElseThrow();
    return (VolGroup) file.object(((LinkTarget.Hard) link.target()).token());
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldKeepLinksInOrderOfCreationWhenReopened(int ranks) {
    String name = StorePlace.newName();
    List<ObjectToken> made = new ArrayList<>();
    onFile(
        ranks,
        name,
        Access.TRUNCATE,
        (world, file) -> {
          VolGroup run = file.root().createGroup("run");
          VolDataset data = run.createDataset("z data", contiguous(H5Type.F64, 4, 5));
          run.createGroup("a");
          run.createLink("soft", new LinkTarget.Soft("/run/z data"));
          run.createLink("away", new LinkTarget.External("other.h5", "/x/y"));
          run.createLink("hard", new LinkTarget.Hard(data.token()));
          VolType type = run.createType("point", POINT);
          assertEquals(2, data.links());
          assertEquals(ObjectKind.NAMED_TYPE, type.kind());
          if (world.rank() == 0) {
            made.add(data.token());
          }
          refused(H5Error.EXISTS, () -> run.createGroup("a"));
          refused(H5Error.EXISTS, () -> run.createLink("soft", new LinkTarget.Soft("/")));
          refused(H5Error.ARG, () -> run.createGroup("a/b"));
          refused(H5Error.ARG, () -> run.createGroup(""));
          refused(H5Error.NOT_FOUND, () -> run.deleteLink("none"));
          LinkTarget nowhere = new LinkTarget.Hard(new ObjectToken(12345));
          refused(H5Error.NOT_FOUND, () -> run.createLink("nowhere", nowhere));
          run.moveLink("a", file.root(), "moved");
        });
    onFile(
        ranks,
        name,
        Access.READ,
        (world, file) -> {
          VolGroup run = group(file, file.root(), "run");
          List<String> names = new ArrayList<>();
          for (Link link : run.list()) {
            names.add(link.name() + "@" + link.order());
          }
          assertEquals(List.of("z data@0", "soft@2", "away@3", "hard@4", "point@5"), names);
          assertEquals(
              new LinkTarget.External("other.h5", "/x/y"), run.link("away").orElseThrow().target());
          assertEquals(new LinkTarget.Soft("/run/z data"), run.link("soft").orElseThrow().target());
          assertEquals(Optional.empty(), run.link("a"));
          assertEquals("moved", file.root().list().getLast().name());
          VolDataset data = (VolDataset) file.object(made.getFirst());
          assertEquals(contiguous(H5Type.F64, 4, 5), data.creation());
          ObjectToken token = ((LinkTarget.Hard) run.list().getLast().target()).token();
          assertEquals(POINT, ((VolType) file.object(token)).type());
          refused(H5Error.READ_ONLY, () -> run.createGroup("b"));
          refused(H5Error.READ_ONLY, () -> run.deleteLink("hard"));
          refused(H5Error.NOT_FOUND, () -> file.object(new ObjectToken(777)));
          refused(H5Error.NOT_FOUND, () -> file.object(new ObjectToken(-1)));
        });
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldKeepAttributesInOrderOfCreationWhenReopened(int ranks) {
    String name = StorePlace.newName();
    byte[] large = new byte[200_000];
    new Random(1).nextBytes(large);
    onFile(
        ranks,
        name,
        Access.TRUNCATE,
        (world, file) -> {
          VolObject root = file.root();
          root.putAttribute(attribute("units", text("kelvin")));
          root.putAttribute(attribute("b", ints(1, 2, 3, 4, 5, 6), 2, 3));
          root.putAttribute(
              attribute("large", Elements.of(H5Type.U8, MemorySegment.ofArray(large)), 200_000));
          root.putAttribute(attribute("names", text("a", "", "grün"), 3));
          root.putAttribute(new AttributeValue("nothing", Dataspace.nothing(), ints()));
          root.putAttribute(attribute("b", ints(7, 8), 2));
          root.putAttribute(attribute("gone", ints(1)));
          root.deleteAttribute("gone");
          root.renameAttribute("large", "larger");
          refused(H5Error.EXISTS, () -> root.renameAttribute("b", "units"));
          refused(H5Error.NOT_FOUND, () -> root.renameAttribute("none", "other"));
          refused(H5Error.NOT_FOUND, () -> root.deleteAttribute("gone"));
        });
    onFile(
        ranks,
        name,
        Access.READ,
        (world, file) -> {
          VolObject root = file.root();
          assertEquals(List.of("units", "b", "larger", "names", "nothing"), root.attributes());
          assertEquals(List.of("kelvin"), texts(root.attribute("units").orElseThrow().elements()));
          AttributeValue b = root.attribute("b").orElseThrow();
          assertEquals(Dataspace.of(2), b.space());
          assertArrayEquals(
              new int[] {7, 8}, b.elements().bytes().toArray(ValueLayout.JAVA_INT_UNALIGNED));
          assertArrayEquals(
              large,
              root.attribute("larger")
                  .orElseThrow()
                  .elements()
                  .bytes()
                  .toArray(ValueLayout.JAVA_BYTE));
          assertEquals(
              List.of("a", "", "grün"), texts(root.attribute("names").orElseThrow().elements()));
          assertEquals(0, root.attribute("nothing").orElseThrow().elements().count());
          assertEquals(Optional.empty(), root.attribute("large"));
          refused(H5Error.READ_ONLY, () -> root.putAttribute(attribute("x", ints(1))));
        });
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldRemoveWhatNothingLeadsTo(int ranks) {
    String name = StorePlace.newName();
    onFile(
        ranks,
        name,
        Access.TRUNCATE,
        (world, file) -> {
          VolGroup root = file.root();
          VolGroup top = root.createGroup("top");
          VolGroup below = top.createGroup("below");
          VolDataset kept = below.createDataset("kept", contiguous(H5Type.I32, 3));
          VolDataset lost = below.createDataset("lost", contiguous(H5Type.I32, 3));
          root.createLink("other", new LinkTarget.Hard(kept.token()));
          below.createLink("up", new LinkTarget.Hard(root.token()));
          root.deleteLink("top");
          assertEquals(1, kept.links());
          assertEquals(1, root.links());
          refused(H5Error.NOT_FOUND, lost::links);
          refused(H5Error.NOT_FOUND, () -> below.createGroup("x"));
          refused(H5Error.NOT_FOUND, () -> file.object(top.token()));
          file.flush();
          if (world.rank() == 0) {
            // The file itself, its root and the dataset that is kept.
            assertEquals(3, objects(name));
          }
          file.flush();
        });
  }

  private static FileLink.Target target(String name) throws Exception {
    ObjectStore store =
        StorePlace.get().system().open(StorePlace.POOL, StorePlace.CONTAINER, OpenMode.READ_ONLY);
    try (Dfs dfs = DfsClient.mount(store, true)) {
      String path = name.substring(name.lastIndexOf('/'));
      try (DfsObject object = dfs.lookup(path, Set.of(OpenFlag.RDONLY))) {
        String value = new String(dfs.xattr(object, "user.daos"), StandardCharsets.UTF_8);
        String[] parts = value.substring("DAOS.HDF5://".length()).split("/", -1);
        return new FileLink.Target(parts[0], parts[1]);
      }
    }
  }

  private static int objects(String name) throws Exception {
    FileLink.Target target = target(name);
    try (ObjectStore store =
        StorePlace.get().system().open(target.pool(), target.container(), OpenMode.READ_ONLY)) {
      return store.listObjects(Anchor.start(), 1000).objects().size();
    }
  }

  private static int containers() throws Exception {
    return StorePlace.get().system().containers(StorePlace.POOL).size();
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldHaveOneContainerForEachFile(int ranks) throws Exception {
    String name = StorePlace.newName();
    int before = containers();
    onFile(ranks, name, Access.EXCLUSIVE, (world, file) -> file.root().createGroup("first"));
    FileLink.Target first = target(name);
    ContainerInfo info = StorePlace.get().system().queryContainer(first.pool(), first.container());
    assertEquals("HDF5", info.properties().get("layout_type"));
    assertEquals(0, info.use().handles());
    RankThreads.run(
        ranks, world -> refused(H5Error.EXISTS, () -> open(world, name, Access.EXCLUSIVE)));
    assertEquals(first, target(name));
    onFile(ranks, name, Access.TRUNCATE, (world, file) -> assertTrue(file.root().list().isEmpty()));
    assertFalse(first.equals(target(name)));
    assertEquals(before + 1, containers());
    DaosConnector connector = StorePlace.get().connector();
    RankThreads.run(
        ranks,
        world -> {
          assertTrue(connector.isAccessible(StorePlace.request(world, name, Access.READ)));
          connector.delete(StorePlace.request(world, name, Access.WRITE));
          assertFalse(connector.isAccessible(StorePlace.request(world, name, Access.READ)));
          refused(H5Error.NOT_FOUND, () -> open(world, name, Access.READ));
          refused(
              H5Error.NOT_FOUND,
              () -> connector.delete(StorePlace.request(world, name, Access.WRITE)));
          refused(H5Error.NOT_FOUND, () -> open(world, "h5daos://none/c/f.h5", Access.WRITE));
          refused(H5Error.NOT_FOUND, () -> open(world, name + "/in/none.h5", Access.TRUNCATE));
          refused(H5Error.ARG, () -> open(world, "h5daos://tests/files/", Access.TRUNCATE));
        });
    assertEquals(before, containers());
  }

  @Test
  void shouldRefuseToReplaceWhatIsNoHdf5File() throws Exception {
    String name = StorePlace.newName();
    ObjectStore store =
        StorePlace.get().system().open(StorePlace.POOL, StorePlace.CONTAINER, OpenMode.READ_WRITE);
    try (Dfs dfs = DfsClient.mount(store, false);
        DfsObject file =
            dfs.open(
                null,
                name.substring(name.lastIndexOf('/') + 1),
                Mode.FILE | 0644,
                Set.of(OpenFlag.CREAT, OpenFlag.RDWR),
                Creation.DEFAULTS)) {
      dfs.write(file, 0, MemorySegment.ofArray(new byte[10]));
    }
    RankThreads.run(
        2,
        world -> {
          refused(H5Error.EXISTS, () -> open(world, name, Access.TRUNCATE));
          refused(H5Error.BAD_FILE, () -> open(world, name, Access.READ));
        });
  }

  @Test
  void shouldCostTheStoreAsMuchForFourRanksAsForOne() throws Exception {
    String name = StorePlace.newName();
    onFile(
        1,
        name,
        Access.TRUNCATE,
        (world, file) -> {
          VolGroup run = file.root().createGroup("run");
          run.createDataset("data", contiguous(H5Type.F64, 4, 5));
          run.putAttribute(attribute("units", text("kelvin")));
        });
    assertEquals(costOfLooking(1, name), costOfLooking(4, name));
  }

  private static Map<String, Long> costOfLooking(int ranks, String name) throws Exception {
    Map<String, Long> before = StorePlace.get().system().counters();
    onFile(
        ranks,
        name,
        Access.WRITE,
        (world, file) -> {
          VolGroup run = group(file, file.root(), "run");
          Link link = run.link("data").orElseThrow();
          file.object(((LinkTarget.Hard) link.target()).token());
          assertEquals(List.of("units"), run.attributes());
          run.attribute("units");
          run.createGroup("made").createDataset("x", contiguous(H5Type.I32, 2));
          run.deleteLink("made");
        });
    Map<String, Long> cost = new TreeMap<>();
    for (String counter : List.of("opens", "closes", "updates", "fetches", "queries")) {
      cost.put(
          counter,
          StorePlace.get().system().counters().getOrDefault(counter, 0L)
              - before.getOrDefault(counter, 0L));
    }
    return cost;
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldRefuseWhatObjectsHaveNot(int ranks) {
    String name = StorePlace.newName();
    onFile(
        ranks,
        name,
        Access.TRUNCATE,
        (world, file) -> {
          DatasetCreation plain = chunked(H5Type.I32, new long[] {8}, new long[] {8}, 4);
          DatasetCreation filtered =
              new DatasetCreation(
                  plain.type(),
                  plain.space(),
                  plain.layout(),
                  List.of(FilterSpec.deflate(1)),
                  FillSpec.NONE);
          DatasetCreation compact =
              new DatasetCreation(
                  plain.type(),
                  plain.space(),
                  new StorageLayout.Compact(),
                  List.of(),
                  FillSpec.NONE);
          VolGroup root = file.root();
          refused(H5Error.UNSUPPORTED, () -> root.createDataset("f", filtered));
          refused(H5Error.UNSUPPORTED, () -> root.createDataset("c", compact));
          assertTrue(root.list().isEmpty());
        });
  }

  @Test
  void shouldThrowTheSameEverywhereWhenRanksCallDifferently() {
    String name = StorePlace.newName();
    RankThreads.run(
        3,
        world -> {
          FileProperties properties = FileProperties.of(Access.TRUNCATE).checked(true);
          DaosConnector connector = StorePlace.get().connector();
          try (VolFile file = connector.create(StorePlace.request(world, name, properties))) {
            refused(H5Error.NOT_SAME, () -> file.root().createGroup("g" + world.rank()));
          } catch (H5Exception e) {
            // The close compares once more.
            assertEquals(H5Error.NOT_SAME, e.error());
          }
          VolFile file = open(world, name, Access.WRITE);
          file.root().createGroup("g" + world.rank() / 2);
          refused(H5Error.NOT_SAME, file::flush);
          refused(H5Error.NOT_SAME, file::close);
          refused(H5Error.CLOSED, () -> file.root().list());
          file.close();
          String other = world.rank() == 1 ? StorePlace.newName() : name;
          refused(H5Error.NOT_SAME, () -> open(world, other, Access.READ));
        });
  }
}
