package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.StorageInfo;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.HeaderMessage;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import io.jromio.h5vol.nativefile.transfer.Storage;
import io.jromio.h5vol.nativefile.transfer.StoredDataset;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolDataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A dataset: what it is, and where its elements are. */
final class NativeDataset extends NativeObject implements VolDataset {
  /** Bytes for messages: what a dataset of a few dimensions needs, and some attributes. */
  private static final int RESERVE = 256;

  private static final long NONE = MetadataSource.UNDEFINED;

  private final String path;
  private final List<HeaderMessage> messages = new ArrayList<>();
  private final DatasetStorage storage;
  private final StoredDataset stored = new Stored();
  private DatasetCreation creation;

  private NativeDataset(
      NativeFile file,
      ObjectHeader header,
      String path,
      DatasetParts parts,
      DatasetStorage places) {
    super(file, header);
    this.path = path;
    this.storage = places;
    this.creation = parts.creation();
    for (HeaderMessage message : header.messages()) {
      if (!AttributeTable.isAbout(message) && !(message instanceof HeaderMessage.RefCount)) {
        messages.add(message);
      }
    }
  }

  /** The dataset as transfers see it. */
  private final class Stored implements StoredDataset {
    @Override
    public DatasetCreation creation() {
      return creation;
    }

    @Override
    public Storage storage() throws H5Exception {
      return storage.storage(path);
    }

    @Override
    public void storageChanged() {
      changed();
    }

    @Override
    public String path() {
      return path;
    }
  }

  /** Reads what belongs to a dataset besides its header: where its chunks are. */
  static NativeDataset read(NativeFile file, ObjectHeader header, Metadata metadata)
      throws H5Exception {
    String path = "dataset at %d".formatted(header.address());
    DatasetParts parts = DatasetParts.of(header, path);
    DatasetStorage storage = DatasetStorage.read(metadata, parts, path);
    return new NativeDataset(file, header, path, parts, storage);
  }

  /**
   * Makes a dataset, gives it its place, and writes its fill value there. Collective.
   *
   * @param named the type of its elements, which has a link more for it; null for one of its own
   */
  static NativeDataset create(
      NativeFile file, String name, DatasetCreation wanted, @Nullable NativeType named)
      throws H5Exception {
    DatasetPlan plan = new DatasetPlan(wanted, file.properties().format());
    DatasetCreation creation = plan.creation();
    DatasetParts parts = new DatasetParts(creation, plan.layout());
    DatasetStorage storage = DatasetStorage.create(file.metadata(), parts);
    List<HeaderMessage> messages = new ArrayList<>();
    messages.add(new HeaderMessage.Space(creation.space()));
    messages.add(
        new HeaderMessage.Type(creation.type(), named == null ? NONE : named.header().address()));
    messages.add(new HeaderMessage.Fill(creation.fill()));
    messages.add(new HeaderMessage.Layout(storage.layout()));
    if (!creation.filters().isEmpty()) {
      messages.add(new HeaderMessage.Filters(creation.filters()));
    }
    ObjectHeader header = ObjectHeader.create(file.metadata(), messages, RESERVE);
    NativeDataset dataset = new NativeDataset(file, header, name, parts, storage);
    file.add(dataset);
    if (named != null) {
      named.linked();
    }
    H5Exception failure = creation.filters().isEmpty() ? Outcome.of(dataset::fillPlaces) : null;
    if (failure != null) {
      dataset.unlinked();
      throw failure;
    }
    return dataset;
  }

  /** A new dataset: its index is to be written, and its fill value to all places. */
  private void fillPlaces() throws H5Exception {
    switch (storage.storage(path)) {
      case Storage.Chunked chunked -> {
        changed();
        fill(ChunkNumbers.all(chunked.table().chunks()));
      }
      case Storage.Contiguous contiguous -> {
        if (contiguous.address() != NONE) {
          fill();
        }
      }
      case Storage.Compact compact -> {
        // Made with its fill value.
      }
    }
  }

  /** Writes the fill value to new places, if it has to stand there. Collective. */
  void fill(long... chunks) throws H5Exception {
    if (creation.fill().value().isPresent() && creation.fill().time() != FillSpec.Time.NEVER) {
      nativeFile().transfers().fill(stored, chunks);
    }
  }

  @Override
  void addMessages(Metadata metadata, List<HeaderMessage> all) throws H5Exception {
    storage.store(metadata, creation.space());
    DataLayout layout = storage.layout();
    for (int i = 0; i < messages.size(); i++) {
      switch (messages.get(i)) {
        case HeaderMessage.Layout before when before.layout() != layout ->
            messages.set(i, new HeaderMessage.Layout(layout));
        case HeaderMessage.Space before when !before.space().equals(creation.space()) ->
            messages.set(i, new HeaderMessage.Space(creation.space()));
        default -> {
          // As it was.
        }
      }
    }
    all.addAll(messages);
  }

  @Override
  void freeParts(Metadata metadata) throws H5Exception {
    storage.free(metadata, creation);
    Optional<ObjectToken> named = namedType();
    if (named.isPresent()) {
      NativeObject type = nativeFile().object(named.get().value());
      if (type.header().version() >= 2) {
        type.unlinked();
      }
    }
  }

  @Override
  public ObjectKind kind() {
    return ObjectKind.DATASET;
  }

  @Override
  public DatasetCreation creation() {
    return creation;
  }

  @Override
  public Optional<ObjectToken> namedType() {
    for (HeaderMessage message : messages) {
      if (message instanceof HeaderMessage.Type type && type.named() != NONE) {
        return Optional.of(new ObjectToken(type.named()));
      }
    }
    return Optional.empty();
  }

  String path() {
    return path;
  }

  StoredDataset stored() {
    return stored;
  }

  @Override
  public StorageInfo storage() throws H5Exception {
    checkThere();
    return storage.info(creation);
  }

  @Override
  public void resize(long... shape) throws H5Exception {
    checkChange("resize");
    log().add(shape).made("resize " + path);
    new DatasetResize(this, storage).to(shape);
  }

  /** The shape is another one now. */
  void resized(Dataspace space) {
    creation = creation.resized(space);
    changed();
  }

  /** Shows where elements are. */
  void visitRanges(DatasetStorage.Ranges ranges) {
    storage.visit(creation, ranges);
  }

  /**
   * Makes sure that elements can be written: that each has a place, and that what tells the places
   * can be changed where they will be others.
   */
  void prepareWrite(TransferMode mode) throws H5Exception {
    boolean filtered = !creation.filters().isEmpty();
    boolean missing = storage.isMissing(creation);
    if (creation.type().hasVlen()) {
      nativeFile().checkStructure("writing values of variable length");
    }
    if (storage.layout() instanceof DataLayout.Compact) {
      checkChange("writing elements that are in the header");
    }
    if (!filtered && !missing) {
      return;
    }
    String what = missing ? "writing to places that are not there yet" : "writing through filters";
    checkChange(what);
    if (storage.hasOldIndex()) {
      throw nativeFile().oldFormat(what, "chunk index of version 1");
    }
    if (missing || storage.hasArrayOfAll()) {
      storage.checkPlaced(path);
    }
    if (!missing) {
      return;
    }
    if (mode == TransferMode.INDEPENDENT) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "the first write to a dataset that has no place yet is collective: %s file=%s"
              .formatted(path, nativeFile().name()));
    }
    long[] placed = storage.placeMissing(nativeFile().metadata().allocator(), creation);
    changed();
    fill(placed);
  }
}
