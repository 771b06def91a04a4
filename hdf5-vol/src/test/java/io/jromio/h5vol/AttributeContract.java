package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.vol.VolCapability;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes of files, groups and datasets. */
abstract class AttributeContract extends H5Contract {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldBeWhatWasPutWhenOfAnyNaturalType(int ranks) throws Exception {
    String name = fresh("natural");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Attributes attributes = file.group("g").attributes();
            attributes.put("int", 42);
            attributes.put("long", 1L << 60);
            attributes.put("double", 0.1);
            attributes.put("float", 1.5f);
            attributes.put("short", (short) -7);
            attributes.put("byte", (byte) 9);
            attributes.put("text", "K\u00e4lte");
            attributes.put("empty", "");
            attributes.put("ints", new int[] {1, -2, 3});
            attributes.put("doubles", new double[] {0.5, -0.25});
            attributes.put("texts", new String[] {"a", "bcd", ""});
          }
          try (H5File file = open(world, name)) {
            H5Attributes attributes = file.group("g").attributes();
            assertEquals(42, attributes.get("int"));
            assertEquals(1L << 60, attributes.get("long"));
            assertEquals(0.1, attributes.get("double"));
            assertEquals(1.5f, attributes.get("float"));
            assertEquals((short) -7, attributes.get("short"));
            assertEquals((byte) 9, attributes.get("byte"));
            assertEquals("K\u00e4lte", attributes.get("text"));
            assertEquals("", attributes.get("empty"));
            assertArrayEquals(new int[] {1, -2, 3}, (int[]) attributes.get("ints"));
            assertArrayEquals(new double[] {0.5, -0.25}, (double[]) attributes.get("doubles"));
            assertArrayEquals(new String[] {"a", "bcd", ""}, (String[]) attributes.get("texts"));
            assertEquals(11, attributes.names().size());
          }
        });
    outside(
        name,
        path -> {
          OutsideReaders.shouldHoldAttribute(path, "/g", "ints", new int[] {1, -2, 3});
          OutsideReaders.shouldHoldAttribute(path, "/g", "double", new double[] {0.1});
          OutsideReaders.shouldHoldAttribute(path, "/g", "text", new String[] {"K\u00e4lte"});
          OutsideReaders.shouldHoldAttribute(path, "/g", "texts", new String[] {"a", "bcd", ""});
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeOfTheTypeGivenWhenPutWithOne(int ranks) throws Exception {
    String name = fresh("typed");
    H5Type big = H5Type.I16.order(ByteOrder.BIG_ENDIAN);
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Attributes attributes = file.attributes();
            attributes.put("big", big, Dataspace.of(2, 2), new int[] {1, -1, 300, -300});
            attributes.put("one", H5Type.F32, Dataspace.scalar(), 2);
            attributes.put("fixed", H5Type.string(4), Dataspace.of(2), new String[] {"ab", "c"});
            attributes.put("none", H5Type.I32, Dataspace.nothing(), new int[0]);
            assertError(
                H5Error.ARG, () -> attributes.put("few", H5Type.I32, Dataspace.of(3), new int[2]));
          }
          try (H5File file = open(world, name)) {
            H5Attributes attributes = file.attributes();
            assertEquals(big, attributes.value("big").elements().type());
            assertEquals(Dataspace.of(2, 2), attributes.value("big").space());
            assertArrayEquals(new short[] {1, -1, 300, -300}, (short[]) attributes.get("big"));
            assertEquals(2f, attributes.get("one"));
            assertArrayEquals(new String[] {"ab", "c"}, (String[]) attributes.get("fixed"));
            assertEquals(Dataspace.nothing(), attributes.value("none").space());
            assertFalse(attributes.has("few"));
            assertError(H5Error.NOT_FOUND, () -> attributes.get("few"));
          }
        });
    outside(
        name,
        path -> OutsideReaders.shouldHoldAttribute(path, "/", "big", new int[] {1, -1, 300, -300}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldBeTheLastWhenPutAgainRenamedAndDeleted(int ranks) throws Exception {
    String name = fresh("changed");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Attributes attributes =
                file.newDataset("t").type(H5Type.I8).shape(1).create().attributes();
            attributes.put("a", 1);
            attributes.put("b", 2);
            attributes.put("a", new double[] {1, 2, 3});
            attributes.rename("b", "c");
            attributes.put("d", "gone");
            attributes.delete("d");
            assertError(H5Error.NOT_FOUND, () -> attributes.delete("d"));
            assertError(H5Error.NOT_FOUND, () -> attributes.rename("d", "e"));
            assertError(H5Error.EXISTS, () -> attributes.rename("a", "c"));
          }
          try (H5File file = openWritable(world, name)) {
            H5Attributes attributes = file.dataset("t").attributes();
            assertArrayEquals(new double[] {1, 2, 3}, (double[]) attributes.get("a"));
            assertEquals(2, attributes.get("c"));
            assertEquals(2, attributes.names().size());
            attributes.put("a", 7);
          }
          try (H5File file = open(world, name)) {
            assertEquals(7, file.dataset("t").attributes().get("a"));
          }
        });
    outside(name, path -> OutsideReaders.shouldHoldAttribute(path, "/t", "a", new int[] {7}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void shouldBeWholeWhenLargerThanAHeaderMessage(int ranks) throws Exception {
    String name = fresh("large");
    int[] values = Grid.all(40_000);
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Attributes attributes = file.group("g").attributes();
            attributes.put("small", 1);
            attributes.put("large", values);
            attributes.put("after", 2);
          }
          try (H5File file = openWritable(world, name)) {
            H5Attributes attributes = file.group("g").attributes();
            assertArrayEquals(values, (int[]) attributes.get("large"));
            attributes.put("later", 3);
          }
          try (H5File file = open(world, name)) {
            H5Attributes attributes = file.group("g").attributes();
            assertArrayEquals(values, (int[]) attributes.get("large"));
            assertEquals(1, attributes.get("small"));
            assertEquals(2, attributes.get("after"));
            assertEquals(3, attributes.get("later"));
          }
        });
    outside(
        name,
        path -> {
          OutsideReaders.shouldHoldAttribute(path, "/g", "large", values);
          OutsideReaders.shouldHoldAttribute(path, "/g", "later", new int[] {3});
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7})
  void shouldAllBeThereWhenThereAreMany(int ranks) throws Exception {
    String name = fresh("dense");
    int count = 120;
    RankThreads.run(
        ranks,
        world -> {
          List<String> made = new ArrayList<>();
          try (H5File file = create(world, name)) {
            H5Attributes attributes = file.attributes();
            for (int i = 0; i < count; i++) {
              String attribute = "attribute %d".formatted((i * 77) % count);
              attributes.put(attribute, i);
              made.add(attribute);
            }
          }
          try (H5File file = open(world, name)) {
            H5Attributes attributes = file.attributes();
            List<String> found = new ArrayList<>(attributes.names());
            Collections.sort(found);
            List<String> sorted = new ArrayList<>(made);
            Collections.sort(sorted);
            assertEquals(sorted, found);
            for (int i = 0; i < count; i++) {
              assertEquals(i, attributes.get(made.get(i)));
            }
          }
        });
    outside(
        name, path -> OutsideReaders.shouldHoldAttribute(path, "/", "attribute 77", new int[] {1}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldKeepTextsWhenOfVariableLength(int ranks) throws Exception {
    requires(VolCapability.VARIABLE_LENGTH);
    String name = fresh("vlen");
    String[] texts = {"one", "", "three and \u20ac", "x".repeat(5000)};
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Attributes attributes = file.attributes();
            attributes.put("texts", H5Type.STRING, Dataspace.of(4), texts);
            attributes.put("text", H5Type.STRING, Dataspace.scalar(), "kelvin");
            attributes.put(
                "ints", H5Type.vlen(H5Type.I32), Dataspace.of(2), new int[][] {{1, 2, 3}, {}});
          }
          try (H5File file = open(world, name)) {
            H5Attributes attributes = file.attributes();
            assertArrayEquals(texts, (String[]) attributes.get("texts"));
            assertEquals("kelvin", attributes.get("text"));
            assertEquals(H5Type.STRING, attributes.value("text").elements().type());
            Object[] ints = (Object[]) attributes.get("ints");
            assertArrayEquals(new int[] {1, 2, 3}, (int[]) ints[0]);
            assertArrayEquals(new int[0], (int[]) ints[1]);
          }
        });
    outside(
        name,
        path -> {
          OutsideReaders.shouldHoldAttribute(path, "/", "texts", texts);
          OutsideReaders.shouldHoldAttribute(path, "/", "text", new String[] {"kelvin"});
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldKeepBytesWhenOfOpaqueType(int ranks) {
    String name = fresh("opaque");
    H5Type type = H5Type.opaque(3, "three");
    byte[] bytes = {1, 2, 3, 4, 5, 6};
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            Elements elements = Elements.of(type, MemorySegment.ofArray(bytes));
            file.attributes().put("opaque", elements);
          }
          try (H5File file = open(world, name)) {
            Elements found = file.attributes().value("opaque").elements();
            assertEquals(type, found.type());
            assertEquals(-1, found.bytes().mismatch(MemorySegment.ofArray(bytes)));
            assertTrue(file.attributes().has("opaque"));
          }
        });
  }
}
