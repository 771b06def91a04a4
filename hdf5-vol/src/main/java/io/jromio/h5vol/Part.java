package io.jromio.h5vol;

import io.jromio.h5vol.convert.JavaValues;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.Transfer;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One region with its memory on the way to the connector. What is wrong with it is kept, and the
 * transfer made one that the connector must refuse: in a collective call that tells all ranks, and
 * no other message is needed.
 */
final class Part {
  private final Region region;
  private final Object values;
  private final Transfer transfer;
  private final Optional<H5Exception> failure;

  Part(Direction direction, Region region, Object values) {
    this.region = region;
    this.values = values;
    Transfer made;
    Optional<H5Exception> wrong = Optional.empty();
    try {
      made = Values.checked(this::where, () -> transferOf(direction));
    } catch (H5Exception e) {
      wrong = Optional.of(e);
      made = refused();
    }
    this.transfer = made;
    this.failure = wrong;
  }

  Transfer transfer() {
    return transfer;
  }

  Region region() {
    return region;
  }

  /** What is wrong with it as a part of a transfer of {@code file}; null if nothing is. */
  @Nullable H5Exception failureIn(H5File file) {
    H5Dataset dataset = region.dataset();
    if (!dataset.file().equals(file)) {
      return new H5Exception(
          H5Error.ARG,
          "dataset of another file: dataset=%s file=%s (file %s)"
              .formatted(dataset.path(), dataset.file().name(), file.name()));
    }
    return failure.orElse(null);
  }

  private String where() {
    H5Dataset dataset = region.dataset();
    return "selection=%s dataset=%s shape=%s type=%s (file %s)"
        .formatted(
            region.selection(),
            dataset.path(),
            Arrays.toString(dataset.shape()),
            dataset.type(),
            dataset.file().name());
  }

  private Transfer transferOf(Direction direction) {
    H5Dataset dataset = region.dataset();
    long selected = region.selection().elements(dataset.space());
    Elements elements = direction == Direction.WRITE ? source() : target();
    if (region.memory().isEmpty()) {
      if (elements.count() != selected) {
        throw new IllegalArgumentException(
            "memory has not as many elements as are selected: memory=%d selected=%d"
                .formatted(elements.count(), selected));
      }
      return new Transfer(
          dataset.vol(), region.selection(), elements, Dataspace.of(selected), Selection.all());
    }
    Region.Memory memory = region.memory().get();
    long places = memory.selection().elements(memory.space());
    if (places != selected) {
      throw new IllegalArgumentException(
          "as many elements must be selected in memory: memory=%d of %s selected=%d"
              .formatted(places, memory.space(), selected));
    }
    if (elements.count() < memory.space().elements()) {
      throw new IllegalArgumentException(
          "memory is smaller than its shape: elements=%d shape=%s"
              .formatted(elements.count(), memory.space()));
    }
    return new Transfer(
        dataset.vol(), region.selection(), elements, memory.space(), memory.selection());
  }

  /** One that no connector may accept: its selection has a dimension too many. */
  private Transfer refused() {
    int rank = region.dataset().space().rank() + 1;
    long[] ones = new long[rank];
    Arrays.fill(ones, 1);
    H5Type type = region.dataset().type();
    return new Transfer(
        region.dataset().vol(),
        Selection.slab(new long[rank], ones),
        Elements.of(type, MemorySegment.ofArray(new byte[type.size()])),
        Dataspace.of(1),
        Selection.all());
  }

  private Elements source() {
    return inPlace().orElseGet(() -> JavaValues.elements(values, hint()));
  }

  private Elements target() {
    return inPlace()
        .orElseGet(
            () -> {
              if (!values.getClass().isArray()) {
                throw new IllegalArgumentException(
                    "nothing to read into: class=" + values.getClass().getName());
              }
              H5Type type = region.memoryType().orElseGet(this::natural);
              return Elements.of(type, Values.memory(Array.getLength(values), type));
            });
  }

  private H5Type hint() {
    return region.memoryType().orElseGet(() -> region.dataset().type());
  }

  /** The type in which elements are read that do not lie in Java arrays as in memory. */
  private H5Type natural() {
    if (values instanceof String[]) {
      return H5Type.STRING;
    }
    return values instanceof boolean[] ? H5Type.BOOL : region.dataset().type();
  }

  /** Memory that the connector can use as it is. */
  private Optional<Elements> inPlace() {
    if (values instanceof Elements elements) {
      return Optional.of(elements);
    }
    if (values instanceof MemorySegment segment) {
      H5Type type = hint();
      if (type.hasVlen()) {
        throw new IllegalArgumentException(
            "elements of variable length need Elements or Java arrays: memory=MemorySegment");
      }
      return Optional.of(new Elements(type, segment, new Blobs()));
    }
    if (!primitives(values)) {
      return Optional.empty();
    }
    return Optional.of(
        region.memoryType().isPresent()
            ? Elements.of(hint(), bytes(values))
            : JavaValues.elements(values, region.dataset().type()));
  }

  private static boolean primitives(Object values) {
    Class<?> component = values.getClass().getComponentType();
    return component != null && component.isPrimitive() && component != boolean.class;
  }

  private static MemorySegment bytes(Object array) {
    return switch (array) {
      case byte[] bytes -> MemorySegment.ofArray(bytes);
      case short[] shorts -> MemorySegment.ofArray(shorts);
      case char[] chars -> MemorySegment.ofArray(chars);
      case int[] ints -> MemorySegment.ofArray(ints);
      case long[] longs -> MemorySegment.ofArray(longs);
      case float[] floats -> MemorySegment.ofArray(floats);
      case double[] doubles -> MemorySegment.ofArray(doubles);
      default -> throw new IllegalArgumentException("class=" + array.getClass().getName());
    };
  }

  /** After reading: puts elements into the array, where they are not there yet. */
  void finish() throws H5Exception {
    boolean there =
        values instanceof Elements || values instanceof MemorySegment || primitives(values);
    if (!there) {
      Values.checked(
          this::where,
          () -> {
            JavaValues.fill(values, transfer.memory());
            return values;
          });
    }
  }
}
