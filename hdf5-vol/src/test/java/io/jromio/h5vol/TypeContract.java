package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.vol.VolCapability;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements of every type, and between types. */
abstract class TypeContract extends H5Contract {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static List<H5Type> numbers() {
    List<H5Type> types = new ArrayList<>();
    for (H5Type type :
        new H5Type[] {
          H5Type.I8,
          H5Type.I16,
          H5Type.I32,
          H5Type.I64,
          H5Type.U8,
          H5Type.U16,
          H5Type.U32,
          H5Type.U64,
          H5Type.F16,
          H5Type.F32,
          H5Type.F64
        }) {
      types.add(type);
      if (type.size() > 1) {
        types.add(type.order(ByteOrder.BIG_ENDIAN));
      }
    }
    return types;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldConvertNumbersWhenOfAllSizesAndOrders(int ranks) throws Exception {
    String name = fresh("numbers");
    int n = 35;
    int[] all = new int[n];
    for (int i = 0; i < n; i++) {
      all[i] = i * 3;
    }
    List<H5Type> types = numbers();
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(n, world);
          Selection part = Selection.slab(longs(mine[0]), longs(mine[1]));
          int[] values =
              java.util.Arrays.copyOfRange(all, (int) mine[0], (int) (mine[0] + mine[1]));
          try (H5File file = create(world, name)) {
            for (int k = 0; k < types.size(); k++) {
              H5Dataset t = file.newDataset("t" + k).type(types.get(k)).shape(n).create();
              TransferReport report = t.at(part).writeAll(values);
              assertEquals(mine[1], report.elements());
              if (capabilities().contains(VolCapability.COLLECTIVE_TRANSFERS)) {
                assertTrue(report.collective(), report::toString);
              }
            }
          }
          try (H5File file = open(world, name)) {
            for (int k = 0; k < types.size(); k++) {
              H5Dataset t = file.dataset("t" + k);
              assertEquals(types.get(k), t.type());
              int[] found = new int[n];
              t.at(Selection.all()).readAll(found);
              assertArrayEquals(all, found, types.get(k).toString());
              double[] floats = new double[(int) mine[1]];
              t.at(part).read(floats);
              for (int i = 0; i < floats.length; i++) {
                assertEquals(values[i], floats[i]);
              }
            }
          }
        });
    for (int k = 0; k < types.size(); k++) {
      boolean half =
          types.get(k).size() == 2 && types.get(k) instanceof io.jromio.h5vol.model.FloatType;
      if (!half) {
        outsideHolds(name, "/t" + k, all);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldMoveBytesAsTheyAreWhenMemoryIsASegment(int ranks) {
    String name = fresh("segment");
    H5Type big = H5Type.I32.order(ByteOrder.BIG_ENDIAN);
    RankThreads.run(
        ranks,
        world -> {
          MemorySegment bytes = MemorySegment.ofArray(new byte[] {0, 0, 1, 0, 0, 0, 0, 2});
          Selection mine = world.rank() == 0 ? Selection.all() : Selection.none();
          MemorySegment source = world.rank() == 0 ? bytes : bytes.asSlice(0, 0);
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("t").type(big).shape(2).create();
            t.at(mine).writeAll(source);
            H5Dataset u = file.newDataset("u").type(H5Type.U32).shape(2).create();
            int[] unsigned = world.rank() == 0 ? new int[] {-1, 5} : new int[0];
            u.at(mine).as(H5Type.U32).writeAll(unsigned);
          }
          try (H5File file = open(world, name)) {
            MemorySegment found = MemorySegment.ofArray(new byte[8]);
            file.dataset("t").at(Selection.all()).readAll(found);
            assertEquals(-1, found.mismatch(bytes));
            int[] values = new int[2];
            file.dataset("t").at(Selection.all()).readAll(values);
            assertArrayEquals(new int[] {256, 2}, values);
            long[] longs = new long[2];
            file.dataset("u").at(Selection.all()).readAll(longs);
            assertArrayEquals(new long[] {0xffff_ffffL, 5}, longs);
          }
        });
  }

  private static H5Type particle() {
    SequencedMap<String, H5Type> members = new LinkedHashMap<>();
    members.put("id", H5Type.I32);
    members.put("x", H5Type.F64);
    members.put("tag", H5Type.string(3));
    return H5Type.compound(members);
  }

  private static H5Type member(String name, H5Type type) {
    SequencedMap<String, H5Type> members = new LinkedHashMap<>();
    members.put(name, type);
    return H5Type.compound(members);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldKeepOtherMembersWhenOneIsWritten(int ranks) throws Exception {
    String name = fresh("compound");
    int n = 21;
    H5Type type = particle();
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(n, world);
          Selection part = Selection.slab(longs(mine[0]), longs(mine[1]));
          MemorySegment memory = Values.memory(mine[1], type);
          double[] x = new double[(int) mine[1]];
          for (int i = 0; i < mine[1]; i++) {
            long at = (long) i * type.size();
            memory.set(INT, at, (int) (mine[0] + i));
            memory.set(DOUBLE, at + 4, -1);
            memory.set(ValueLayout.JAVA_BYTE, at + 12, (byte) 'q');
            x[i] = (mine[0] + i) * 0.5;
          }
          try (H5File file = create(world, name)) {
            for (String dataset : new String[] {"contiguous", "chunked"}) {
              DatasetSpec spec = file.newDataset(dataset).type(type).shape(n);
              H5Dataset t = (dataset.equals("chunked") ? spec.chunks(4) : spec).create();
              t.at(part).writeAll(memory);
              TransferReport report = t.at(part).as(member("x", H5Type.F64)).writeAll(x);
              if (capabilities().contains(VolCapability.COLLECTIVE_TRANSFERS)) {
                assertTrue(report.collective(), report::toString);
              }
            }
          }
          try (H5File file = open(world, name)) {
            for (String dataset : new String[] {"contiguous", "chunked"}) {
              H5Dataset t = file.dataset(dataset);
              assertEquals(type, t.type());
              MemorySegment found = Values.memory(n, type);
              t.at(Selection.all()).readAll(found);
              for (int i = 0; i < n; i++) {
                long at = (long) i * type.size();
                assertEquals(i, found.get(INT, at));
                assertEquals(i * 0.5, found.get(DOUBLE, at + 4));
                assertEquals('q', found.get(ValueLayout.JAVA_BYTE, at + 12));
              }
              int[] ids = new int[n];
              t.at(Selection.all()).as(member("id", H5Type.I32)).readAll(ids);
              for (int i = 0; i < n; i++) {
                assertEquals(i, ids[i]);
              }
            }
          }
        });
    outside(
        name,
        path -> {
          if (OutsideReaders.hasH5py()) {
            String script =
                """
                import h5py,sys
                f=h5py.File(sys.argv[1],'r')
                print(*f['chunked']['x'],*f['contiguous']['id'],set(f['chunked']['tag']),end='')\
                """;
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < n; i++) {
              expected.append(i * 0.5).append(' ');
            }
            for (int i = 0; i < n; i++) {
              expected.append(i).append(' ');
            }
            expected.append("{b'q'}");
            assertEquals(expected.toString(), OutsideReaders.python(script, path.toString()));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeEqualWhenOfEveryOtherType(int ranks) throws Exception {
    String name = fresh("others");
    H5Type colour = EnumType.of(H5Type.I16, new String[] {"RED", "GREEN"}, 3, -4);
    H5Type nested = member("inner", H5Type.array(particle(), 2));
    SequencedMap<String, H5Type> types = new LinkedHashMap<>();
    types.put("opaque", H5Type.opaque(5, "five"));
    types.put("array", H5Type.array(H5Type.I16, 2, 3));
    types.put("enum", colour);
    types.put("nested", nested);
    types.put("ascii", new StringType(6, StringPadding.SPACE_PADDED, StringCharset.ASCII));
    int n = 6;
    RankThreads.run(
        ranks,
        world -> {
          Selection mine = world.rank() == world.size() - 1 ? Selection.all() : Selection.none();
          try (H5File file = create(world, name)) {
            for (var entry : types.entrySet()) {
              H5Type type = entry.getValue();
              H5Dataset t = file.newDataset(entry.getKey()).type(type).shape(n).create();
              MemorySegment memory = sample(n, type);
              if (world.rank() != world.size() - 1) {
                memory = memory.asSlice(0, 0);
              }
              t.at(mine).writeAll(memory);
            }
          }
          try (H5File file = open(world, name)) {
            for (var entry : types.entrySet()) {
              H5Type type = entry.getValue();
              H5Dataset t = file.dataset(entry.getKey());
              assertEquals(type, t.type());
              MemorySegment found = Values.memory(n, type);
              t.at(Selection.all()).readAll(found);
              assertEquals(-1, found.mismatch(sample(n, type)), entry.getKey());
            }
          }
        });
    outside(
        name,
        path -> {
          OutsideReaders.assumeTool("h5dump");
          String text = OutsideReaders.succeed("h5dump", path.toString());
          assertTrue(text.contains("OPAQUE_TAG \"five\""), text);
          assertTrue(text.contains("H5T_ARRAY { [2][3] H5T_STD_I16LE }"), text);
          assertTrue(text.contains("\"GREEN\"            -4;"), text);
        });
  }

  /** Bytes that no conversion may change; for the enum its two values. */
  private static MemorySegment sample(int n, H5Type type) {
    MemorySegment memory = Values.memory(n, type);
    for (long i = 0; i < memory.byteSize(); i++) {
      byte value = (byte) ('a' + i % 23);
      if (type instanceof EnumType) {
        int symbol = i / 2 % 2 == 0 ? 3 : -4;
        value = (byte) (i % 2 == 0 ? symbol : symbol >> 8);
      }
      memory.set(ValueLayout.JAVA_BYTE, i, value);
    }
    return memory;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldBeOneDatasetWhenAllRanksWriteTexts(int ranks) throws Exception {
    requires(VolCapability.VARIABLE_LENGTH);
    String name = fresh("texts");
    int n = 40;
    String[] all = new String[n];
    for (int i = 0; i < n; i++) {
      all[i] = i % 5 == 0 ? "" : "text %d ".formatted(i).repeat(i);
    }
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(n, world);
          Selection part = Selection.slab(longs(mine[0]), longs(mine[1]));
          String[] texts =
              java.util.Arrays.copyOfRange(all, (int) mine[0], (int) (mine[0] + mine[1]));
          try (H5File file = create(world, name)) {
            file.newDataset("plain").type(H5Type.STRING).shape(n).create().at(part).writeAll(texts);
            H5Dataset chunked =
                file.newDataset("chunked").type(H5Type.STRING).shape(n).chunks(7).create();
            chunked.at(part).writeAll(texts);
            H5Dataset fixed = file.newDataset("fixed").type(H5Type.string(9)).shape(n).create();
            fixed.at(part).writeAll(texts);
          }
          try (H5File file = open(world, name)) {
            for (String dataset : new String[] {"plain", "chunked"}) {
              String[] found = new String[n];
              file.dataset(dataset).at(Selection.all()).readAll(found);
              assertArrayEquals(all, found);
              String[] own = new String[texts.length];
              file.dataset(dataset).at(part).read(own);
              assertArrayEquals(texts, own);
            }
            String[] cut = new String[n];
            file.dataset("fixed").at(Selection.all()).readAll(cut);
            for (int i = 0; i < n; i++) {
              assertEquals(all[i].substring(0, Math.min(9, all[i].length())), cut[i]);
            }
          }
        });
    outsideHolds(name, "/plain", all);
    outsideHolds(name, "/chunked", all);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void shouldKeepSequencesWhenTheirLengthsDiffer(int ranks) throws Exception {
    requires(VolCapability.VARIABLE_LENGTH);
    String name = fresh("sequences");
    int n = 14;
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(n, world);
          int[][] values = new int[(int) mine[1]][];
          for (int i = 0; i < values.length; i++) {
            values[i] = Grid.all(mine[0] + i);
          }
          Selection part = Selection.slab(longs(mine[0]), longs(mine[1]));
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("t").type(H5Type.vlen(H5Type.I32)).shape(n).create();
            t.at(part).writeAll(values);
          }
          try (H5File file = open(world, name)) {
            int[][] found = new int[n][];
            file.dataset("t").at(Selection.all()).readAll(found);
            for (int i = 0; i < n; i++) {
              assertArrayEquals(Grid.all(i), found[i]);
            }
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
              print(*[len(v) for v in f['t'][()]],*f['t'][13],end='')\
              """;
          StringBuilder expected = new StringBuilder("0 1 2 3 4 5 6 7 8 9 10 11 12 13");
          for (int value : Grid.all(13)) {
            expected.append(' ').append(value);
          }
          assertEquals(expected.toString(), OutsideReaders.python(script, path.toString()));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeConversionErrorWhenTypesDoNotGoTogether(int ranks) {
    String name = fresh("conversion");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("t").type(H5Type.I32).shape(2).create();
            assertError(
                H5Error.CONVERSION, () -> t.at(Selection.all()).writeAll(new String[] {"1", "2"}));
            assertError(
                H5Error.CONVERSION,
                () -> t.attributes().put("a", H5Type.I8, t.space(), new String[] {"1", "2"}));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldBeTrueWhenBooleansAreTrue(int ranks) throws Exception {
    String name = fresh("booleans");
    boolean[] values = {true, false, false, true, true};
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("t").type(H5Type.BOOL).shape(5).create();
            t.at(world.rank() == 0 ? Selection.all() : Selection.none())
                .writeAll(world.rank() == 0 ? values : new boolean[0]);
          }
          try (H5File file = open(world, name)) {
            boolean[] found = new boolean[5];
            file.dataset("t").at(Selection.all()).readAll(found);
            assertArrayEquals(values, found);
            Elements elements = Elements.of(H5Type.BOOL, Values.memory(5, H5Type.BOOL));
            file.dataset("t").at(Selection.all()).readAll(elements);
            assertEquals(1, elements.bytes().get(ValueLayout.JAVA_BYTE, 0));
          }
        });
    outside(
        name,
        path -> {
          OutsideReaders.assumeH5py();
          String script =
              """
              import h5py,sys
              print(*h5py.File(sys.argv[1],'r')['t'][()],end='')\
              """;
          assertEquals(
              "True False False True True", OutsideReaders.python(script, path.toString()));
        });
  }
}
