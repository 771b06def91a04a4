package io.jromio.h5vol.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class JavaValuesTest {

  private static H5Type here(H5Type type) {
    return type.order(ByteOrder.nativeOrder());
  }

  /** The value in the type hinted at, and what Java makes of it. */
  private static Object through(Object value, H5Type type) {
    return JavaValues.value(Natives.converted(JavaValues.elements(value, type), type));
  }

  @Test
  void shouldShareMemoryWhenPrimitives() {
    Object[] arrays = {new byte[3], new short[3], new char[3], new int[3], new long[3]};
    H5Type[] types = {H5Type.I8, H5Type.I16, H5Type.U16, H5Type.I32, H5Type.I64};
    for (int i = 0; i < arrays.length; i++) {
      Elements elements = JavaValues.elements(arrays[i], H5Type.F32);
      assertEquals(here(types[i]), elements.type());
      assertEquals(3, elements.count());
      assertSame(arrays[i], elements.bytes().heapBase().orElseThrow());
    }
    double[] doubles = {1, 2};
    Elements room = JavaValues.room(doubles, H5Type.F32);
    assertSame(doubles, room.bytes().heapBase().orElseThrow());
    JavaValues.fill(doubles, room);
    assertArrayEquals(new double[] {1, 2}, doubles);
  }

  @Test
  void shouldTakeTheSignOfTheFileWhenIntegersOfOneSize() {
    byte[] pixels = {(byte) 200, 1};
    assertArrayEquals(new int[] {200, 1}, (int[]) through(pixels, H5Type.U8));
    assertArrayEquals(new int[] {0, 1}, (int[]) through(pixels, H5Type.U16));
    byte[] back = new byte[2];
    JavaValues.fill(back, Natives.converted(JavaValues.elements(pixels, H5Type.U8), H5Type.U8));
    assertArrayEquals(pixels, back);
    int[] tokens = {-1};
    assertArrayEquals(new long[] {0xffff_ffffL}, (long[]) through(tokens, H5Type.U32));
    long[] large = {-1};
    assertArrayEquals(large, (long[]) through(large, H5Type.U64.order(ByteOrder.BIG_ENDIAN)));
  }

  @Test
  void shouldBeNaturalWhenScalars() {
    assertArrayEquals(new int[] {7}, (int[]) through(7, H5Type.I32));
    assertArrayEquals(new double[] {7}, (double[]) through(7L, H5Type.F64));
    assertArrayEquals(new float[] {0.5f}, (float[]) through(0.5, H5Type.F16));
    assertArrayEquals(new boolean[] {true}, (boolean[]) through(true, H5Type.BOOL));
    assertArrayEquals(new String[] {"a\u00e9"}, (String[]) through("a\u00e9", H5Type.string(8)));
    assertArrayEquals(new byte[] {-3}, (byte[]) through((byte) -3, H5Type.I8));
    assertArrayEquals(new short[] {-3}, (short[]) through((short) -3, H5Type.I16));
    assertArrayEquals(new int[] {97}, (int[]) through('a', H5Type.U16));
    H5Type odd = new IntegerType(3, false, ByteOrder.BIG_ENDIAN, 0, 24);
    assertArrayEquals(new int[] {0xffffff}, (int[]) through(1 << 30, odd));
  }

  @Test
  void shouldTakeNamesOrValuesWhenEnum() {
    EnumType type = EnumType.of(H5Type.I16, new String[] {"OFF", "ON"}, 0, -2);
    String[] names = {"ON", "OFF"};
    assertArrayEquals(names, (String[]) through(names, type));
    assertArrayEquals(
        new String[] {"ON", "5", "OFF"}, (String[]) through(new short[] {-2, 5, 0}, type));
    assertThrows(IllegalArgumentException.class, () -> through("BROKEN", type));
    boolean[] flags = {true, false};
    assertArrayEquals(flags, (boolean[]) through(flags, H5Type.BOOL));
    boolean[] target = new boolean[2];
    JavaValues.fill(target, JavaValues.elements(flags, H5Type.BOOL));
    assertArrayEquals(flags, target);
  }

  @Test
  void shouldBeRectangularOrSequencesWhenArraysOfArrays() {
    double[][] square = {{1, 2}, {3, 4}};
    assertArrayEquals(new double[] {1, 2, 3, 4}, (double[]) through(square, H5Type.F64));
    assertArrayEquals(
        new float[][] {{1, 2}, {3, 4}}, (float[][]) through(square, H5Type.vlen(H5Type.F32)));
    double[][] ragged = {{1, 2, 3}, {}, {4}};
    assertArrayEquals(ragged, (double[][]) through(ragged, H5Type.vlen(H5Type.F64)));
    assertThrows(IllegalArgumentException.class, () -> through(ragged, H5Type.F64));
    assertThrows(
        IllegalArgumentException.class, () -> through(new int[][] {{1}, {2, 3}}, H5Type.I32));
    int[][][] cube = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, (int[]) through(cube, H5Type.I32));
    H5Type twice = H5Type.vlen(H5Type.vlen(H5Type.I32));
    assertArrayEquals(cube, (int[][][]) through(cube, twice));
    String[][] texts = {{"a", "b"}, {"c", "d"}};
    assertArrayEquals(new String[] {"a", "b", "c", "d"}, (String[]) through(texts, H5Type.STRING));
    assertArrayEquals(texts, (String[][]) through(texts, H5Type.vlen(H5Type.STRING)));
    Integer[][] boxed = {{1, 2}, {3, 4}};
    assertArrayEquals(new int[] {1, 2, 3, 4}, (int[]) through(boxed, H5Type.I32));
    assertArrayEquals(
        new byte[][] {{1, 2}}, (byte[][]) through(new byte[] {1, 2}, H5Type.vlen(H5Type.I8)));
  }

  @Test
  void shouldTakeBytesWhenStringsOpaqueOrCompound() {
    byte[] bytes = {'a', 'b', 0, 'c', ' ', ' '};
    assertArrayEquals(new String[] {"ab", "c  "}, (String[]) through(bytes, H5Type.string(3)));
    assertArrayEquals(
        new byte[][] {{'a', 'b'}, {0, 'c'}, {' ', ' '}},
        (byte[][]) through(bytes, H5Type.opaque(2, "x")));
    assertEquals(H5Type.string(3), JavaValues.elements(bytes, H5Type.string(3)).type());
    assertThrows(
        IllegalArgumentException.class, () -> JavaValues.elements(bytes, H5Type.string(4)));
    BitfieldType bits = new BitfieldType(2, ByteOrder.LITTLE_ENDIAN, 0, 16);
    assertArrayEquals(new int[] {0xff00}, (int[]) through(new short[] {(short) 0xff00}, bits));
    long[] tokens = {48, 1L << 40};
    assertArrayEquals(tokens, (long[]) through(tokens, H5Type.OBJECT_REFERENCE));
  }

  @Test
  void shouldFillWhatProgramsPassWhenRead() {
    Elements numbers = JavaValues.elements(new int[] {1, 2, 3, 4, 5, 6}, H5Type.I32);
    double[][] rows = new double[2][3];
    assertEquals(6, JavaValues.room(rows, H5Type.I32).count());
    JavaValues.fill(rows, numbers);
    assertArrayEquals(new double[][] {{1, 2, 3}, {4, 5, 6}}, rows);
    Object[] objects = new Object[6];
    JavaValues.fill(objects, numbers);
    assertEquals(6, objects[5]);
    Integer[] boxed = new Integer[6];
    JavaValues.fill(boxed, numbers);
    assertEquals(4, boxed[3]);
    short[] shorts = new short[6];
    JavaValues.fill(shorts, numbers);
    assertArrayEquals(new short[] {1, 2, 3, 4, 5, 6}, shorts);
    assertThrows(IllegalArgumentException.class, () -> JavaValues.fill(new int[5], numbers));
    assertThrows(IllegalArgumentException.class, () -> JavaValues.fill(new String[6], numbers));
    assertThrows(IllegalArgumentException.class, () -> JavaValues.fill("no array", numbers));
    String[][] texts = new String[2][1];
    JavaValues.fill(texts, JavaValues.elements(new String[] {"x", "y"}, H5Type.STRING));
    assertArrayEquals(new String[][] {{"x"}, {"y"}}, texts);
    double[][] sequences = new double[2][];
    H5Type floats = H5Type.vlen(H5Type.F32);
    assertEquals(2, JavaValues.room(sequences, floats).count());
    JavaValues.fill(sequences, JavaValues.elements(new float[][] {{1}, {2, 3}}, floats));
    assertArrayEquals(new double[][] {{1}, {2, 3}}, sequences);
    boolean[] flags = new boolean[2];
    assertEquals(H5Type.BOOL, JavaValues.room(flags, H5Type.BOOL).type());
  }

  @Test
  void shouldBeMapsWhenCompound() {
    SequencedMap<String, H5Type> members = new LinkedHashMap<>();
    members.put("id", H5Type.U8);
    members.put("name", H5Type.string(4));
    members.put("at", H5Type.array(H5Type.F64, 2));
    H5Type type = H5Type.compound(members);
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", "abc");
    one.put("id", 250);
    one.put("at", new double[] {1, 2});
    Object[] back = (Object[]) through(new Object[] {one, Map.of("id", 1)}, type);
    Map<?, ?> first = (Map<?, ?>) back[0];
    assertEquals(250, first.get("id"));
    assertEquals("abc", first.get("name"));
    assertArrayEquals(new double[] {1, 2}, (double[]) first.get("at"));
    assertEquals("", ((Map<?, ?>) back[1]).get("name"));
    assertThrows(IllegalArgumentException.class, () -> through(Map.of("no", 1), type));
    assertThrows(IllegalArgumentException.class, () -> through(one, H5Type.I32));
    byte[] raw = new byte[2 * type.size()];
    assertEquals(2, JavaValues.elements(raw, type).count());
  }

  @Test
  void shouldStayAsItIsWhenMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(24);
      assertSame(segment, JavaValues.elements(segment, H5Type.F64).bytes());
      assertSame(segment, JavaValues.room(segment, H5Type.F64).bytes());
      Elements elements = Elements.of(H5Type.I64, segment);
      assertSame(elements, JavaValues.elements(elements, H5Type.F64));
      assertSame(elements, JavaValues.room(elements, H5Type.F64));
    }
  }

  @Test
  void shouldRefuseWhenJavaHasNoSuchValue() {
    for (Object value : new Object[] {new Object(), Arena.global(), new Object[] {"a", 1}}) {
      assertThrows(IllegalArgumentException.class, () -> JavaValues.elements(value, H5Type.I32));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> JavaValues.elements(new int[][] {{1}, null}, H5Type.I32));
    assertThrows(IllegalArgumentException.class, () -> JavaValues.room(5, H5Type.I32));
    assertEquals(0, JavaValues.elements(new double[0][], new VlenType(H5Type.F64)).count());
    assertEquals(0, JavaValues.elements(new double[0][3], H5Type.F64).count());
  }
}
