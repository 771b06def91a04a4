package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock") // Blanks at the ends of lines count.
final class DaosContainerTest {
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path home;

  @SuppressWarnings("NullAway.Init")
  private static DaosRun daos;

  @BeforeAll
  static void openStore() throws StoreException {
    daos = new DaosRun(home);
    daos.line("pool create tank").good();
  }

  @AfterEach
  void removeContainers() throws StoreException {
    try (StoreSystem system = daos.connect()) {
      for (ContainerInfo container : system.containers("tank")) {
        system.destroyContainer("tank", container.uuid().toString(), true);
      }
    }
  }

  @AfterAll
  static void closeStore() {
    daos.close();
  }

  @Test
  void shouldTellUuidLabelAndTypeWhenCreated() {
    String text = daos.line("cont create tank ckpt --type=POSIX --chunk-size=4MiB").good();
    assertTrue(
        text.matches(
            "Successfully created container ("
                + UUID
                + ")\n"
                + "  Container UUID : \\1\n"
                + "  Container Label: ckpt {32}\n"
                + "  Container Type : POSIX {31}\n\n"),
        text);
    assertTrue(
        daos.line("cont query tank ckpt").good().contains("Chunk Size                  : 4.0 MiB"));
  }

  @Test
  void shouldAnswerAllTheSameWhenNamedByUuid() {
    daos.line("cont create tank ckpt --type=POSIX").good();
    String pool = field(daos.line("pool query -j tank").good(), "uuid");
    String container = field(daos.line("cont query -j tank ckpt").good(), "container_uuid");
    assertEquals(
        daos.line("cont get-prop tank ckpt").good().replace("for container ckpt", ""),
        daos.line("container get-prop " + pool + " " + container)
            .good()
            .replace("for container " + container, ""));
    assertEquals(
        "Properties were successfully set\n",
        daos.line("cont set-prop %s %s label:new_cont".formatted(pool, container)).good());
    assertTrue(daos.line("cont list tank").good().contains(container + " new_cont "));
    assertEquals(
        "Successfully destroyed container new_cont\n",
        daos.line("cont destroy tank new_cont").good());
    assertEquals("No containers.\n", daos.line("cont list tank").good());
  }

  private static String field(String json, String name) {
    return json.replaceAll("(?s).*\"" + name + "\": \"([^\"]*)\".*", "$1");
  }

