package io.jromio.h5vol.nativefile.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the C library wrote by h5py; {@code make-samples.py} says what is in them. */
final class SamplesTest {

  private static Map<String, H5Type> expectedTypes() {
    Map<String, H5Type> types = new HashMap<>();
    types.put("i8", H5Type.I8);
    types.put("u64be", H5Type.U64.order(ByteOrder.BIG_ENDIAN));
    types.put("f16", H5Type.F16);
    types.put("f32be", H5Type.F32.order(ByteOrder.BIG_ENDIAN));
    types.put("f64", H5Type.F64);
    types.put("fixed", new StringType(3, StringPadding.NULL_PADDED, StringCharset.ASCII));
    types.put("text", H5Type.STRING);
    types.put("opaque", H5Type.opaque(2, ""));
    types.put("bool", H5Type.BOOL);
    types.put("enum", EnumType.of(H5Type.I16, new String[] {"DEEP", "RED"}, -5, 1));
    types.put(
        "compound",
        H5Type.compound(
            24,
            new CompoundType.Member("a", 0, H5Type.I32),
            new CompoundType.Member("b", 8, H5Type.F64),
            new CompoundType.Member(
                "c", 16, new StringType(5, StringPadding.NULL_PADDED, StringCharset.ASCII))));
    types.put("array", H5Type.array(H5Type.I16, 2, 3));
    types.put("vlen", H5Type.vlen(H5Type.I32));
    types.put("reference", H5Type.OBJECT_REFERENCE);
    types.put("region", new ReferenceType(ReferenceType.Kind.REGION, 12));
    types.put("scalar", H5Type.I64);
    types.put("null", H5Type.I32);
    return types;
  }

  @ParameterizedTest
  @ValueSource(strings = {"old.h5", "new.h5"})
  void shouldReadEveryTypeAndSpace(String sample) throws H5Exception {
    Walk walk = Walk.of(Walk.sample(sample));
    Map<String, H5Type> types = new HashMap<>();
    for (Link link : walk.links("/types")) {
      String path = "/types/" + link.name();
      types.put(link.name(), walk.message(path, HeaderMessage.Type.class).type());
    }
    assertEquals(expectedTypes(), types);
    assertEquals(Dataspace.of(2, 3), walk.message("/types/f64", HeaderMessage.Space.class).space());
    assertEquals(
        Dataspace.scalar(), walk.message("/types/scalar", HeaderMessage.Space.class).space());
    assertEquals(
        Dataspace.nothing(), walk.message("/types/null", HeaderMessage.Space.class).space());
  }

  @ParameterizedTest
  @ValueSource(strings = {"old.h5", "new.h5"})
  void shouldReadLinksOfEveryKind(String sample) throws H5Exception {
    Walk walk = Walk.of(Walk.sample(sample));
    Map<String, LinkTarget> links = new HashMap<>();
    for (Link link : walk.links("/links")) {
      links.put(link.name(), link.target());
    }
    assertEquals(4, links.size());
    assertEquals(new LinkTarget.Soft("target/x"), links.get("soft"));
    assertEquals(new LinkTarget.Soft("/nowhere"), links.get("dangling"));
    var target = (LinkTarget.Hard) links.get("hard");
    assertEquals(target, walk.links("/links/target").getFirst().target());
    assertEquals(2, walk.message("/links/hard", HeaderMessage.RefCount.class).links());
    if (sample.startsWith("new")) {
      Link external = walk.links("").getFirst();
      assertEquals(new LinkTarget.External("other.h5", "/a/b"), external.target());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"old-storage.h5", "new-storage.h5"})
  void shouldReadStorage(String sample) throws H5Exception {
    boolean old = sample.startsWith("old");
    Walk walk = Walk.of(Walk.sample(sample));
    var fill = walk.message("/fill", HeaderMessage.Fill.class).fill().value().orElseThrow();
    assertEquals(7, fill.bytes().get(ValueLayout.JAVA_INT_UNALIGNED, 0));
    DataLayout.Chunked chunked = chunked(walk, "/chunked");
    assertArrayEquals(new long[] {2, 3}, chunked.shape());
    assertEquals(4, chunked.elementSize());
    assertIndex(old, DataLayout.Index.FixedArray.class, chunked);
    assertIndex(old, DataLayout.Index.ExtensibleArray.class, chunked(walk, "/grows"));
    assertIndex(old, DataLayout.Index.BTree2.class, chunked(walk, "/both"));
    List<FilterSpec> filters =
        List.of(FilterSpec.shuffle(4), FilterSpec.deflate(4), FilterSpec.fletcher32());
    List<FilterSpec> found = walk.message("/filtered", HeaderMessage.Filters.class).filters();
    for (int i = 0; i < 3; i++) {
      assertEquals(filters.get(i).id(), found.get(i).id());
      assertEquals(filters.get(i).name(), found.get(i).name());
      assertArrayEquals(filters.get(i).client(), found.get(i).client());
    }
    assertArrayEquals(
        new byte[] {5, 0, 6, 0, 7, 0},
        ((DataLayout.Compact) walk.message("/compact", HeaderMessage.Layout.class).layout())
            .bytes());
    assertEquals(
        Dataspace.of(new long[] {6}, new long[] {-1}),
        walk.message("/grows", HeaderMessage.Space.class).space());
    assertEquals(7, walk.attributes("/compact").size());
  }

