package io.jromio.adio.fault;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.util.Set;

/**
 * Another driver, with {@link Faults}. For tests of everything above a driver: make it known under
 * a prefix of its own with {@link io.jromio.adio.AdioDrivers#register}, or open files from it
 * directly.
 */
public final class FaultyDriver implements AdioDriver {
  private final String name;
  private final AdioDriver inner;
  private final Faults faults;

  public FaultyDriver(String name, AdioDriver inner, Faults faults) {
    this.name = name;
    this.inner = inner;
    this.faults = faults;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return inner.description() + ", with faults";
  }

  @Override
  public Set<AdioFeature> features() {
    return inner.features();
  }

  @Override
  public long realm() {
    return inner.realm();
  }

  @Override
  public boolean recognises(String filename) throws MpiIoException {
    return inner.recognises(filename);
  }

  @Override
  public Hints checked(Hints hints) {
    return inner.checked(hints);
  }

  @Override
  public AdioFile open(String path, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    faults.meet(FileCall.OPEN, path);
    return new FaultyFile(inner.open(path, modes, hints), faults);
  }

  @Override
  public AdioFile attach(byte[] handle, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    faults.meet(FileCall.OPEN, "attached");
    return new FaultyFile(inner.attach(handle, modes, hints), faults);
  }

  @Override
  public void delete(String path) throws MpiIoException {
    faults.meet(FileCall.DELETE, path);
    inner.delete(path);
  }
}
