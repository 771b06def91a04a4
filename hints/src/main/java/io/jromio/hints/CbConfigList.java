package io.jromio.hints;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code cb_config_list}, and the choice of aggregators it describes.
 *
 * <pre>
 * list     = hostspec { "," hostspec } [ "," ]
 * hostspec = hostname [ ":" most ]
 * hostname = "*" | one or more characters except ":" and ",", not beginning with "*"
 * most     = digits | "*"
 * </pre>
 *
 * <p>A host gives at most {@code most} of its ranks, 1 if it is missing; {@code *} as a host is
 * every host not named before. There are no blanks around names and no patterns. Where ROMIO
 * guesses ({@code A:2x}, {@code A:-1}, {@code A:}, {@code A:1:2}) or stops half-way ({@code A,,B}),
 * the text is refused.
 *
 * @source ROMIO adio/common/cb_config_list.c
 */
public final class CbConfigList {
  static final String GRAMMAR = "HOST[:N] separated by commas, HOST a name or *, N a number or *";

  /** Every rank of every node. */
  public static final String EVERY_RANK = "*:*";

  private static final String ANY = "*";

  private static final Pattern HOST_SPEC =
      Pattern.compile("(?<host>\\*|[^*:,][^:,]*)(:(?<most>\\*|[0-9]+))?", Pattern.DOTALL);

  /** {@code most} ranks at most of one host, or of each where the host is {@link #ANY}. */
  private record HostSpec(String host, int most) {}

  private CbConfigList() {}

  /**
   * Chooses the aggregators. Their order is that of their file domains: host by host as the list
   * names them, ascending ranks within a host.
   *
   * @param list the text of the hint
   * @param nodeOfRank name of the host of every rank
   * @param cbNodes most aggregators to choose; less than 1 or more than there are ranks is all
   * @return ranks, empty if the list matches no host
   * @throws IllegalArgumentException if the list does not follow the grammar
   */
  public static int[] aggregators(String list, String[] nodeOfRank, int cbNodes) {
    List<HostSpec> specs = parse(list);
    int limit = cbNodes < 1 ? nodeOfRank.length : Math.min(cbNodes, nodeOfRank.length);
    if (list.equals("*:*")) {
      return IntStream.range(0, limit).toArray();
    }
    Map<String, List<Integer>> unused = new LinkedHashMap<>();
    for (int rank = 0; rank < nodeOfRank.length; rank++) {
      unused.computeIfAbsent(nodeOfRank[rank], host -> new ArrayList<>()).add(rank);
    }
    List<Integer> chosen = new ArrayList<>();
    for (HostSpec spec : specs) {
      List<String> hosts =
          spec.host().equals(ANY) ? List.copyOf(unused.keySet()) : List.of(spec.host());
      for (String host : hosts) {
        List<Integer> ranks = unused.getOrDefault(host, List.of());
        int take = Math.min(Math.min(spec.most(), ranks.size()), limit - chosen.size());
        chosen.addAll(ranks.subList(0, take));
        unused.remove(host);
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The list itself; throws as {@link #aggregators} does. */
  static String checked(String list) {
    if (!list.equals(EVERY_RANK)) {
      parse(list);
    }
    return list;
  }

  private static List<HostSpec> parse(String list) {
    String text = list.endsWith(",") ? list.substring(0, list.length() - 1) : list;
    List<HostSpec> specs = new ArrayList<>();
    for (String spec : text.split(",", -1)) {
      Matcher matcher = HOST_SPEC.matcher(spec);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "cb_config_list=%s: '%s' is not HOST[:N]".formatted(list, spec));
      }
      specs.add(new HostSpec(matcher.group("host"), most(matcher.group("most"))));
    }
    return specs;
  }

  private static int most(@Nullable String most) {
    if (most == null) {
      return 1;
    }
    try {
      return most.equals(ANY) ? Integer.MAX_VALUE : Integer.parseInt(most);
    } catch (NumberFormatException e) {
      return Integer.MAX_VALUE; // digits only, so too many of them
    }
  }

  /**
   * The value of {@code romio_aggregator_list}: each rank with a blank after it, as many as fit
   * into an info value.
   */
  public static String format(int[] aggregators) {
    StringBuilder text = new StringBuilder();
    for (int rank : aggregators) {
      String next = rank + " ";
      if (text.length() + next.length() > Info.MAX_VALUE) {
        break;
      }
      text.append(next);
    }
    return text.toString();
  }
}
