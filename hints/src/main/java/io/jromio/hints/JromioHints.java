package io.jromio.hints;

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

  private JromioHints() {}
}
