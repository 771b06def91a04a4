package io.jromio.collective;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;
import io.jromio.hints.CbConfigList;
import io.jromio.hints.Hints;
import io.jromio.hints.Origin;
import io.jromio.hints.RomioHints;
import java.nio.charset.StandardCharsets;

/** Chooses the ranks that move data between memory and the file in collective calls. */
public final class Aggregators {

  private Aggregators() {}

  /**
   * The hints that decide where aggregators are, once the file is open: if nobody gave {@code
   * cb_config_list}, every rank aggregates a file that is in the page cache of its node, since one
   * copying for all others would only be one processor instead of many; else one rank per node
   * does.
   */
  public static Hints settled(Hints hints, AdioFile file) {
    boolean free = hints.origin(RomioHints.CB_CONFIG_LIST) == Origin.DEFAULT;
    return free && file.features().contains(AdioFeature.NODE_CACHE)
        ? hints.with(RomioHints.CB_CONFIG_LIST, CbConfigList.EVERY_RANK)
        : hints;
  }

  /**
   * Collective. Chooses by {@code cb_config_list}, the nodes that the ranks run on and {@code
   * cb_nodes}.
   *
   * @param hints the same on all ranks
   * @return different ranks of {@code comm}, equal on all ranks; the i-th owns the i-th file domain
   * @throws MpiIoException on every rank: {@link ErrorClass#IO} if no rank matches, {@link
   *     ErrorClass#ARG} if the list does not follow the grammar
   */
  public static int[] choose(Communicator comm, Hints hints) throws MpiIoException {
    byte[][] names = comm.allgather(comm.processorName().getBytes(StandardCharsets.UTF_8));
    String[] nodeOfRank = new String[names.length];
    for (int rank = 0; rank < names.length; rank++) {
      nodeOfRank[rank] = new String(names[rank], StandardCharsets.UTF_8);
    }
    return choose(nodeOfRank, hints);
  }

  /**
   * Chooses as {@link #choose(Communicator, Hints)} does where the nodes are known already; local.
   *
   * @param nodeOfRank the name of the node of every rank
   */
  public static int[] choose(String[] nodeOfRank, Hints hints) throws MpiIoException {
    String list = hints.get(RomioHints.CB_CONFIG_LIST);
    long most = hints.get(RomioHints.CB_NODES);
    int cbNodes = most < 1 || most > nodeOfRank.length ? nodeOfRank.length : (int) most;
    int[] aggregators;
    try {
      aggregators = CbConfigList.aggregators(list, nodeOfRank, cbNodes);
    } catch (IllegalArgumentException e) {
      throw new MpiIoException(ErrorClass.ARG, String.valueOf(e.getMessage()), e);
    }
    if (aggregators.length == 0) {
      throw new MpiIoException(
          ErrorClass.IO,
          "no aggregators match cb_config_list=%s (first of %d ranks runs on %s)"
              .formatted(list, nodeOfRank.length, nodeOfRank[0]));
    }
    return aggregators;
  }
}
