package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.util.UUID;

/** A container that somebody opened. */
final class Handle {
  private final UUID uuid;
  private final ContainerState container;
  private final OpenMode mode;
  private volatile boolean closed;

  Handle(UUID uuid, ContainerState container, OpenMode mode) {
    this.uuid = uuid;
    this.container = container;
    this.mode = mode;
  }

  UUID uuid() {
    return uuid;
  }

  ContainerState container() {
    return container;
  }

  OpenMode mode() {
    return mode;
  }

  void close() {
    closed = true;
  }

  /** Refuses what may not be done through it. */
  void check(boolean changes) throws StoreException {
    if (closed) {
      throw unknown(uuid);
    }
    if (changes && mode == OpenMode.READ_ONLY) {
      throw new StoreException(
          Der.READ_ONLY, "opened to read only: handle=%s container=%s".formatted(uuid, container));
    }
  }

  static StoreException unknown(UUID uuid) {
    return new StoreException(Der.NO_HDL, "no open container: handle=" + uuid);
  }
}
