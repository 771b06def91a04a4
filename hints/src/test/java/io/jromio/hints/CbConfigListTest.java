package io.jromio.hints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CbConfigListTest {

  /** Hosts are one letter per rank; cb_nodes of 0 is the default. */
  @ParameterizedTest
  @CsvSource({
    "AAAABBBB, *:1, 0, 0 4",
    "AAAABBBB, *, 0, 0 4",
    "AAAABBBB, *:*, 0, 0 1 2 3 4 5 6 7",
    "AAAABBBB, *:*, 4, 0 1 2 3",
    "AAAABBBB, *:2, 0, 0 1 4 5",
    "AAAABBBB, *:2, 3, 0 1 4",
    "AAAABBBB, 'B:2,A:1', 0, 4 5 0",
    "AAAABBBB, B:*, 0, 4 5 6 7",
    "AAAABBBB, B:*, 2, 4 5",
    "AAAABBBB, 'A:0,*:1', 0, 4",
    "AAAABBBB, 'B:1,*:*', 0, 4 0 1 2 3",
    "AAAABBBB, 'A:2,A:2', 0, 0 1",
    "AAAABBBB, *:0, 0, ''",
    "AAAABBBB, C:1, 0, ''",
    "AAAABBBB, a:1, 0, ''",
    "AAAABBBB, ' A', 0, ''",
    "AAAABBBB, B, 0, 4",
    "AAAABBBB, 'A:1,', 0, 0",
    "AAAABBBB, '*:1,A:2', 0, 0 4",
    "AAAABBBB, '*:0,A:2', 0, ''",
    "AAAABBBB, 'C:3,B:9999999999999,A:002', 0, 4 5 6 7 0 1",
    "AAAABBBB, B:*, 99, 4 5 6 7",
    "AAAABBBB, *:3, -1, 0 1 2 4 5 6",
    "ABABABAB, *:1, 0, 0 1",
    "ABABABAB, *:2, 0, 0 2 1 3",
    "ABABABAB, *:*, 0, 0 1 2 3 4 5 6 7",
    "ABABABAB, '*:*,', 0, 0 2 4 6 1 3 5 7",
    "ABABABAB, *:*, 3, 0 1 2",
    "AAAA, *:1, 0, 0",
    "A, *:1, 0, 0",
    "'', *:1, 0, ''"
  })
  void shouldChooseAsRomio(String hosts, String list, int cbNodes, String expected) {
    String[] nodes = hosts.chars().mapToObj(Character::toString).toArray(String[]::new);
    int[] chosen = CbConfigList.aggregators(list, nodes, cbNodes);
    assertEquals(expected, CbConfigList.format(chosen).strip());
  }

  @Test
  void shouldTakeNamesLiterally() {
    String[] nodes = {"ccn1", "ccn*", "n0 ", "x.y-z"};
    assertArrayEquals(new int[] {1}, CbConfigList.aggregators("ccn*:4", nodes, 4));
    assertArrayEquals(new int[] {3, 2}, CbConfigList.aggregators("x.y-z,n0 ", nodes, 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ",", "A,,B", ",A", "A,,", "A:", ":2", "A:1:2", "A::", "A:-1", "A:2x", "A:+2", "A: 2",
        "*x", "**", "*:-1", "A:**", "A,*y:1"
      })
  void shouldRefuseWhenTextIsNotInTheGrammar(String list) {
    String[] nodes = {"A", "B"};
    String message =
        assertThrows(IllegalArgumentException.class, () -> CbConfigList.aggregators(list, nodes, 2))
            .toString();
    assertTrue(message.contains("cb_config_list=" + list), message);
  }

  @Test
  void shouldMatchTheAlgorithmOfRomioWhenListsAreRandom() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] mosts = {"", ":0", ":1", ":2", ":3", ":*"};
    for (int round = 0; round < 2000; round++) {
      String[] nodes = new String[random.nextInt(1, 12)];
      Arrays.setAll(nodes, rank -> "n" + random.nextInt(4));
      List<String> specs = new ArrayList<>();
      for (int left = random.nextInt(1, 5); left > 0; left--) {
        String host = random.nextInt(3) == 0 ? "*" : "n" + random.nextInt(5);
        specs.add(host + mosts[random.nextInt(mosts.length)]);
      }
      String list = String.join(",", specs);
      int cbNodes = random.nextInt(1, nodes.length + 1);
      assertEquals(
          romio(specs, nodes, cbNodes),
          Arrays.stream(CbConfigList.aggregators(list, nodes, cbNodes)).boxed().toList(),
          () ->
              "seed=%d list=%s cbNodes=%d nodes=%s"
                  .formatted(seed, list, cbNodes, Arrays.toString(nodes)));
    }
  }

  @Test
  void shouldPrintWholeRanksOnlyWhenListIsLong() {
    int[] ranks = new int[1000];
    Arrays.setAll(ranks, i -> 1000 + i);
    String text = CbConfigList.format(ranks);
    assertEquals(1020, text.length());
    assertTrue(text.endsWith("1203 "), text);
    assertEquals("", CbConfigList.format(new int[0]));
    assertEquals("4 0 ", CbConfigList.format(new int[] {4, 0}));
  }

  /** ROMIO's loop over a table of used ranks, step by step. */
  private static List<Integer> romio(List<String> specs, String[] nodes, int cbNodes) {
    boolean[] used = new boolean[nodes.length];
    List<Integer> ranks = new ArrayList<>();
    if (specs.equals(List.of("*:*"))) {
      for (int rank = 0; rank < cbNodes; rank++) {
        ranks.add(rank);
      }
      return ranks;
    }
    for (String spec : specs) {
      String[] parts = spec.split(":");
      String text = parts.length == 1 ? "1" : parts[1];
      int most = text.equals("*") ? cbNodes : Integer.parseInt(text);
      if (!parts[0].equals("*")) {
        takeHost(parts[0], Math.min(most, cbNodes - ranks.size()), used, nodes, ranks);
        continue;
      }
      if (most == 0) {
        Arrays.fill(used, true);
      }
      for (int rank = 0; rank < nodes.length && ranks.size() < cbNodes; rank++) {
        if (!used[rank]) {
          takeHost(nodes[rank], Math.min(most, cbNodes - ranks.size()), used, nodes, ranks);
        }
      }
    }
    return ranks;
  }

  private static void takeHost(
      String host, int most, boolean[] used, String[] nodes, List<Integer> ranks) {
    int taken = 0;
    for (int rank = 0; rank < nodes.length; rank++) {
      if (!used[rank] && nodes[rank].equals(host)) {
        used[rank] = true;
        if (taken < most) {
          ranks.add(rank);
          taken++;
        }
      }
    }
  }
}
