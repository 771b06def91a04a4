package io.jromio.hints;

import static io.jromio.hints.Hint.Trait.MUST_AGREE;
import static io.jromio.hints.Hint.Trait.OPEN_ONLY;
import static io.jromio.hints.Hint.Trait.QUIET;

/** The hints that ROMIO does not have. */
public final class JromioHints {

  /** Enabled, requests with holes go through a mapping wherever the file can, whatever it costs. */
  public static final Hint<Toggle> MAPPED_IO =
      new Hint<>(
          "jromio_mapped_io",
          Toggle.AUTOMATIC,
          HintSyntax.TOGGLE,
          "Independent requests with holes are copied through mapped memory; automatic: where that"
              + " is faster.",
          QUIET);

  public static final Hint<Toggle> CB_SHARED_MEMORY =
      new Hint<>(
          "jromio_cb_shared_memory",
          Toggle.AUTOMATIC,
          HintSyntax.TOGGLE,
          "Ranks of a node hand over data of aggregated calls in memory that they share; disabled,"
              + " and where there is too little, by messages.",
          MUST_AGREE,
          OPEN_ONLY,
          QUIET);

  public static final Hint<Toggle> CB_IO_THREAD =
      new Hint<>(
          "jromio_cb_io_thread",
          Toggle.AUTOMATIC,
          HintSyntax.TOGGLE,
          "Aggregators read and write in a thread of their own, beside the exchange; automatic:"
              + " where a node has more processors than ranks.",
          OPEN_ONLY,
          QUIET);

  private JromioHints() {}
}
