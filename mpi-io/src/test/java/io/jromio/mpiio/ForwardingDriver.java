package io.jromio.mpiio;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/** The files of another driver, without its features; for overriding. */
class ForwardingDriver implements AdioDriver {
  private final String name;
  private final AdioDriver inner;

  ForwardingDriver(String name, AdioDriver inner) {
    this.name = name;
    this.inner = inner;
  }

  void beforeOpen() {}

  void beforeClose() {}

  long alignment() {
    return 0;
  }

  byte[] handle(String path) {
    return new byte[0];
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return name + " over " + inner.description();
  }

  @Override
  public Set<AdioFeature> features() {
    return Set.of();
  }

  @Override
  public AdioFile open(String path, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    beforeOpen();
    return new ForwardingFile(inner.open(path, modes, hints));
  }

  @Override
  public void delete(String path) throws MpiIoException {
    inner.delete(path);
  }

  private final class ForwardingFile implements AdioFile {
    private final AdioFile file;

    ForwardingFile(AdioFile file) {
      this.file = file;
    }

    @Override
    public String path() {
      return file.path();
    }

    @Override
    public long readAt(long offset, MemorySegment target) throws MpiIoException {
      return file.readAt(offset, target);
    }

    @Override
    public void writeAt(long offset, MemorySegment source) throws MpiIoException {
      file.writeAt(offset, source);
    }

    @Override
    public long size() throws MpiIoException {
      return file.size();
    }

    @Override
    public void setSize(long size) throws MpiIoException {
      file.setSize(size);
    }

    @Override
    public void preallocate(long size) throws MpiIoException {
      file.preallocate(size);
    }

    @Override
    public void sync() throws MpiIoException {
      file.sync();
    }

    @Override
    public long alignment() {
      return ForwardingDriver.this.alignment();
    }

    @Override
    public byte[] share() {
      return handle(path());
    }

    @Override
    public void close() throws MpiIoException {
      beforeClose();
      file.close();
    }
  }
}
