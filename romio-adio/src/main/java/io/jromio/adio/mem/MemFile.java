package io.jromio.adio.mem;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.lock.RangeLocks;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** One open of a file in memory. */
final class MemFile implements AdioFile {
  private final String path;
  private final MemContent content;
  private final boolean writable;
  private final AtomicBoolean open = new AtomicBoolean(true);

  MemFile(String path, MemContent content, boolean writable) {
    this.path = path;
    this.content = content;
    this.writable = writable;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Set<AdioFeature> features() {
    return MemDriver.FEATURES;
  }

  @Override
  public long readAt(long offset, MemorySegment target) throws MpiIoException {
    checkOpen();
    checkNotNegative("offset", offset);
    return content.read(offset, target);
  }

  @Override
  public void writeAt(long offset, MemorySegment source) throws MpiIoException {
    checkWritable();
    checkNotNegative("offset", offset);
    content.write(offset, source, "mem:" + path);
  }

  @Override
  public long size() throws MpiIoException {
    checkOpen();
    return content.size();
  }

  @Override
  public void setSize(long size) throws MpiIoException {
    checkWritable();
    checkNotNegative("size", size);
    content.setSize(size);
  }

  @Override
  public void preallocate(long size) throws MpiIoException {
    checkWritable();
    checkNotNegative("size", size);
    content.preallocate(size, "mem:" + path);
  }

  @Override
  public void sync() throws MpiIoException {
    checkOpen();
  }

  @Override
  public RangeLock lock(long offset, long length, boolean exclusive) throws MpiIoException {
    checkOpen();
    checkNotNegative("offset", offset);
    RangeLocks.Held held = content.locks().lock(offset, length, exclusive);
    return () -> content.locks().unlock(held);
  }

  @Override
  public void close() throws MpiIoException {
    if (open.getAndSet(false)) {
      content.unlink();
    }
  }

  private void checkWritable() throws MpiIoException {
    checkOpen();
    if (!writable) {
      throw new MpiIoException(ErrorClass.READ_ONLY, "opened for reading only: file=mem:" + path);
    }
  }

  private void checkOpen() throws MpiIoException {
    if (!open.get()) {
      throw new MpiIoException(ErrorClass.FILE, "the file is closed: file=mem:" + path);
    }
  }

  private void checkNotNegative(String what, long value) throws MpiIoException {
    if (value < 0) {
      throw new MpiIoException(
          ErrorClass.ARG, "negative %s=%d file=mem:%s".formatted(what, value, path));
    }
  }
}