  @Test
  void shouldNameEverythingMissingWhenRecipeNeedsRedundancy() {
    String first =
        "cont create tank c --type=POSIX --dir-oclass=RP_3G1 --file-oclass=EC_16P2GX"
            + " --chunk-size=4MiB"
            + " --properties=rd_fac:2,cksum:crc32,srv_cksum:on,ec_cell_sz:128kib";
    assertEquals(
        "ERROR: daos: DER_NOTSUPPORTED(-2037): not available yet: --dir-oclass=RP_3G1,"
            + " --file-oclass=EC_16P2GX, rd_fac:2\n",
        daos.line(first).refused(1));
    String second =
        "container create --type=POSIX --chunk-size=2097152"
            + " --properties=rd_fac:3,ec_cell_sz:131072,cksum:crc32,srv_cksum:on"
            + " --file-oclass=EC_16P3GX --dir-oclass=RP_4G1 tank c";
    assertEquals(
        "ERROR: daos: DER_NOTSUPPORTED(-2037): not available yet: --dir-oclass=RP_4G1,"
            + " --file-oclass=EC_16P3GX, rd_fac:3\n",
        daos.line(second).refused(1));
    assertEquals("No containers.\n", daos.line("cont list tank").good());
    String without =
        "cont create tank c --type=POSIX --dir-oclass=S1 --file-oclass=SX --chunk-size=4MiB"
            + " --properties=rd_fac:0,cksum:crc32,srv_cksum:on,ec_cell_sz:128kib";
    daos.line(without).good();
    String query = daos.line("cont query tank c").good();
    assertTrue(query.contains("Dir Object Class            : S1 "), query);
    assertTrue(query.contains("File Object Class           : SX "), query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cksum:sha1",
        "dedup:hash",
        "compression:lz4",
        "encryption:aes-xts128",
        "rd_fac:1"
      })
  void shouldBeRefusedWhenPropertyCannotBeHad(String property) {
    String err = daos.line("cont create tank c --properties=" + property).refused(1);
    assertTrue(err.startsWith("ERROR: daos: DER_NOTSUPPORTED(-2037): "), err);
    assertTrue(err.contains(property.substring(0, property.indexOf(':'))), err);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cont list nix | DER_NONEXIST(-1005): ",
        "cont query tank nix | DER_NONEXIST(-1005): ",
        "cont destroy tank nix | DER_NONEXIST(-1005): ",
        "cont create nix c --type=POSIX | DER_NONEXIST(-1005): ",
        "cont create tank a/b --type=POSIX | DER_INVAL(-1003): ",
        "cont create tank 7d5b9907-1b31-4b65-b308-03947b0cbbc7 | DER_INVAL(-1003): ",
        "cont create tank there | DER_EXIST(-1004): ",
        "cont create tank there --type=POSIX | DER_EXIST(-1004): ",
        "cont create tank c --type=PYTHON | not available yet: --type=PYTHON",
        "cont create tank c --mode=balanced | not available yet: --mode=balanced",
        "cont create tank c --acl-file=f --group=g | not available yet: --acl-file, --group",
        "cont create-snap tank there | not available yet: container create-snap",
        "cont update-acl -e A::me@:rw tank there | not available yet: container update-acl",
        "fs check --flags=evict tank there | not available yet: --flags=evict",
        "fs scan tank there | EINVAL(22): ",
        "cont get-attr tank there nix | DER_NONEXIST(-1005): ",
        "cont set-prop tank there cksum:off | DER_NO_PERM(-1001): ",
        "cont query --path=/tmp/nowhere | stands for no container"
      })
  void shouldEndWithOneWhenTheStoreRefuses(String line, String expected) {
    daos.line("cont create tank there").good();
    String err = daos.line(line.strip()).refused(1);
    assertTrue(err.startsWith("ERROR: daos: "), err);
    assertTrue(err.contains(expected), err);
  }

  @Test
  void shouldKeepAttributesWhenSetAndForgetThemWhenDeleted() {
    daos.line("cont create tank c").good();
    String description = "description:pressure, and temperature";
    assertEquals("", daos.run("cont", "set-attr", "tank", "c", description).good());
    assertEquals("", daos.line("cont set-attr tank c a:1,b:2").good());
    assertEquals(
        "Attributes for container c:\n"
            + "Name        Value                     \n"
            + "----        -----                     \n"
            + "a           1                         \n"
            + "b           2                         \n"
            + "description pressure, and temperature \n",
        daos.line("cont list-attr tank c -V").good());
    assertEquals(
        "{\n  \"response\": [\n    \"a\",\n    \"b\",\n    \"description\"\n  ],\n"
            + "  \"error\": null,\n  \"status\": 0\n}\n",
        daos.line("cont list-attr -j tank c").good());
    assertEquals(
        "{\n  \"response\": {\n    \"name\": \"a\",\n    \"value\": \"MQ==\"\n  },\n"
            + "  \"error\": null,\n  \"status\": 0\n}\n",
        daos.line("-j cont get-attr tank c a").good());
    assertEquals("", daos.line("cont del-attr tank c a,b").good());
    assertEquals("", daos.line("cont del-attr tank c --attr description").good());
    assertEquals(
        "Attributes for container c:\n  No attributes found.\n",
        daos.line("cont lsattr tank c").good());
  }

  @Test
  void shouldNotBeDestroyedWhenOpenElsewhereUnlessForced() throws StoreException {
    daos.line("cont create tank c --type=POSIX").good();
    try (StoreSystem system = daos.connect()) {
      ObjectStore store = system.open("tank", "c", OpenMode.READ_WRITE);
      String err = daos.line("cont destroy tank c").refused(1);
      assertTrue(err.contains("DER_BUSY(-1012): "), err);
      String check = daos.line("fs check tank c").refused(1);
      assertTrue(check.contains("DER_BUSY(-1012): "), check);
      daos.line("cont destroy -f tank c").good();
      assertFalse(store.info().label().isEmpty());
    }
    assertEquals("No containers.\n", daos.line("cont list tank").good());
  }

  @Test
  void shouldPutErrorsIntoTheEnvelopeWhenJsonIsAskedFor() {
    DaosRun.Result result = daos.line("cont query --json tank nix");
    assertEquals(1, result.code());
    assertTrue(result.out().startsWith("{\n  \"response\": null,\n  \"error\": \"DER_NONEXIST"));
    assertTrue(result.out().endsWith(",\n  \"status\": -1005\n}\n"), result.out());
    assertTrue(result.err().startsWith("ERROR: daos: DER_NONEXIST(-1005): "), result.err());
  }

  @Test
  void shouldShowAllRowsOfDaosWhenPropertiesAreAskedFor() {
    daos.line("cont create tank c --type=POSIX").good();
    String text = daos.line("cont get-prop tank c").good();
    assertEquals(3 + 24, text.lines().count());
    assertFalse(text.contains("not found"), text);
    assertTrue(text.contains("Layout Type (layout_type)                        POSIX (1) "), text);
    assertTrue(text.contains("Health (status)                                  HEALTHY "), text);
  }

  @Test
  void shouldShowPowerWhenContainerIsMadeForIt() {
    daos.line("cont create tank c --properties=durability:power").good();
    String text = daos.line("cont get-prop tank c durability").good();
    assertTrue(text.contains("Durability (durability) power "), text);
  }
}
