package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.StoreException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("StringConcatToTextBlock") // Blanks at the ends of lines count.
final class DaosPoolTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path home;

  @SuppressWarnings("NullAway.Init")
  private DaosRun daos;

  @BeforeEach
  void openStore() throws StoreException {
    daos = new DaosRun(home);
  }

  @AfterEach
  void closeStore() {
    daos.close();
  }

  @Test
  void shouldSayThatThereAreNoneWhenStoreIsNew() {
    assertEquals("No pools in system\n", daos.line("pool list").good());
    assertEquals(
        "{\n  \"response\": {\n    \"pools\": []\n  },\n  \"error\": null,\n  \"status\": 0\n}\n",
        daos.line("pool list -j").good());
  }

  @Test
  void shouldListAndQueryWhenPoolIsMade() {
    daos.line("pool create tank").good();
    List<String> lines = daos.line("pool list").good().lines().toList();
    assertTrue(lines.get(0).matches("Pool +Size +State +Used +Imbalance +Disabled "), lines.get(0));
    assertTrue(lines.get(2).matches("tank [0-9.]+ .?B +Ready \\d+% +\\d+% +0/2 +"), lines.get(2));
    assertEquals("Pool State \n---- ----- \ntank Ready \n\n", daos.line("pool list -n").good());
    assertTrue(daos.line("pool list -v").good().startsWith("Label UUID "));
    String query = daos.line("pool query tank").good();
    assertTrue(
        query.matches(
            "Pool [-0-9a-f]{36}, ntarget=2, disabled=0, leader=0, version=\\d+, state=Ready\n"
                + "Pool health info:\n"
                + "- Rebuild idle, 0 objs, 0 recs\n"
                + "Pool space info:\n"
                + "- Target\\(VOS\\) count:2\n"
                + "- Storage tier 0 \\(SCM\\):\n"
                + "  Total size: .*\n"
                + "  Free: .*, min:.*, max:.*, mean:.*\n"
                + "- Storage tier 1 \\(NVMe\\):\n"
                + "  Total size: .*\n"
                + "  Free: .*, min:.*, max:.*, mean:.*\n"),
        query);
    String json = daos.line("pool query tank -j").good();
    assertTrue(json.contains("\"total_targets\": 2,\n    \"active_targets\": 2,"), json);
  }

  @Test
  void shouldRefuseWhenLabelIsTakenOrSizeIsNone() {
    daos.line("pool create tank").good();
    assertTrue(daos.line("pool create tank").refused(1).contains("DER_EXIST(-1004): "));
    assertTrue(daos.line("pool create -z 1parsec t").refused(2).contains("no unit of bytes"));
    assertTrue(daos.line("pool query nix").refused(1).contains("DER_NONEXIST(-1005): "));
    assertTrue(
        daos.line("pool query-targets --rank 0 tank").refused(1).contains("pool query-targets"));
  }

  @Test
  void shouldPassAllStepsWhenPoolIsTested() {
    daos.line("pool create tank").good();
    String text = daos.line("pool autotest -S -D 1 tank").good();
    List<String> lines = text.lines().toList();
    assertEquals("Step Operation                 Status Time(sec) Comment", lines.getFirst());
    assertTrue(
        lines.get(1).matches("  0  Initializing DAOS           PASS  \\d+\\.\\d{3}  .*"),
        lines.get(1));
    assertTrue(text.contains(" 28  Inserting 1MB values        SKIP  "), text);
    assertTrue(text.contains(" 40  Inserting into RF1 cont     SKIP  "), text);
    assertEquals(23, lines.stream().filter(line -> line.matches("[ 0-9]{3}  .*")).count());
    assertTrue(text.endsWith("\n\nAll steps passed.\n"), text);
    assertEquals("No containers.\n", daos.line("cont list tank").good());
  }

  @Test
  void shouldFailAndGoOnCleaningWhenThereIsNoPool() {
    DaosRun.Result result = daos.line("pool autotest nix");
    assertEquals(1, result.code());
    assertTrue(result.out().contains("  1  Connecting to pool          FAIL  "), result.out());
    assertTrue(result.out().contains(" 99  Tearing down DAOS           PASS  "), result.out());
    assertTrue(result.out().endsWith("\nSome steps failed.\n"), result.out());
  }
}
