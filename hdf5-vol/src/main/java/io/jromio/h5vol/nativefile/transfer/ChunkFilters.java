package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.filter.FilterPipeline;
import io.jromio.h5vol.nativefile.filter.FilterPipeline.Filtered;
import java.lang.foreign.MemorySegment;

/** The filters of one dataset, as they are used for each of its chunks. */
final class ChunkFilters implements AutoCloseable {
  private final PartPlan plan;
  private final Storage.Chunked storage;
  private final FilterPipeline pipeline;

  ChunkFilters(PartPlan plan) throws H5Exception {
    this.plan = plan;
    if (!(plan.storage() instanceof Storage.Chunked chunked)) {
      throw new H5Exception(H5Error.BAD_FILE, "filters without chunks: dataset=" + plan.path());
    }
    storage = chunked;
    pipeline = new FilterPipeline(plan.dataset().creation().filters());
  }

  Storage.Chunked storage() {
    return storage;
  }

  /** Bytes of a chunk without filters. */
  long chunkBytes() {
    return Math.multiplyExact(plan.grid().elements(), plan.fileSize());
  }

  private boolean isPlain(long chunk) {
    return !storage.filterEdges() && plan.grid().inside(chunk) < plan.grid().elements();
  }

  /**
   * Bytes that a chunk takes in the file.
   *
   * @throws H5Exception {@link H5Error#BAD_FILE} if that cannot be
   */
  long storedBytes(long chunk) throws H5Exception {
    long stored = storage.table().storedBytes(chunk);
    if (isPlain(chunk)) {
      return chunkBytes();
    }
    if (stored < 0 || (stored > Integer.MAX_VALUE && stored > 2 * chunkBytes())) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "chunk of no possible size: chunk=%d bytes=%d dataset=%s"
              .formatted(chunk, stored, plan.path()));
    }
    return stored;
  }

  void decode(long chunk, MemorySegment stored, MemorySegment target) throws H5Exception {
    if (isPlain(chunk)) {
      target.copyFrom(stored);
      return;
    }
    try {
      pipeline.decode(stored, storage.table().mask(chunk), target);
    } catch (H5Exception e) {
      throw new H5Exception(
          e.error(), "%s: chunk=%d dataset=%s".formatted(e.detail(), chunk, plan.path()), e);
    }
  }

  /** The bytes are valid until the next call. */
  Filtered encode(long chunk, MemorySegment bytes) throws H5Exception {
    return isPlain(chunk) ? new Filtered(bytes, 0) : pipeline.encode(bytes);
  }

  @Override
  public void close() {
    pipeline.close();
  }
}
