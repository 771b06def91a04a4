package io.jromio.hints;

import static io.jromio.hints.Hint.Trait.MUST_AGREE;
import static io.jromio.hints.Hint.Trait.OPEN_ONLY;
import static io.jromio.hints.Hint.Trait.QUIET;

/**
 * The hints for files on DFS, the DAOS file system. They shape a file when it is created; of an
 * open file they report how it is shaped.
 *
 * @source ROMIO adio/ad_daos/ad_daos_hints.c
 */
public final class DfsHints {

  /** 0 stands for the container's default; what is sensible, the driver knows. */
  public static final Hint<Long> CHUNK_SIZE =
      new Hint<>(
          "romio_daos_chunk_size",
          0L,
          HintSyntax.bytes(0),
          "Bytes of a chunk of a new file; 0 is the container's default.",
          MUST_AGREE,
          OPEN_ONLY,
          QUIET);

  /** A name such as {@code SX} or {@code RP_2G1}; whether it exists, the driver knows. */
  public static final Hint<String> OBJECT_CLASS =
      new Hint<>(
          "romio_daos_obj_class",
          "OC_UNKNOWN",
          HintSyntax.TEXT,
          "Object class of a new file; OC_UNKNOWN is the container's default.",
          MUST_AGREE,
          OPEN_ONLY,
          QUIET);

  private DfsHints() {}
}
