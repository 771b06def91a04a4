package io.jromio.h5vol.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.CompoundType.Member;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class TypeConversionTest {

  private static Elements convert(Elements source, H5Type to) throws H5Exception {
    byte[] target = new byte[Math.toIntExact(source.count() * to.size())];
    return convert(source, to, target);
  }

  private static Elements convert(Elements source, H5Type to, byte[] target) throws H5Exception {
    Blobs blobs = new Blobs();
    TypeConversion.between(source.type(), to)
        .convert(
            new TypeConversion.Place(source.bytes(), 0),
            new TypeConversion.Place(MemorySegment.ofArray(target), 0),
            source.count(),
            new MemoryBlobs(source.blobs()),
            new MemoryBlobs(blobs));
    return new Elements(to, MemorySegment.ofArray(target), blobs);
  }

  private static void refused(H5Type from, H5Type to) {
    H5Exception e = assertThrows(H5Exception.class, () -> TypeConversion.between(from, to));
    assertEquals(H5Error.CONVERSION, e.error());
    assertTrue(e.detail().contains("from=") && e.detail().contains("to="), e.detail());
  }

  private static Elements text(H5Type type, String... texts) throws H5Exception {
    return convert(JavaValues.elements(texts, type), type);
  }

  private static String raw(Elements elements) {
    byte[] bytes = elements.bytes().toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8).replace('\0', '_');
  }

  private static StringType fixed(int size, StringPadding padding) {
    return new StringType(size, padding, StringCharset.UTF_8);
  }

  @Test
  void shouldPadAsTheTargetSaysWhenStrings() throws H5Exception {
    for (StringPadding from : StringPadding.values()) {
      for (H5Type source : List.of(fixed(5, from), H5Type.STRING)) {
        Elements texts = text(source, "ab", "", "abcd");
        assertEquals("ab______abc_", raw(convert(texts, fixed(4, StringPadding.NULL_TERMINATED))));
        assertEquals("ab______abcd", raw(convert(texts, fixed(4, StringPadding.NULL_PADDED))));
        assertEquals("ab      abcd", raw(convert(texts, fixed(4, StringPadding.SPACE_PADDED))));
        assertArrayEquals(
            new String[] {"ab", "", "abcd"},
            (Object[]) JavaValues.value(convert(texts, H5Type.STRING)));
      }
    }
  }

  @Test
  void shouldNotSplitCodePointsWhenCut() throws H5Exception {
    assertEquals("aé_", raw(text(fixed(4, StringPadding.NULL_PADDED), "aéß")));
    assertEquals("a__", raw(text(fixed(3, StringPadding.NULL_TERMINATED), "aé")));
    assertEquals("____", raw(text(fixed(4, StringPadding.NULL_TERMINATED), "😀")));
    assertEquals("😀", raw(text(fixed(4, StringPadding.NULL_PADDED), "😀😀")));
    StringType ascii = new StringType(2, StringPadding.NULL_PADDED, StringCharset.ASCII);
    assertEquals("xy", raw(text(ascii, "xyz")));
  }

  @Test
  void shouldGoByNamesWhenEnums() throws H5Exception {
    String[] names = {"RED", "GREEN"};
    EnumType from = EnumType.of(H5Type.U8, names, 0, 200);
    EnumType to = EnumType.of(H5Type.I32, new String[] {"BLUE", "GREEN", "RED"}, 7, -8, 9);
    byte[] values = {(byte) 200, 0, 55};
    int[] expected = {-8, 9, -1};
    Elements made = convert(Elements.of(from, MemorySegment.ofArray(values)), to);
    assertEquals(-1, made.bytes().mismatch(MemorySegment.ofArray(expected)));
    refused(to, from);
    refused(H5Type.I32, to);
    Elements numbers = convert(Elements.of(from, MemorySegment.ofArray(values)), H5Type.F32);
    assertArrayEquals(new float[] {200, 0, 55}, (float[]) JavaValues.value(numbers));
    EnumType reordered = EnumType.of(H5Type.U8, new String[] {"GREEN", "RED"}, 200, 0);
    assertTrue(TypeConversion.between(from, reordered).isIdentity());
    EnumType more = EnumType.of(H5Type.U8, new String[] {"GREEN", "RED", "X"}, 200, 0, 1);
    assertTrue(TypeConversion.between(from, more).isIdentity());
  }

  @Test
  void shouldKeepLowBitsWhenBitfields() throws H5Exception {
    BitfieldType wide = new BitfieldType(4, ByteOrder.BIG_ENDIAN, 0, 32);
    BitfieldType narrow = new BitfieldType(2, ByteOrder.LITTLE_ENDIAN, 4, 9);
    byte[] bits = {0x12, 0x34, 0x56, (byte) 0xff};
    Elements made = convert(Elements.of(wide, MemorySegment.ofArray(bits)), narrow);
    assertEquals(0xff << 4, made.bytes().get(ValueLayout.JAVA_SHORT_UNALIGNED, 0));
    refused(wide, H5Type.I32);
    refused(H5Type.I32, wide);
  }

  private static CompoundType particle() {
    return new CompoundType(
        32,
        List.of(
            new Member("id", 0, H5Type.I32),
            new Member("x", 8, H5Type.F64),
            new Member("y", 16, H5Type.F64),
            new Member("c", 24, H5Type.string(4))));
  }

  @Test
  void shouldGoByNamesAndKeepTheRestWhenCompounds() throws H5Exception {
    SequencedMap<String, H5Type> members = new LinkedHashMap<>();
    members.put("y", H5Type.F32.order(ByteOrder.BIG_ENDIAN));
    members.put("own", H5Type.I16);
    members.put("id", H5Type.I64);
    CompoundType to = CompoundType.packed(members);
    int n = 5000;
    byte[] bytes = new byte[n * 32];
    MemorySegment segment = MemorySegment.ofArray(bytes);
    for (int i = 0; i < n; i++) {
      segment.set(ValueLayout.JAVA_INT_UNALIGNED, i * 32L, -i);
      segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, i * 32L + 16, i + 0.25);
    }
    byte[] target = new byte[n * to.size()];
    Arrays.fill(target, (byte) 5);
    Elements made = convert(Elements.of(particle(), segment), to, target);
    for (int i = 0; i < n; i++) {
      MemorySegment one = made.bytes().asSlice((long) i * to.size(), to.size());
      int bits = Integer.reverseBytes(one.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
      assertEquals(i + 0.25f, Float.intBitsToFloat(bits));
      assertEquals(0x0505, one.get(ValueLayout.JAVA_SHORT_UNALIGNED, 4));
      assertEquals(-i, one.get(ValueLayout.JAVA_LONG_UNALIGNED, 6));
    }
    TypeConversion conversion = TypeConversion.between(particle(), to);
    assertTrue(conversion.keepsTarget());
    assertFalse(conversion.isIdentity());
    assertFalse(TypeConversion.between(to, particle().order(ByteOrder.BIG_ENDIAN)).isIdentity());
    SequencedMap<String, H5Type> other = new LinkedHashMap<>();
    other.put("z", H5Type.I8);
    refused(particle(), CompoundType.packed(other));
  }

  @Test
  void shouldBeIdentityWhenLayoutsAreEqual() throws H5Exception {
    CompoundType type = particle();
    CompoundType reordered = new CompoundType(32, type.members().reversed());
    assertTrue(TypeConversion.between(type, reordered).isIdentity());
    CompoundType fewer = new CompoundType(32, type.members().subList(0, 2));
    assertFalse(TypeConversion.between(type, fewer).isIdentity());
    assertFalse(TypeConversion.between(type, fewer).keepsTarget());
    assertTrue(TypeConversion.between(fewer, type).keepsTarget());
    H5Type nested = H5Type.array(type, 3);
    assertTrue(TypeConversion.between(nested, H5Type.array(reordered, 3)).isIdentity());
    assertTrue(TypeConversion.between(H5Type.array(fewer, 3), nested).keepsTarget());
    assertFalse(TypeConversion.between(H5Type.STRING, H5Type.STRING).isIdentity());
    H5Type sequence = H5Type.vlen(H5Type.I32);
    assertFalse(TypeConversion.between(sequence, sequence).isIdentity());
    assertTrue(TypeConversion.between(H5Type.opaque(3, "a"), H5Type.opaque(3, "a")).isIdentity());
  }

  @Test
  void shouldRefuseWhenClassesDiffer() {
    refused(H5Type.I32, H5Type.STRING);
    refused(H5Type.STRING, H5Type.F64);
    refused(H5Type.opaque(3, "a"), H5Type.opaque(3, "b"));
    refused(H5Type.opaque(3, "a"), H5Type.opaque(4, "a"));
    refused(H5Type.OBJECT_REFERENCE, H5Type.I64);
    refused(H5Type.array(H5Type.I32, 2, 3), H5Type.array(H5Type.I32, 3, 2));
    refused(H5Type.array(H5Type.I32, 2), H5Type.I32);
    refused(H5Type.vlen(H5Type.U8), H5Type.STRING);
    refused(H5Type.vlen(H5Type.I32), H5Type.vlen(H5Type.STRING));
  }

  @Test
  void shouldConvertTheBaseWhenArraysAndSequences() throws H5Exception {
    double[][] rows = {{1.5, 2}, {}, {-3, 4, 5e9}};
    H5Type from = H5Type.vlen(H5Type.F64);
    Elements made = convert(JavaValues.elements(rows, from), H5Type.vlen(H5Type.I32));
    int[][] expected = {{1, 2}, {}, {-3, 4, Integer.MAX_VALUE}};
    assertArrayEquals(expected, (Object[]) JavaValues.value(made));
    H5Type array = H5Type.array(H5Type.F32, 2, 2);
    double[] flat = {1, 2, 3, 4, 5, 6, 7, 8};
    Elements arrays = convert(JavaValues.elements(flat, array), array);
    assertArrayEquals(
        new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}}, (Object[]) JavaValues.value(arrays));
    String[][] texts = {{"a", "bc"}, {}};
    H5Type sequence = H5Type.vlen(H5Type.STRING);
    Elements strings = convert(JavaValues.elements(texts, sequence), H5Type.vlen(H5Type.string(1)));
    assertArrayEquals(new String[][] {{"a", "b"}, {}}, (Object[]) JavaValues.value(strings));
  }

  @Test
  void shouldConvertArraysInsideStructsWhenStridesDiffer() throws H5Exception {
    for (int count : new int[] {1, 2, 50}) {
      CompoundType from = CompoundType.packed(members("a", H5Type.array(H5Type.I16, 7)));
      CompoundType to = CompoundType.packed(members("a", H5Type.array(H5Type.I64, 7)));
      short[] values = new short[count * 8];
      for (int i = 0; i < values.length; i++) {
        values[i] = (short) (i - 30);
      }
      Elements made = convert(Elements.of(from, MemorySegment.ofArray(values)), to);
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < 7; j++) {
          long at = (long) i * to.size() + 2 + 8L * j;
          assertEquals(
              values[8 * i + 1 + j], made.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, at));
        }
      }
    }
  }

  private static SequencedMap<String, H5Type> members(String name, H5Type type) {
    SequencedMap<String, H5Type> members = new LinkedHashMap<>();
    members.put("before", H5Type.I16);
    members.put(name, type);
    return members;
  }

  @Test
  void shouldNameTheBytesWhenMembersAreEqual() throws H5Exception {
    CompoundType memory =
        new CompoundType(
            16, List.of(new Member("y", 8, H5Type.F64), new Member("x", 0, H5Type.F64)));
    CompoundParts parts = CompoundParts.of(particle(), memory).orElseThrow();
    assertEquals(List.of(new CompoundParts.Range(8, 0, 16)), parts.ranges());
    assertEquals(16, parts.bytes());
    CompoundType apart =
        new CompoundType(
            16, List.of(new Member("x", 8, H5Type.F64), new Member("y", 0, H5Type.F64)));
    assertEquals(
        List.of(new CompoundParts.Range(8, 8, 8), new CompoundParts.Range(16, 0, 8)),
        CompoundParts.of(particle(), apart).orElseThrow().ranges());
    CompoundType single = new CompoundType(4, List.of(new Member("x", 0, H5Type.F32)));
    assertTrue(CompoundParts.of(particle(), single).isEmpty());
    assertTrue(CompoundParts.of(H5Type.I32, H5Type.I32).isEmpty());
    CompoundType wrapped = new CompoundType(40, List.of(new Member("p", 8, particle())));
    CompoundType part = new CompoundType(16, List.of(new Member("p", 0, memory)));
    assertEquals(
        List.of(new CompoundParts.Range(16, 0, 16)),
        CompoundParts.of(wrapped, part).orElseThrow().ranges());
    assertThrows(H5Exception.class, () -> CompoundParts.of(particle(), H5Type.I32));
  }

  @Test
  void shouldMoveTheSameBytesWhenPartsReplaceAConversion() throws H5Exception {
    CompoundType memory =
        new CompoundType(
            20, List.of(new Member("c", 1, H5Type.string(4)), new Member("x", 9, H5Type.F64)));
    byte[] source = new byte[32];
    for (int i = 0; i < source.length; i++) {
      source[i] = (byte) (i + 1);
    }
    byte[] expected = new byte[20];
    convert(Elements.of(particle(), MemorySegment.ofArray(source)), memory, expected);
    byte[] moved = new byte[20];
    for (CompoundParts.Range range : CompoundParts.of(particle(), memory).orElseThrow().ranges()) {
      System.arraycopy(source, range.file(), moved, range.memory(), range.length());
    }
    assertArrayEquals(expected, moved);
  }

  @Test
  void shouldFollowMapsWhenCompoundHasVariableParts() throws H5Exception {
    SequencedMap<String, H5Type> members = new LinkedHashMap<>();
    members.put("name", H5Type.STRING);
    members.put("values", H5Type.vlen(H5Type.F32));
    members.put("n", H5Type.I16);
    H5Type type = H5Type.compound(members);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", "alpha");
    map.put("values", new double[] {1, 2.5});
    map.put("n", 7);
    Elements made = convert(JavaValues.elements(map, type), type);
    Map<?, ?> back = (Map<?, ?>) ((Object[]) JavaValues.value(made))[0];
    assertEquals("alpha", back.get("name"));
    assertArrayEquals(new float[] {1, 2.5f}, (float[]) back.get("values"));
    assertEquals((short) 7, back.get("n"));
  }
}
