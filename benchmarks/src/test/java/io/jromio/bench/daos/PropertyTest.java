package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.ContainerInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PropertyTest {
  private static final Map<String, String> SAMPLE =
      Map.ofEntries(
          Map.entry("alloc_oid", "0"),
          Map.entry("cksum", "crc32"),
          Map.entry("cksum_size", "32768"),
          Map.entry("compression", "off"),
          Map.entry("dedup", "off"),
          Map.entry("dedup_threshold", "4096"),
          Map.entry("durability", "process"),
          Map.entry("ec_cell_sz", "131072"),
          Map.entry("ec_pda", "1"),
          Map.entry("encryption", "off"),
          Map.entry("global_version", "3"),
          Map.entry("group", "users@"),
          Map.entry("layout_type", "POSIX"),
          Map.entry("layout_version", "1"),
          Map.entry("max_snapshot", "0"),
          Map.entry("obj_version", "1"),
          Map.entry("owner", "jlo@"),
          Map.entry("perf_domain", "root"),
          Map.entry("rd_fac", "2"),
          Map.entry("rd_lvl", "node"),
          Map.entry("rp_pda", "4294967295"),
          Map.entry("srv_cksum", "on"),
          Map.entry("status", "HEALTHY"),
          Map.entry("acl", "A::OWNER@:rwdtTaAo, A:G:GROUP@:rwtT"));

  private static ContainerInfo container(Map<String, String> properties) {
    return new ContainerInfo(
        new UUID(1, 1), new UUID(2, 2), "test_cont", properties, new ContainerInfo.Use(0, 0, 0));
  }

  @Test
  void shouldReadBothRecipesWhenParsing() {
    assertEquals(
        Map.of("rd_fac", "2", "cksum", "crc32", "srv_cksum", "on", "ec_cell_sz", "131072"),
        Property.parse("rd_fac:2,cksum:crc32,srv_cksum:on,ec_cell_sz:128kib"));
    assertEquals(
        Map.of("rd_fac", "3", "ec_cell_sz", "131072", "cksum", "crc32", "srv_cksum", "on"),
        Property.parse("rf:3,EC_CELL_SZ:131072,cksum:CRC32,srv_cksum:on"));
    assertEquals(
        Map.of("status", "healthy", "rd_lvl", "rank", "label", "New:Cont"),
        Property.parse("status:HEALTHY,rf_lvl:1,label:New:Cont"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cksum",
        ":on",
        "foo:1",
        "cksum:md5",
        "cksum_size:1x",
        "rd_fac:9",
        "rd_fac:x",
        "ec_pda:x",
        "owner:me@",
        "layout_type:POSIX",
        "status:unclean"
      })
  void shouldRefuseWhenNameOrValueIsUnknown(String text) {
    assertThrows(IllegalArgumentException.class, () -> Property.parse(text));
  }

  @Test
  void shouldKeepCommasInValuesWhenNoNameFollows() {
    assertEquals(
        Map.of("description", "wind, and rain", "b", ""),
        Property.pairs("description:wind, and rain,b:"));
  }

  @Test
  void shouldPrintTheTableOfDaosWhenAllPropertiesAreAskedFor() {
    String width = " ".repeat(36);
    StringBuilder expected = new StringBuilder("Properties for container test_cont\n");
    String[][] rows = {
      {"Name", "Value"},
      {"----", "-----"},
      {"Highest Allocated OID (alloc_oid)", "0"},
      {"Checksum (cksum)", "crc32"},
      {"Checksum Chunk Size (cksum_size)", "32 KiB"},
      {"Compression (compression)", "off"},
      {"Deduplication (dedup)", "off"},
      {"Dedupe Threshold (dedup_threshold)", "4.0 KiB"},
      {"EC Cell Size (ec_cell_sz)", "128 KiB"},
      {"Performance domain affinity level of EC (ec_pda)", "1"},
      {"Encryption (encryption)", "off"},
      {"Global Version (global_version)", "3"},
      {"Group (group)", "users@"},
      {"Label (label)", "test_cont"},
      {"Layout Type (layout_type)", "POSIX (1)"},
      {"Layout Version (layout_version)", "1"},
      {"Max Snapshot (max_snapshot)", "0"},
      {"Object Version (obj_version)", "1"},
      {"Owner (owner)", "jlo@"},
      {"Performance domain level (perf_domain)", "root (255)"},
      {"Redundancy Factor (rd_fac)", "rd_fac2"},
      {"Redundancy Level (rd_lvl)", "node (2)"},
      {"Performance domain affinity level of RP (rp_pda)", "4294967295"},
      {"Server Checksumming (srv_cksum)", "on"},
      {"Health (status)", "HEALTHY"},
      {"Access Control List (acl)", "A::OWNER@:rwdtTaAo, A:G:GROUP@:rwtT"}
    };
    for (String[] row : rows) {
      expected.append((row[0] + " ".repeat(49)), 0, 49);
      expected.append((row[1] + width), 0, 36).append('\n');
    }
    Answer answer = Property.table("test_cont", container(SAMPLE), List.of());
    assertEquals(expected.toString(), answer.text());
    assertTrue(answer.json() instanceof List<?> list && list.size() == 24);
  }

  @Test
  void shouldShowDurabilityWhenItIsNotTheUsualOne() {
    Map<String, String> power = new HashMap<>(SAMPLE);
    power.put("durability", "power");
    assertTrue(
        Property.table("c", container(power), List.of())
            .text()
            .contains("Durability (durability) "));
    assertFalse(Property.table("c", container(SAMPLE), List.of()).text().contains("durability"));
    assertTrue(
        Property.table("c", container(SAMPLE), List.of("durability"))
            .text()
            .contains("Durability (durability) process "));
  }

  @Test
  void shouldGiveNumbersAndListsWhenJsonIsAskedFor() {
    String json =
        Json.write(
            Property.table("c", container(SAMPLE), Property.names("cksum_size,rd_fac,acl")).json());
    assertEquals(
        """
        [
          {
            "value": 32768,
            "name": "cksum_size",
            "description": "Checksum Chunk Size"
          },
          {
            "value": "rd_fac2",
            "name": "rd_fac",
            "description": "Redundancy Factor"
          },
          {
            "value": [
              "A::OWNER@:rwdtTaAo",
              "A:G:GROUP@:rwtT"
            ],
            "name": "acl",
            "description": "Access Control List"
          }
        ]\
        """,
        json);
  }
}
