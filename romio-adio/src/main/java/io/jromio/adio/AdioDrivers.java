package io.jromio.adio;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Chooses the driver for a file name: by its prefix ({@code ufs:/scratch/a}, {@code mem:a}), else
 * by the environment variable {@code ROMIO_FSTYPE_FORCE}, else by its place, if a driver
 * {@linkplain AdioDriver#recognises recognises} it, else ufs.
 *
 * <p>A prefix counts only whole and in lower case. An unknown one belongs to the name, because
 * colons are common in time stamps; one that ROMIO knows and this installation does not have is an
 * error. The environment is asked only for names without any colon. Unlike ROMIO, {@code
 * ROMIO_FSTYPE_FORCE=ufs} works without its colon too, and an unknown value is refused instead of
 * being ignored.
 *
 * @source ROMIO adio/common/ad_fstype.c
 */
public final class AdioDrivers {
  private static final String FORCE = "ROMIO_FSTYPE_FORCE";
  private static final String DEFAULT = "ufs";

  /** Every prefix of ROMIO. */
  private static final Set<String> ROMIO_PREFIXES =
      Set.of(
          "ufs", "nfs", "xfs", "pvfs2", "gpfs", "panfs", "lustre", "daos", "testfs", "ime",
          "quobyte");

  private static final List<AdioDriver> REGISTERED = new CopyOnWriteArrayList<>();

  private AdioDrivers() {}

  /**
   * Finds the driver for a file name.
   *
   * @throws MpiIoException {@link ErrorClass#UNSUPPORTED_OPERATION} for a file system that ROMIO
   *     has and this installation has not
   */
  public static ResolvedFile resolve(String filename) throws MpiIoException {
    return resolve(filename, Optional.ofNullable(System.getenv(FORCE)));
  }

  /** The drivers of this installation, and those added by {@link #register}. */
  public static List<AdioDriver> installed() {
    List<AdioDriver> all = new ArrayList<>(REGISTERED);
    all.addAll(Installed.DRIVERS);
    return all;
  }

  /**
   * Adds a driver to this process, under its own prefix, until the result is closed. It goes before
   * an installed one of the same name.
   */
  public static Registration register(AdioDriver driver) {
    REGISTERED.addFirst(driver);
    return () -> REGISTERED.remove(driver);
  }

  /** A driver that was added; closing takes it away again. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  static ResolvedFile resolve(String filename, Optional<String> forced) throws MpiIoException {
    int colon = filename.indexOf(':');
    if (colon < 0) {
      return new ResolvedFile(forced(filename, forced.orElse("")), filename);
    }
    String prefix = filename.substring(0, colon);
    Optional<AdioDriver> driver = find(prefix);
    if (driver.isPresent()) {
      return new ResolvedFile(driver.get(), filename.substring(colon + 1));
    }
    if (ROMIO_PREFIXES.contains(prefix)) {
      throw notInstalled(prefix, "prefix=" + prefix + ": file=" + filename);
    }
    return new ResolvedFile(unnamed(filename), filename);
  }

  private static AdioDriver forced(String filename, String value) throws MpiIoException {
    int colon = value.indexOf(':');
    String name = (colon < 0 ? value : value.substring(0, colon)).strip();
    return name.isEmpty()
        ? unnamed(filename)
        : require(name, FORCE + "=" + value + " file=" + filename);
  }

  /** The driver that knows the place of a name, if nothing names a driver. */
  private static AdioDriver unnamed(String filename) throws MpiIoException {
    for (AdioDriver driver : installed()) {
      if (driver.recognises(filename)) {
        return driver;
      }
    }
    return require(DEFAULT, "file=" + filename);
  }

  private static AdioDriver require(String name, String where) throws MpiIoException {
    Optional<AdioDriver> driver = find(name);
    if (driver.isEmpty()) {
      throw notInstalled(name, where);
    }
    return driver.get();
  }

  private static MpiIoException notInstalled(String name, String where) {
    List<String> names = new ArrayList<>();
    for (AdioDriver driver : installed()) {
      names.add(driver.name() + ":");
    }
    return new MpiIoException(
        ErrorClass.UNSUPPORTED_OPERATION,
        "file system %s is not built in, there are %s (%s)".formatted(name, names, where));
  }

  private static Optional<AdioDriver> find(String name) {
    for (AdioDriver driver : installed()) {
      if (driver.name().equals(name)) {
        return Optional.of(driver);
      }
    }
    return Optional.empty();
  }

  private static final class Installed {
    static final List<AdioDriver> DRIVERS = load();

    private Installed() {}

    private static List<AdioDriver> load() {
      List<AdioDriver> found = new ArrayList<>();
      ServiceLoader.load(AdioDriver.class, AdioDriver.class.getClassLoader()).forEach(found::add);
      return List.copyOf(found);
    }
  }
}
