package io.jromio.h5vol.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.CompoundType.Member;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class H5TypeTest {

  private static H5Type particle() {
    return H5Type.compound(
        Map.entry("id", H5Type.U64),
        Map.entry("at", H5Type.array(H5Type.F32, 3)),
        Map.entry("name", H5Type.STRING));
  }

  @Test
  void shouldBeEqualWhenAllPartsAre() {
    assertEquals(particle(), particle());
    assertEquals(particle().hashCode(), particle().hashCode());
    assertNotEquals(particle(), particle().order(ByteOrder.BIG_ENDIAN));
    assertEquals(particle(), particle().order(ByteOrder.BIG_ENDIAN).order(ByteOrder.LITTLE_ENDIAN));
    assertNotEquals(H5Type.array(H5Type.I8, 2, 3), H5Type.array(H5Type.I8, 3, 2));
    assertEquals(
        H5Type.enumeration(H5Type.I8, "A", "B"),
        H5Type.enumeration(H5Type.I8, new String[] {"A", "B"}, 0, 1));
    assertNotEquals(H5Type.string(3), H5Type.asciiString(3));
  }

  @Test
  void shouldLieWithoutGapsWhenPacked() {
    CompoundType type = (CompoundType) particle();
    assertEquals(8 + 12 + 16, type.size());
    assertEquals(20, type.member("name").orElseThrow().offset());
    assertTrue(type.member("nobody").isEmpty());
    assertTrue(type.hasVlen());
    assertFalse(H5Type.array(H5Type.F32, 3).hasVlen());
    assertTrue(H5Type.array(type, 3).hasVlen());
  }

  @Test
  void shouldRefuseWhenMembersOverlapOrStickOut() {
    Member first = new Member("a", 0, H5Type.I32);
    for (Member second :
        List.of(
            new Member("b", 3, H5Type.I32),
            new Member("b", 6, H5Type.I32),
            new Member("b", -1, H5Type.I8),
            new Member("a", 4, H5Type.I32))) {
      assertThrows(IllegalArgumentException.class, () -> H5Type.compound(8, second, first));
    }
    assertEquals(8, H5Type.compound(8, new Member("b", 4, H5Type.I32), first).size());
  }

  @Test
  void shouldRefuseWhenSymbolsAreAmbiguousOrDoNotFit() {
    assertThrows(IllegalArgumentException.class, () -> H5Type.enumeration(H5Type.I8, "A", "A"));
    String[] names = {"A", "B"};
    assertThrows(IllegalArgumentException.class, () -> H5Type.enumeration(H5Type.I8, names, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> H5Type.enumeration(H5Type.U8, names, 1, -1));
    assertThrows(
        IllegalArgumentException.class, () -> H5Type.enumeration(H5Type.I8, names, 1, 128));
    assertThrows(IllegalArgumentException.class, () -> H5Type.enumeration(H5Type.F32, names, 1, 2));
    assertEquals(1, H5Type.enumeration(H5Type.U8, names, 0, 255).size());
    assertEquals(1, H5Type.enumeration(H5Type.I8, names, -128, 127).size());
    assertEquals(8, H5Type.enumeration(H5Type.U64, names, -1, 0).size());
    assertEquals(8, H5Type.enumeration(H5Type.I64, names, Long.MIN_VALUE, 0).size());
  }

  @Test
  void shouldFitItsBytesWhenFloat() {
    assertEquals(2, new FloatType(2, ByteOrder.LITTLE_ENDIAN, FloatLayout.BFLOAT16).size());
    assertThrows(
        IllegalArgumentException.class,
        () -> new FloatType(2, ByteOrder.LITTLE_ENDIAN, FloatLayout.BINARY32));
    assertThrows(IllegalArgumentException.class, () -> FloatType.of(3));
  }
}
