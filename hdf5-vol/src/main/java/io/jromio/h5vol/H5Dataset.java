package io.jromio.h5vol;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StorageInfo;
import io.jromio.h5vol.vol.VolDataset;
import java.util.Optional;

/** A dataset of an open file. */
public final class H5Dataset implements H5Object {
  private final H5File file;
  private final VolDataset vol;
  private final String path;

  H5Dataset(H5File file, VolDataset vol, String path) {
    this.file = file;
    this.vol = vol;
    this.path = path;
  }

  VolDataset vol() {
    return vol;
  }

  /** The type of its elements; local. */
  public H5Type type() {
    return vol.creation().type();
  }

  /**
   * The named type that its elements are of, if they are of one; its path is {@code object(...)}.
   */
  public Optional<H5NamedType> namedType() throws H5Exception {
    Optional<ObjectToken> named = vol.namedType();
    return named.isPresent() && file.object(named.get()) instanceof H5NamedType type
        ? Optional.of(type)
        : Optional.empty();
  }

  /** How long it is in each dimension now; local. */
  public long[] shape() {
    return space().shape();
  }

  /** How far it may grow; {@link Dataspace#UNLIMITED} for without end. Local. */
  public long[] maxShape() {
    return space().maxShape();
  }

  /** Local. */
  public Dataspace space() {
    return vol.creation().space();
  }

  /** All that was said when it was created, with the shape of now; local. */
  public DatasetCreation creation() {
    return vol.creation();
  }

  /**
   * Changes the shape. New elements are fill values; those outside are lost.
   *
   * @throws H5Exception {@link H5Error#ARG} beyond {@link #maxShape}; {@link H5Error#UNSUPPORTED}
   *     if the dataset has no chunks
   */
  public void resize(long... shape) throws H5Exception {
    if (shape.length != space().rank()) {
      throw new H5Exception(
          H5Error.ARG,
          "shape of another rank: rank=%d dataset=%s rank=%d (file %s)"
              .formatted(shape.length, path, space().rank(), file.name()));
    }
    vol.resize(shape.clone());
  }

  /** What it takes. */
  public StorageInfo storage() throws H5Exception {
    return vol.storage();
  }

  /** Some of its elements, to read or write; local. */
  public Region at(Selection selection) {
    return new Region(this, selection);
  }

  @Override
  public H5Attributes attributes() {
    return new H5Attributes(vol, path);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public ObjectToken token() {
    return vol.token();
  }

  @Override
  public ObjectKind kind() {
    return ObjectKind.DATASET;
  }

  @Override
  public H5File file() {
    return file;
  }

  @Override
  public long hardLinks() throws H5Exception {
    return vol.links();
  }

  @Override
  public String toString() {
    return "H5Dataset[path=%s, type=%s, space=%s, file=%s]"
        .formatted(path, type(), space(), file.name());
  }
}
