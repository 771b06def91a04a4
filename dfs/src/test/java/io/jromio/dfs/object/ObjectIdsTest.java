package io.jromio.dfs.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ObjectIdsTest {

  /** From the DAOS material: this directory was made with RP_3G1. */
  @Test
  void shouldReadTheGoldenId() {
    ObjectId id = ObjectId.parse("2533280060991858.0");
    assertEquals(0x0009_0001_3a26_e972L, id.hi());
    assertEquals(ObjectType.MULTI_HASHED, id.type());
    assertEquals(9, id.redundancy());
    assertEquals(1, id.groups());
    assertEquals("RP_3G1", ObjectClass.of(id).toString());
    assertEquals("2533280060991858.0", id.toString());
  }

  /** From the same: a file with 4046 groups without redundancy. */
  @Test
  void shouldReadTheIdOfALargeFile() {
    ObjectId id = ObjectId.parse("937047578338908502.18446744073709551615");
    assertEquals(ObjectType.ARRAY_BYTE, id.type());
    assertEquals(1, id.redundancy());
    assertEquals(4046, id.groups());
    assertEquals(-1, id.lo());
    assertEquals("937047578338908502.18446744073709551615", id.toString());
  }

  @Test
  void shouldGiveClassesTheirNumbers() {
    assertEquals(16777217, ObjectClass.parse("S1").orElseThrow().id());
    assertEquals(16842751, ObjectClass.parse("SX").orElseThrow().id());
    assertEquals(150994945, ObjectClass.parse("RP_3G1").orElseThrow().id());
    assertEquals(654376959, ObjectClass.parse("EC_16P2GX").orElseThrow().id());
  }

  @Test
  void shouldPrintEveryClassAsItIsParsed() {
    for (String redundancy : List.of("S", "RP_2G", "RP_6G", "EC_2P1G", "EC_16P3G", "EC_8P2G")) {
      for (String groups : List.of("1", "2", "4", "6", "8", "12", "16", "32", "X")) {
        String name = redundancy + groups;
        ObjectClass parsed = ObjectClass.parse(name).orElseThrow();
        assertEquals(name, parsed.toString());
        assertEquals(parsed, ObjectClass.of(parsed.id()));
        assertEquals(
            parsed, ObjectClass.parse("oc_" + name.toLowerCase(Locale.ROOT)).orElseThrow());
      }
    }
    for (String none :
        List.of("", "S", "S3", "SXX", "RP_7G1", "RP_2", "EC_3P1G1", "EC_16P2", "X")) {
      assertEquals(Optional.empty(), ObjectClass.parse(none), none);
    }
    assertThrows(IllegalArgumentException.class, () -> ObjectClass.of(99 << 24 | 1));
    assertEquals(18, ObjectClass.parse("EC_16P2G1").orElseThrow().groupSize());
  }

  @Test
  void shouldWriteTheNumberOfGroupsIntoTheId() throws Exception {
    ObjectClass all = ObjectClass.parse("SX").orElseThrow();
    ObjectId id = ObjectIds.of(all, ObjectType.ARRAY_BYTE, 5, 0xffff_ffffL, -7);
    assertEquals(5, id.groups());
    assertEquals(0xffff_ffffL, id.hi() & 0xffff_ffffL);
    assertEquals(-7, id.lo());
    assertEquals(id, ObjectId.parse(id.toString()));
    ObjectClass two = ObjectClass.parse("S2").orElseThrow();
    assertEquals(2, ObjectIds.of(two, ObjectType.MULTI_HASHED, 2, 0, 1).groups());
    assertThrows(
        IllegalArgumentException.class,
        () -> ObjectIds.of(two, ObjectType.MULTI_HASHED, 2, 1L << 32, 1));
  }

  @Test
  void shouldRefuseClassesThatCannotBe() {
    for (String name : List.of("RP_2G1", "EC_16P2GX")) {
      StoreException e =
          assertThrows(
              StoreException.class,
              () ->
                  ObjectIds.of(
                      ObjectClass.parse(name).orElseThrow(), ObjectType.ARRAY_BYTE, 40, 0, 1));
      assertEquals(Der.NOTSUPPORTED, e.der());
      assertTrue(String.valueOf(e.getMessage()).contains(name));
    }
    StoreException e =
        assertThrows(
            StoreException.class, () -> ObjectIds.check(ObjectClass.parse("S4").orElseThrow(), 3));
    assertEquals(Der.INVAL, e.der());
  }

  @Test
  void shouldChooseClassesWithoutRedundancy() {
    assertEquals("SX", ObjectIds.automaticClass(ObjectType.ARRAY_BYTE).toString());
    assertEquals("SX", ObjectIds.automaticClass(ObjectType.DKEY_UINT64).toString());
    assertEquals("S1", ObjectIds.automaticClass(ObjectType.MULTI_HASHED).toString());
  }

  @Test
  void shouldOrderIdsUnsigned() {
    ObjectId small = new ObjectId(1, -1);
    ObjectId middle = new ObjectId(2, 0);
    ObjectId large = new ObjectId(-1, 0);
    assertEquals(
        List.of(small, middle, large), List.copyOf(new TreeSet<>(List.of(large, small, middle))));
    for (String none : List.of("", "1", "1.", ".1", "a.b", "-1.0", "1.2.3")) {
      assertThrows(IllegalArgumentException.class, () -> ObjectId.parse(none), none);
    }
  }
}
