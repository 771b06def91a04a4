package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.HeaderMessage;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the header of a dataset says. */
record DatasetParts(DatasetCreation creation, DataLayout layout) {

  /**
   * @param path for messages
   * @throws H5Exception {@link H5Error#BAD_FILE} if something is missing or does not go together
   */
  static DatasetParts of(ObjectHeader header, String path) throws H5Exception {
    @Nullable Dataspace space = null;
    @Nullable H5Type type = null;
    @Nullable DataLayout layout = null;
    FillSpec fill = FillSpec.NONE;
    List<FilterSpec> filters = List.of();
    for (HeaderMessage message : header.messages()) {
      switch (message) {
        case HeaderMessage.Space m -> space = m.space();
        case HeaderMessage.Type m -> type = m.type();
        case HeaderMessage.Layout m -> layout = m.layout();
        case HeaderMessage.Fill m -> fill = m.fill();
        case HeaderMessage.Filters m -> filters = m.filters();
        default -> {
          // Nothing about elements.
        }
      }
    }
    if (space == null || type == null || layout == null) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "%s is not complete: space=%s type=%s layout=%s".formatted(path, space, type, layout));
    }
    try {
      return new DatasetParts(
          new DatasetCreation(type, space, stored(layout), filters, fill), layout);
    } catch (IllegalArgumentException e) {
      throw new H5Exception(H5Error.BAD_FILE, path + ": " + e.getMessage(), e);
    }
  }

  private static StorageLayout stored(DataLayout layout) {
    return switch (layout) {
      case DataLayout.Contiguous none -> new StorageLayout.Contiguous();
      case DataLayout.Compact none -> new StorageLayout.Compact();
      case DataLayout.Chunked chunked -> new StorageLayout.Chunked(chunked.shape());
      case DataLayout.Foreign foreign -> new StorageLayout.Foreign(foreign.what());
    };
  }

  boolean isFiltered() {
    return !creation.filters().isEmpty();
  }

  /** Bytes of all elements; a damaged file may claim more than there can be. */
  long bytes(String path) throws H5Exception {
    try {
      return Math.multiplyExact(creation.space().elements(), (long) creation.type().size());
    } catch (ArithmeticException e) {
      throw new H5Exception(
          H5Error.BAD_FILE, "%s is too large: space=%s".formatted(path, creation.space()), e);
    }
  }
}
