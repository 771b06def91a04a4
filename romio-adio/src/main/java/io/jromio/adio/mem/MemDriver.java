package io.jromio.adio.mem;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.util.Random;
import java.util.Set;

/**
 * Files in the memory of this process, for ranks that are threads of one JVM, and for tests. A name
 * is any text and lives until it is deleted or the process ends; there are no directories and no
 * permissions. Memory comes from the Java heap, in chunks, only where something was written.
 *
 * <p>Ranks in separate processes do not see each other's files: {@link #realm} differs.
 */
public final class MemDriver implements AdioDriver {
  static final Set<AdioFeature> FEATURES =
      Set.of(
          AdioFeature.LOCKS,
          AdioFeature.DATA_SIEVING_WRITES,
          AdioFeature.ATOMIC_MODE,
          AdioFeature.SCALABLE_RESIZE,
          AdioFeature.UNLINK_AFTER_CLOSE);

  private static final long REALM = new Random().nextLong() | 1;
  private static final MemVolume OF_PROCESS = new MemVolume(Long.MAX_VALUE);

  private final MemVolume volume;

  /** The files of this process. */
  public MemDriver() {
    volume = OF_PROCESS;
  }

  /**
   * A volume of its own that is full after {@code capacity} bytes, counted in chunks of 256 KiB:
   * what a full disk looks like.
   */
  public MemDriver(long capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("negative capacity=" + capacity);
    }
    volume = new MemVolume(capacity);
  }

  @Override
  public String name() {
    return "mem";
  }

  @Override
  public String description() {
    return "MEM: files in the memory of one process";
  }

  @Override
  public Set<AdioFeature> features() {
    return FEATURES;
  }

  @Override
  public long realm() {
    return REALM;
  }

  @Override
  public AdioFile open(String path, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    AccessMode.check(modes);
    String name = plain(path);
    return new MemFile(name, volume.open(name, modes), !modes.contains(AccessMode.RDONLY));
  }

  @Override
  public void delete(String path) throws MpiIoException {
    volume.delete(plain(path));
  }

  /** {@code mem://a} is {@code mem:a}. */
  private static String plain(String path) {
    return path.startsWith("//") ? path.substring(2) : path;
  }
}
