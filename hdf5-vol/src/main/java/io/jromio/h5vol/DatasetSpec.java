package io.jromio.h5vol;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.StorageLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Describes a dataset that is not there yet. Needs a type and a shape; all else has defaults: one
 * block of elements, zeros where nobody wrote.
 */
public final class DatasetSpec {
  private final GroupNode group;
  private final String path;
  private Optional<H5Type> type = Optional.empty();
  private @Nullable H5NamedType named;
  private Optional<Dataspace> space = Optional.empty();
  private Optional<long[]> maxShape = Optional.empty();
  private StorageLayout layout = new StorageLayout.Contiguous();
  private List<FilterSpec> otherFilters = List.of();
  private boolean shuffled;
  private OptionalInt deflateLevel = OptionalInt.empty();
  private boolean summed;
  private @Nullable Object fillValue;
  private FillSpec.Time fillTime = FillSpec.NONE.time();
  private FillSpec.Allocation allocation = FillSpec.NONE.allocation();

  DatasetSpec(GroupNode group, String path) {
    this.group = group;
    this.path = path;
  }

  public DatasetSpec type(H5Type elementType) {
    type = Optional.of(elementType);
    named = null;
    return this;
  }

  /** A type of the same file that has a name: the dataset refers to it, and keeps it alive. */
  public DatasetSpec type(H5NamedType elementType) {
    type = Optional.of(elementType.type());
    named = elementType;
    return this;
  }

  /** Elements in each dimension, the slowest first; nothing for a scalar. */
  public DatasetSpec shape(long... shape) {
    space = Optional.of(Dataspace.of(shape));
    return this;
  }

  /** Any dataspace, such as {@link Dataspace#nothing}. */
  public DatasetSpec space(Dataspace dataspace) {
    space = Optional.of(dataspace);
    maxShape = Optional.empty();
    return this;
  }

  /** How far each dimension may grow, {@link Dataspace#UNLIMITED} for without end. */
  public DatasetSpec maxShape(long... shape) {
    maxShape = Optional.of(shape.clone());
    return this;
  }

  /** Elements are stored in boxes of this shape. */
  public DatasetSpec chunks(long... shape) {
    layout = new StorageLayout.Chunked(shape);
    return this;
  }

  /** Elements are stored with the description of the dataset: for a few kilobytes at most. */
  public DatasetSpec compact() {
    layout = new StorageLayout.Compact();
    return this;
  }

  /** Elements are stored in one block, as they are if nothing is said. */
  public DatasetSpec contiguous() {
    layout = new StorageLayout.Contiguous();
    return this;
  }

  /**
   * Chunks are compressed; shuffled before and summed after, whatever the order of the calls.
   *
   * @param level 0 to 9
   */
  public DatasetSpec deflate(int level) {
    deflateLevel = OptionalInt.of(FilterSpec.deflate(level).client()[0]);
    return this;
  }

  /** Bytes of equal weight are stored side by side, which makes {@link #deflate} do more. */
  public DatasetSpec shuffle() {
    shuffled = true;
    return this;
  }

  /** Chunks carry a checksum. */
  public DatasetSpec fletcher32() {
    summed = true;
    return this;
  }

  /** What elements are that nobody wrote; one value, converted to the type. */
  public DatasetSpec fill(Object value) {
    fillValue = value;
    return this;
  }

  public DatasetSpec fillTime(FillSpec.Time time) {
    fillTime = time;
    return this;
  }

  public DatasetSpec allocation(FillSpec.Allocation time) {
    allocation = time;
    return this;
  }

  /** All as another dataset has it, shape and filters too; what is called later changes that. */
  public DatasetSpec like(DatasetCreation other) {
    type(other.type());
    space(other.space());
    layout = other.layout();
    otherFilters = other.filters();
    fillValue = other.fill().value().orElse(null);
    fillTime = other.fill().time();
    allocation = other.fill().allocation();
    return this;
  }

  /**
   * Creates it; collective.
   *
   * @throws H5Exception {@link H5Error#EXISTS} if the name is taken; {@link H5Error#ARG} if the
   *     description is incomplete or contradicts itself; {@link H5Error#UNSUPPORTED} for what the
   *     connector or format cannot store
   */
  public H5Dataset create() throws H5Exception {
    DatasetCreation creation =
        Values.checked(
            () -> "dataset=%s (file %s)".formatted(group.below(path), group.file().name()),
            this::creation);
    return group.createDataset(path, creation, named);
  }

  private DatasetCreation creation() throws H5Exception {
    H5Type elements = type.orElseThrow(() -> new IllegalArgumentException("no type: type()"));
    Dataspace shape = space.orElseThrow(() -> new IllegalArgumentException("no shape: shape()"));
    if (maxShape.isPresent()) {
      shape = Dataspace.of(shape.shape(), maxShape.get());
    }
    List<FilterSpec> filters = filters(elements);
    if (!(layout instanceof StorageLayout.Chunked)) {
      if (shape.canGrow()) {
        throw new IllegalArgumentException("what can grow needs chunks: space=" + shape);
      }
      if (!filters.isEmpty()) {
        throw new IllegalArgumentException("filters need chunks: filters=" + filters);
      }
    }
    FillSpec fill = new FillSpec(fillElement(elements), fillTime, allocation);
    return new DatasetCreation(elements, shape, layout, filters, fill);
  }

  private List<FilterSpec> filters(H5Type elements) {
    List<FilterSpec> filters = new ArrayList<>(otherFilters);
    if (shuffled) {
      filters.add(FilterSpec.shuffle(elements.size()));
    }
    if (deflateLevel.isPresent()) {
      filters.add(FilterSpec.deflate(deflateLevel.getAsInt()));
    }
    if (summed) {
      filters.add(FilterSpec.fletcher32());
    }
    return filters;
  }

  private Optional<Elements> fillElement(H5Type elements) throws H5Exception {
    if (fillValue == null) {
      return Optional.empty();
    }
    Elements value = Values.converted(fillValue, elements);
    if (value.count() != 1) {
      throw new IllegalArgumentException(
          "fill value is not one element: elements=" + value.count());
    }
    return Optional.of(value);
  }
}
