package io.jromio.h5vol.model;

import java.util.List;

/**
 * What a dataset is from its creation on; all but the shape never changes.
 *
 * @param filters in the order in which they are applied when writing; chunked datasets only
 */
public record DatasetCreation(
    H5Type type, Dataspace space, StorageLayout layout, List<FilterSpec> filters, FillSpec fill) {
  public DatasetCreation {
    filters = List.copyOf(filters);
    if (!filters.isEmpty() && !(layout instanceof StorageLayout.Chunked)) {
      throw new IllegalArgumentException("filters need chunks: layout=" + layout);
    }
    if (layout instanceof StorageLayout.Chunked chunked && chunked.shape().length != space.rank()) {
      throw new IllegalArgumentException(
          "chunk of another rank: chunk=%s space=%s".formatted(chunked, space));
    }
  }

  public DatasetCreation resized(Dataspace newSpace) {
    return new DatasetCreation(type, newSpace, layout, filters, fill);
  }
}
