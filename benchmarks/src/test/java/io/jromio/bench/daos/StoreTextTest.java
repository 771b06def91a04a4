package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.Creation;
import io.jromio.dfs.DfsAttributes;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectLayout;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.PoolInfo.TargetSpace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Samples of the guides of Argonne's machine Aurora, with what one engine cannot have left out. */
@SuppressWarnings("StringConcatToTextBlock") // Blanks at the ends of lines count.
final class StoreTextTest {
  private static final UUID POOL = UUID.fromString("7d5b9907-1b31-4b65-b308-03947b0cbbc7");
  private static final UUID CONTAINER = UUID.fromString("e1870f74-609f-4ea0-9852-ef4a3de7b5af");

  private static ContainerInfo container(String label, Map<String, String> properties) {
    ContainerInfo.Use use = new ContainerInfo.Use(1, 0x1e7ed8192c200000L, 0x1e7ed8193a240003L);
    return new ContainerInfo(POOL, CONTAINER, label, properties, use);
  }

  private static ContainerInfo sample() {
    return container(
        "test_cont",
        Map.of(
            "layout_type", "POSIX",
            "rd_fac", "2",
            "dir_oclass", "RP_3G1",
            "file_oclass", "EC_16P2GX",
            "chunk_size", "4194304"));
  }

  /** Trailing blanks, which the columns have, are left out here. */
  private static String bare(String text) {
    return text.replaceAll("(?m) +$", "");
  }

  @Test
  void shouldPrintTheSampleWhenContainerIsQueried() {
    assertEquals(
        """
          Container UUID              : e1870f74-609f-4ea0-9852-ef4a3de7b5af
          Container Label             : test_cont
          Container Type              : POSIX
          Pool UUID                   : 7d5b9907-1b31-4b65-b308-03947b0cbbc7
          Container redundancy factor : 2
          Number of open handles      : 1
          Latest open time            : 0x1e7ed8192c200000 (2025-05-09 13:50:54.426841088 +0000 UTC)
          Latest close/modify time    : 0x1e7ed8193a240003 (2025-05-09 13:50:54.441537536 +0000 UTC)
          Number of snapshots         : 0
          Object Class                : UNKNOWN
          Dir Object Class            : RP_3G1
          File Object Class           : EC_16P2GX
          Chunk Size                  : 4.0 MiB

        """,
        bare(ContainerText.query(sample()).text()));
  }

  @Test
  void shouldPrintTheSampleWhenContainerIsCreated() {
    assertEquals(
        "Successfully created container e1870f74-609f-4ea0-9852-ef4a3de7b5af\n"
            + "  Container UUID : e1870f74-609f-4ea0-9852-ef4a3de7b5af\n"
            + "  Container Label: test_cont\n"
            + "  Container Type : POSIX\n"
            + "\n",
        bare(ContainerText.created(sample()).text()));
  }

  @Test
  void shouldGiveEpochsAsNumbersWhenJsonIsAskedFor() {
    assertEquals(
        """
        {
          "pool_uuid": "7d5b9907-1b31-4b65-b308-03947b0cbbc7",
          "container_uuid": "e1870f74-609f-4ea0-9852-ef4a3de7b5af",
          "container_label": "test_cont",
          "latest_snapshot": 0,
          "redundancy_factor": 2,
          "num_handles": 1,
          "num_snapshots": 0,
          "open_time": 2197431270829457408,
          "close_modify_time": 2197431271064600579,
          "container_type": "POSIX",
          "object_class": "UNKNOWN",
          "dir_object_class": "RP_3G1",
          "file_object_class": "EC_16P2GX",
          "chunk_size": 4194304
        }\
        """,
        Json.write(ContainerText.query(sample()).json()));
  }

  @Test
  void shouldPrintTheSampleWhenContainersAreListed() {
    ContainerInfo other =
        new ContainerInfo(
            POOL,
            UUID.fromString("ebcbc7f8-db33-4637-951b-dd449b950ead"),
            "myPOSIXcont",
            Map.of(),
            new ContainerInfo.Use(0, 0, 0));
    assertEquals(
        "UUID                                 Label       \n"
            + "----                                 -----       \n"
            + "e1870f74-609f-4ea0-9852-ef4a3de7b5af test_cont   \n"
            + "ebcbc7f8-db33-4637-951b-dd449b950ead myPOSIXcont \n",
        ContainerText.list(List.of(sample(), other)).text());
    assertEquals("No containers.\n", ContainerText.list(List.of()).text());
  }

