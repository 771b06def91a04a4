package io.jromio.comm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with one JVM per rank. */
@Timeout(120)
class LocalContractIT {
  private final Path output;

  LocalContractIT(@TempDir Path output) {
    this.output = output;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldKeepContractWhenRanksAreProcesses(int ranks) throws Exception {
    String seed = Long.toString(System.nanoTime());
    try (RankJvms jvms = RankJvms.start(ranks, output, ContractMain.class, seed)) {
      int[] codes = jvms.await();
      StringBuilder all = new StringBuilder();
      for (int r = 0; r < ranks; r++) {
        all.append(jvms.output(r));
      }
      assertArrayEquals(new int[ranks], codes, all.toString());
      for (int r = 0; r < ranks; r++) {
        String line = "contract: ok rank=%d size=%d provider=local".formatted(r, ranks);
        assertTrue(all.toString().contains(line), all.toString());
      }
      assertFalse(Files.exists(jvms.jobFile()), "the job's name goes when all have attached");
    }
  }
}
