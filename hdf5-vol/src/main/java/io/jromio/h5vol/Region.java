package io.jromio.h5vol;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.TransferMode;
import java.util.List;
import java.util.Optional;

/**
 * Some elements of a dataset, and how they lie in memory: as many elements as are selected, one
 * after the other in the order of the selection, unless {@link #memory} says otherwise.
 *
 * <p>Memory is a {@code MemorySegment}, which holds elements of the dataset's type, byte for byte,
 * or of the type of {@link #as}; or a Java array of primitives, whose elements are converted to and
 * from the dataset's type ({@code int[]} goes to a dataset of 64-bit floats), or {@code boolean[]},
 * {@code String[]}, {@code byte[][]}, an array of arrays for sequences of variable length; or
 * {@link io.jromio.h5vol.model.Elements}. Writing takes a single String or boxed number too. An
 * array of primitives together with {@link #as} is taken as the bytes of that type: {@code int[]}
 * as unsigned numbers, {@code byte[]} as compounds.
 *
 * <p>Collective transfers are made by all ranks, each with its own selection, be it none, and its
 * own memory. If one rank's part is wrong, all ranks get {@link H5Error#ARG} and nothing is moved.
 *
 * <p>Values that do not change.
 */
public final class Region {
  private final H5Dataset dataset;
  private final Selection selection;
  private final Optional<Memory> memory;
  private final Optional<H5Type> memoryType;

  /** Which elements of memory. */
  record Memory(Selection selection, Dataspace space) {}

  Region(H5Dataset dataset, Selection selection) {
    this(dataset, selection, Optional.empty(), Optional.empty());
  }

  private Region(
      H5Dataset dataset,
      Selection selection,
      Optional<Memory> memory,
      Optional<H5Type> memoryType) {
    this.dataset = dataset;
    this.selection = selection;
    this.memory = memory;
    this.memoryType = memoryType;
  }

  /**
   * The same elements, whose place in memory are those that {@code selected} selects of an array of
   * this shape, in the same order; the others are left alone.
   */
  public Region memory(Selection selected, long... memoryShape) {
    Memory place = new Memory(selected, Dataspace.of(memoryShape));
    return new Region(dataset, selection, Optional.of(place), memoryType);
  }

  /** The same elements, which are of this type in memory. */
  public Region as(H5Type type) {
    return new Region(dataset, selection, memory, Optional.of(type));
  }

  /** Writes together with all other ranks. */
  public TransferReport writeAll(Object values) throws H5Exception {
    return move(Direction.WRITE, TransferMode.COLLECTIVE, values);
  }

  /** Reads together with all other ranks. */
  public TransferReport readAll(Object target) throws H5Exception {
    return move(Direction.READ, TransferMode.COLLECTIVE, target);
  }

  /**
   * Writes without the others; local.
   *
   * @throws H5Exception {@link H5Error#UNSUPPORTED} if the dataset has filters or elements of
   *     variable length: where such elements go is a matter of all ranks
   */
  public TransferReport write(Object values) throws H5Exception {
    return move(Direction.WRITE, TransferMode.INDEPENDENT, values);
  }

  /** Reads without the others; local. */
  public TransferReport read(Object target) throws H5Exception {
    return move(Direction.READ, TransferMode.INDEPENDENT, target);
  }

  private TransferReport move(Direction direction, TransferMode mode, Object values)
      throws H5Exception {
    return dataset.file().transfer(direction, mode, List.of(new Part(direction, this, values)));
  }

  public H5Dataset dataset() {
    return dataset;
  }

  public Selection selection() {
    return selection;
  }

  Optional<Memory> memory() {
    return memory;
  }

  Optional<H5Type> memoryType() {
    return memoryType;
  }

  @Override
  public String toString() {
    return "Region[dataset=%s, selection=%s]".formatted(dataset.path(), selection);
  }
}