  @Test
  void shouldPrintTheSampleWhenAttributesAreListed() {
    byte[] value = "dataset including pressure and temperature".getBytes(StandardCharsets.UTF_8);
    Answer answer = ContainerText.attributes("test_cont", Map.of("description", value), true);
    assertEquals(
        "Attributes for container test_cont:\n"
            + "Name        Value                                      \n"
            + "----        -----                                      \n"
            + "description dataset including pressure and temperature \n",
        answer.text());
    assertEquals(
        "Attributes for container test_cont:\n  No attributes found.\n",
        ContainerText.attributes("test_cont", Map.of(), true).text());
  }

  @Test
  void shouldPrintBothTiersWhenPoolIsQueried() {
    List<TargetSpace> targets =
        List.of(
            new TargetSpace(
                73_000_000_000L, 72_000_000_000L, 2_350_000_000_000L, 2_299_000_000_000L),
            new TargetSpace(
                73_000_000_000L, 71_000_000_000L, 2_350_000_000_000L, 2_301_000_000_000L));
    assertEquals(
        """
        Pool 7d5b9907-1b31-4b65-b308-03947b0cbbc7, ntarget=2, disabled=0, leader=0, version=1, state=Ready
        Pool health info:
        - Rebuild idle, 0 objs, 0 recs
        Pool space info:
        - Target(VOS) count:2
        - Storage tier 0 (SCM):
          Total size: 146 GB
          Free: 143 GB, min:71 GB, max:72 GB, mean:72 GB
        - Storage tier 1 (NVMe):
          Total size: 4.7 TB
          Free: 4.6 TB, min:2.3 TB, max:2.3 TB, mean:2.3 TB
        """,
        PoolText.query(new PoolInfo(POOL, "HPE_test", 1, targets)).text());
  }

  @Test
  void shouldShowUsedAndImbalanceWhenPoolsAreListed() {
    List<TargetSpace> targets =
        List.of(new TargetSpace(10, 10, 1000, 900), new TargetSpace(10, 10, 1000, 700));
    assertEquals(
        "Pool     Size   State Used Imbalance Disabled \n"
            + "----     ----   ----- ---- --------- -------- \n"
            + "HPE_test 2.0 kB Ready 20%  20%       0/2      \n"
            + "\n",
        PoolText.list(List.of(new PoolInfo(POOL, "HPE_test", 1, targets)), true).text());
    assertEquals("No pools in system\n", PoolText.list(List.of(), true).text());
  }

  @Test
  void shouldPrintTheSampleWhenDirectoryIsAskedForAttributes() {
    ObjectId id = ObjectId.parse("2533280060991858.0");
    DfsAttributes container =
        new DfsAttributes(
            4 << 20,
            null,
            ObjectClass.parse("RP_3G1").orElseThrow(),
            ObjectClass.parse("EC_16P2GX").orElseThrow(),
            "");
    Answer answer = ObjectText.directory(id, ObjectText.Defaults.of(Creation.DEFAULTS, container));
    assertEquals(
        """
        OID = 2533280060991858.0
        Object Class = RP_3G1
        Directory Creation Object Class = RP_3G1
        File Creation Object Class = EC_16P2GX
        File Creation Chunk Size = 4194304
        """,
        answer.text());
  }

  @Test
  void shouldShowGroupsAndReplicasWhenObjectIsQueried() {
    ObjectLayout layout = ObjectLayout.of(ObjectId.parse("2533280060991858.0"), 4);
    String text = ObjectText.layout(layout, 0).text();
    assertTrue(
        text.matches(
            "oid: 2533280060991858\\.0 ver 0 grp_nr: 1\n"
                + "grp: 0\nreplica 0 0:\\d\nreplica 1 0:\\d\nreplica 2 0:\\d\n"),
        text);
  }

  @Test
  void shouldNameTheStoresChoiceWhenNobodyChose() {
    ObjectText.Defaults defaults =
        ObjectText.Defaults.of(Creation.DEFAULTS, new DfsAttributes(1 << 20, null, null, null, ""));
    assertEquals(new ObjectText.Defaults("S1", "SX", 1 << 20), defaults);
  }
}
