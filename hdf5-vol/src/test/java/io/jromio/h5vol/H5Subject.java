package io.jromio.h5vol;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.vol.Connectors;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolRequest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connector with a place for files, to which the contract of the API is put.
 *
 * @param config of the connector; empty to let the name decide
 * @param prefix of all names: a driver, a folder with its slash
 * @param folder where files are on this machine; empty if they are not
 */
record H5Subject(String config, String prefix, Optional<Path> folder) {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  static H5Subject at(String config, Path folder) {
    return new H5Subject(config, folder + "/", Optional.of(folder));
  }

  /** A name that no other test has. */
  String fresh(String name) {
    return "%s%s-%d.h5".formatted(prefix, name, NUMBERS.incrementAndGet());
  }

  FileOption[] with(FileOption... more) {
    FileOption[] all = new FileOption[more.length + 1];
    all[0] = FileOption.connector(config);
    System.arraycopy(more, 0, all, 1, more.length);
    return all;
  }

  /** The file itself, where there is one. */
  Optional<Path> local(String name) {
    return folder.map(path -> path.resolve(name.substring(prefix.length())));
  }

  Set<VolCapability> capabilities() {
    AtomicReference<Set<VolCapability>> found =
        new AtomicReference<>(EnumSet.noneOf(VolCapability.class));
    RankThreads.run(
        1,
        world -> {
          String name = prefix + "capabilities.h5";
          var chosen = Connectors.choose(config, name);
          var request = new VolRequest(world, name, FileProperties.of(Access.READ), chosen);
          found.set(Connectors.of(chosen).capabilities(request));
        });
    return found.get();
  }
}