  private static void assertIndex(boolean old, Class<?> recent, DataLayout.Chunked chunked) {
    Class<?> found = chunked.index().getClass();
    assertEquals(old ? DataLayout.Index.BTree1.class : recent, found);
  }

  private static DataLayout.Chunked chunked(Walk walk, String path) {
    return (DataLayout.Chunked) walk.message(path, HeaderMessage.Layout.class).layout();
  }

  @ParameterizedTest
  @ValueSource(strings = {"old-groups.h5", "new-storage.h5"})
  void shouldReadNamedTypesWhereTheyAreUsed(String sample) throws H5Exception {
    Walk walk = Walk.of(Walk.sample(sample));
    H5Type points =
        H5Type.compound(
            8,
            new CompoundType.Member("x", 0, H5Type.F32),
            new CompoundType.Member("y", 4, H5Type.F32));
    var type = walk.message("/points", HeaderMessage.Type.class);
    assertEquals(points, type.type());
    assertEquals(walk.object("/type").address(), type.named());
    assertEquals(points, walk.attributes("/points").getFirst().value().elements().type());
    assertEquals("about", walk.attributes("/type").getFirst().value().name());
  }

  @Test
  void shouldReadOldGroupWhenItHasManyNodes() throws H5Exception {
    Walk walk = Walk.of(Walk.sample("old-groups.h5"));
    List<Link> links = walk.links("/many");
    assertEquals(30, links.size());
    for (int i = 0; i < 30; i++) {
      assertEquals("d%02d".formatted(i), links.get(i).name());
      assertEquals(new LinkTarget.Soft("/x%d".formatted(29 - i)), links.get(i).target());
    }
    List<String> names = names(walk.attributes(""));
    assertEquals(14, names.size());
    assertTrue(names.contains("attribute12"), names::toString);
  }

  @Test
  void shouldReadDenseLinksInTheOrderOfTheGroup() throws H5Exception {
    Walk walk = Walk.of(Walk.sample("dense.h5"));
    for (String group : List.of("/tracked", "/plain")) {
      var info = walk.message(group, HeaderMessage.LinkInfo.class);
      assertTrue(info.heap() > 0, "dense");
      assertEquals(20, walk.links(group).size());
      for (int i = 0; i < 20; i++) {
        Link link = walk.links(group).get(i);
        int nth = info.tracked() ? i : 19 - i;
        assertEquals("link%02d".formatted(20 - nth), link.name());
        assertEquals(new LinkTarget.Soft("/target" + nth), link.target());
        assertEquals(info.tracked() ? i : -1, link.order());
      }
    }
  }

  @Test
  void shouldReadDenseAttributesInTheOrderOfTheObject() throws H5Exception {
    Walk walk = Walk.of(Walk.sample("dense.h5"));
    List<String> alphabet = new ArrayList<>();
    List<String> created = new ArrayList<>();
    for (int i = 1; i <= 15; i++) {
      alphabet.add("attribute%02d".formatted(i));
      created.addFirst("attribute%02d".formatted(i));
    }
    alphabet.addAll(List.of("list", "name"));
    created.addAll(List.of("name", "list"));
    assertEquals(alphabet, names(walk.attributes("/attributes")));
    assertEquals(created, names(walk.attributes("/ordered")));
    for (HeaderMessage.Attribute attribute : walk.attributes("/ordered").subList(0, 15)) {
      long value = attribute.value().elements().bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
      assertEquals(attribute.order(), value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"old-groups.h5", "dense.h5"})
  void shouldFindBytesOfVariableLengthWhenAttributeRefersToThem(String sample) throws H5Exception {
    Walk walk = Walk.of(Walk.sample(sample));
    String path = sample.startsWith("old") ? "" : "/attributes";
    for (HeaderMessage.Attribute attribute : walk.attributes(path)) {
      if (attribute.value().name().equals("name")) {
        byte[] element = attribute.value().elements().bytes().toArray(ValueLayout.JAVA_BYTE);
        ByteReader in = new ByteReader(element, "element");
        assertEquals(5, in.u4());
        byte[] text = GlobalHeap.read(walk.source(), in.u8(), (int) in.u4());
        assertEquals("wört", new String(text, StandardCharsets.UTF_8));
        return;
      }
    }
    throw new AssertionError("no such attribute");
  }

  private static List<String> names(List<HeaderMessage.Attribute> attributes) {
    List<String> names = new ArrayList<>();
    for (HeaderMessage.Attribute attribute : attributes) {
      names.add(attribute.value().name());
    }
    return names;
  }

  @Test
  void shouldReadWhatFollowsAUserBlock() throws H5Exception {
    Walk walk = Walk.of(Walk.sample("block.h5"));
    assertEquals("x", walk.links("").getFirst().name());
  }

  @Test
  void shouldNameStorageThatIsElsewhere() throws H5Exception {
    Walk walk = Walk.of(Walk.sample("foreign.h5"));
    assertEquals(
        new DataLayout.Foreign("virtual"),
        walk.message("/virtual", HeaderMessage.Layout.class).layout());
    assertEquals(
        new DataLayout.Foreign("external files"),
        walk.message("/external", HeaderMessage.Layout.class).layout());
  }

  @Test
  void shouldRefuseMessagesThatAreSharedInAHeap() {
    H5Exception e = assertThrows(H5Exception.class, () -> Walk.of(Walk.sample("sohm.h5")));
    assertEquals(H5Error.UNSUPPORTED, e.error());
  }
}
