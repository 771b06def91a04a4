package io.jromio.adio.fault;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Another file, with {@link Faults}. A transfer that is cut moves its first bytes through the file
 * below and then fails, or ends short when it is a read without an error.
 */
public final class FaultyFile implements AdioFile {
  private final AdioFile inner;
  private final Faults faults;

  public FaultyFile(AdioFile inner, Faults faults) {
    this.inner = inner;
    this.faults = faults;
  }

  @Override
  public String path() {
    return inner.path();
  }

  @Override
  public Set<AdioFeature> features() {
    Set<AdioFeature> features = inner.features();
    if (faults.allowsMapping() || !features.contains(AdioFeature.MAPPING)) {
      return features;
    }
    Set<AdioFeature> fewer = EnumSet.copyOf(features);
    fewer.remove(AdioFeature.MAPPING);
    return fewer;
  }

  @Override
  public long alignment() {
    return inner.alignment();
  }

  @Override
  public Hints reported(Hints hints) {
    return inner.reported(hints);
  }

  @Override
  public long readAt(long offset, MemorySegment target) throws MpiIoException {
    Faults.Verdict verdict = faults.judge(FileCall.READ, target.byteSize());
    return read(verdict, inner.readAt(offset, target.asSlice(0, verdict.bytes())));
  }

  @Override
  public long readAt(long offset, List<MemorySegment> targets) throws MpiIoException {
    Faults.Verdict verdict = faults.judge(FileCall.READ, bytes(targets));
    return read(verdict, inner.readAt(offset, first(targets, verdict.bytes())));
  }

  @Override
  public long readRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
    Faults.Verdict verdict = faults.judge(FileCall.READ, runs.bytes());
    return read(verdict, inner.readRuns(first(runs, verdict.bytes()), packed));
  }

  private long read(Faults.Verdict verdict, long done) throws MpiIoException {
    if (verdict.error() != null) {
      throw Faults.failure(verdict.error(), FileCall.READ, path(), done);
    }
    return done;
  }

  @Override
  public void writeAt(long offset, MemorySegment source) throws MpiIoException {
    Faults.Verdict verdict = faults.judge(FileCall.WRITE, source.byteSize());
    inner.writeAt(offset, source.asSlice(0, verdict.bytes()));
    written(verdict);
  }

  @Override
  public void writeAt(long offset, List<MemorySegment> sources) throws MpiIoException {
    Faults.Verdict verdict = faults.judge(FileCall.WRITE, bytes(sources));
    inner.writeAt(offset, first(sources, verdict.bytes()));
    written(verdict);
  }

  @Override
  public void writeRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
    Faults.Verdict verdict = faults.judge(FileCall.WRITE, runs.bytes());
    inner.writeRuns(first(runs, verdict.bytes()), packed);
    written(verdict);
  }

  private void written(Faults.Verdict verdict) throws MpiIoException {
    if (verdict.error() != null) {
      throw Faults.failure(verdict.error(), FileCall.WRITE, path(), verdict.bytes());
    }
  }

  @Override
  public long size() throws MpiIoException {
    faults.meet(FileCall.SIZE, path());
    return inner.size();
  }

  @Override
  public void setSize(long size) throws MpiIoException {
    faults.meet(FileCall.SET_SIZE, path());
    inner.setSize(size);
  }

  @Override
  public void preallocate(long size) throws MpiIoException {
    faults.meet(FileCall.PREALLOCATE, path());
    inner.preallocate(size);
  }

  @Override
  public void sync() throws MpiIoException {
    faults.meet(FileCall.SYNC, path());
    inner.sync();
  }

  @Override
  public RangeLock lock(long offset, long length, boolean exclusive) throws MpiIoException {
    faults.meet(FileCall.LOCK, path());
    return inner.lock(offset, length, exclusive);
  }

  /** Stores through the view are neither counted nor cut. */
  @Override
  public Mapping map(long offset, long length, boolean writes) throws MpiIoException {
    if (!faults.allowsMapping()) {
      return AdioFile.super.map(offset, length, writes);
    }
    faults.meet(FileCall.MAP, path());
    return inner.map(offset, length, writes);
  }

  @Override
  public long mappedStride(boolean writes) {
    return inner.mappedStride(writes);
  }

  @Override
  public byte[] share() throws MpiIoException {
    return inner.share();
  }

  /** Closes the file below even when the schedule says that this fails. */
  @Override
  public void close() throws MpiIoException {
    try {
      faults.meet(FileCall.CLOSE, path());
    } finally {
      inner.close();
    }
  }

  private static long bytes(List<MemorySegment> segments) {
    long bytes = 0;
    for (MemorySegment segment : segments) {
      bytes += segment.byteSize();
    }
    return bytes;
  }

  private static List<MemorySegment> first(List<MemorySegment> segments, long bytes) {
    List<MemorySegment> first = new ArrayList<>();
    long left = bytes;
    for (MemorySegment segment : segments) {
      long part = Math.min(left, segment.byteSize());
      first.add(segment.asSlice(0, part));
      left -= part;
    }
    return first;
  }

  private static FileRuns first(FileRuns runs, long bytes) {
    FileRuns first = new FileRuns(runs.size());
    long left = bytes;
    for (int i = 0; i < runs.size(); i++) {
      long part = Math.min(left, runs.length(i));
      first.add(runs.offset(i), part);
      left -= part;
    }
    return first;
  }
}
