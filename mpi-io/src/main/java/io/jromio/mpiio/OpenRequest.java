package io.jromio.mpiio;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioDrivers;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.ResolvedFile;
import io.jromio.hints.HintFile;
import io.jromio.hints.HintResolver;
import io.jromio.hints.Hints;
import io.jromio.hints.Info;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What one rank wants to open: which file of which driver, how, with which hints. */
record OpenRequest(ResolvedFile file, Set<AccessMode> modes, Hints hints) {

  OpenRequest {
    EnumSet<AccessMode> copy = EnumSet.noneOf(AccessMode.class);
    copy.addAll(modes);
    modes = Collections.unmodifiableSet(copy);
  }

  /** One rank's arguments of an open as they were passed. */
  record Arguments(String filename, Set<AccessMode> modes, Info info) {

    /**
     * Checks them.
     *
     * @throws MpiIoException {@link ErrorClass#ARG} for what is missing, else as {@link
     *     AccessMode#check} and {@link AdioDrivers#resolve}
     */
    OpenRequest check(HintFile hintFile) throws MpiIoException {
      if (filename == null || filename.isEmpty() || modes == null || info == null) {
        throw new MpiIoException(
            ErrorClass.ARG, "open: filename=%s amode=%s info=%s".formatted(filename, modes, info));
      }
      AccessMode.check(modes);
      ResolvedFile file = AdioDrivers.resolve(filename);
      return new OpenRequest(
          file, modes, file.driver().checked(HintResolver.resolve(info, hintFile)));
    }
  }

  AdioDriver driver() {
    return file.driver();
  }

  /** Claims what must be the same on all ranks. */
  void claim(Agreement agreement) {
    AdioDriver driver = driver();
    agreement
        .same("amode", modes)
        .same("file driver", driver.name())
        .same("file name", file.path())
        .same(
            ErrorClass.UNSUPPORTED_OPERATION,
            "home of the files of driver " + driver.name(),
            driver.realm(),
            ": its files live inside one process, so all ranks must be in that process")
        .same(hints);
  }

  /** Opens on the first rank, which creates the file if need be. */
  AdioFile openFirst() throws MpiIoException {
    return driver().open(file.path(), modes, hints);
  }

  /** Opens on a rank after the first: the file is there now, and created by this very open. */
  AdioFile openNext(byte[] handle) throws MpiIoException {
    EnumSet<AccessMode> without = EnumSet.copyOf(modes);
    without.remove(AccessMode.CREATE);
    without.remove(AccessMode.EXCL);
    return handle.length > 0
        ? driver().attach(handle, without, hints)
        : driver().open(file.path(), without, hints);
  }
}
