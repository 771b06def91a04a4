package io.jromio.dfs.engine;

import java.nio.file.Path;

/**
 * What an engine runs on.
 *
 * @param storage folder of the store; made if it is not there
 * @param targets of a new store; one that is there keeps its own number
 * @param queueLength requests that may wait for one target before it answers {@link
 *     io.jromio.dfs.object.Der#AGAIN}
 */
public record EngineConfig(Path storage, int targets, int queueLength) {
  /** Targets of the largest store. */
  public static final int MAX_TARGETS = 1024;

  public EngineConfig {
    if (targets < 1 || targets > MAX_TARGETS || queueLength < 1) {
      throw new IllegalArgumentException(
          "no engine: targets=%d allowed=1-%d queueLength=%d storage=%s"
              .formatted(targets, MAX_TARGETS, queueLength, storage));
    }
  }
}
