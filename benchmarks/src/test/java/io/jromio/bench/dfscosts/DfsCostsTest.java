package io.jromio.bench.dfscosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.adio.daos.DaosMount;
import io.jromio.adio.daos.DaosPath;
import io.jromio.adio.daos.DaosStores;
import io.jromio.comm.RankThreads;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.object.Anchor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In the embedded store of the build's own JROMIO_HOME. */
final class DfsCostsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int[] run(int ranks, String... args) {
    int[] codes = new int[ranks];
    PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
    RankThreads.run(
        ranks,
        args,
        world -> codes[world.rank()] = DfsCosts.run(world, world.args(), outStream, errStream));
    return codes;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldPrintCostsAndLeaveNothingWhenMeasured(int ranks) throws Exception {
    String container = "costs-%d-%d".formatted(ProcessHandle.current().pid(), ranks);
    int[] codes = run(ranks, "-n", "20", "-i", "2", "daos://tests/" + container + "/costs");
    assertEquals(0, Arrays.stream(codes).max().orElseThrow(), err::toString);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(5, lines.size(), out::toString);
    assertTrue(lines.get(3).matches("creates per second +[1-9]\\d* \\[\\d+-\\d+]"), out::toString);
    DaosEnvironment environment = DaosEnvironment.ofProcess();
    DaosPath root = DaosPath.of("//tests/" + container + "/", environment);
    try (DaosMount mount = new DaosStores(environment).mount(root, DaosStores.Purpose.READ);
        DfsObject directory = mount.dfs().lookup("/", Set.of(OpenFlag.RDONLY))) {
      assertEquals(List.of(), mount.dfs().readDirectory(directory, Anchor.start(), 10).names());
    }
  }

  @Test
  void shouldSayWhatIsWrongWhenArgumentsAreNone() {
    assertEquals(2, run(1, "-n", "0", "daos://tests/costs/none")[0]);
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("-n 0"), err::toString);
    assertEquals(2, run(1)[0]);
    assertEquals(0, run(1, "--help")[0]);
  }
}
