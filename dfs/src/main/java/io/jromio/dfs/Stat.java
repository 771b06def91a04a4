package io.jromio.dfs;

import io.jromio.dfs.object.ObjectId;
import java.time.Instant;

/**
 * What stat gives.
 *
 * @param mode type and permissions
 * @param size of a file or a link's target, bytes
 * @param blockSize of a file its chunk size; bytes
 */
public record Stat(int mode, Owner owner, long size, long blockSize, Times times, ObjectId id) {

  /** Numbers of user and group. */
  public record Owner(int uid, int gid) {}

  /** When contents and entry changed. */
  public record Times(Instant modified, Instant changed) {}

  public boolean isFile() {
    return Mode.isFile(mode);
  }

  public boolean isDirectory() {
    return Mode.isDirectory(mode);
  }

  public boolean isLink() {
    return Mode.isLink(mode);
  }

  /** Blocks of 512 bytes; holes count. */
  public long blocks() {
    return (size + 511) / 512;
  }
}
