package io.jromio.h5vol.daos;

import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.Runs;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StorageInfo;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.VolDataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset: an object with one dkey for each chunk that anybody wrote to. */
final class DaosDataset extends DaosObject implements VolDataset {
  /** Dkeys that one call changes at most. */
  private static final int MOST_DKEYS = 1024;

  private final long[] chunk;
  private DatasetCreation creation;
  private byte @Nullable [] fillPattern;

  DaosDataset(ContainerFile file, ObjectToken token, CreationCodec.Stored stored) {
    super(file, token);
    this.chunk = stored.chunk();
    this.creation = stored.creation();
  }

  @Override
  public DatasetCreation creation() {
    return creation;
  }

  ChunkGrid grid() {
    return new ChunkGrid(creation.space().shape(), chunk);
  }

  /** The fill value as elements are stored; its variable-length parts are made once. */
  byte[] fillPattern(Elements value) throws H5Exception {
    byte[] pattern = fillPattern;
    if (pattern == null) {
      pattern = BlobSpace.pattern(value);
      fillPattern = pattern;
    }
    return pattern;
  }

  @Override
  public void resize(long... shape) throws H5Exception {
    checkChangeable();
    // Elements that others still write must not come after those that are cleared.
    container().agreement().barrier();
    byte[] answer = ask("resize shape=" + Arrays.toString(shape), () -> stored(shape));
    creation = creation.resized(SpaceCodec.decode(new ByteReader(answer, "dataspace")));
  }

  private byte[] stored(long... shape) throws IOException {
    Dataspace before = creation.space();
    if (!(creation.layout() instanceof StorageLayout.Chunked)) {
      throw new H5Exception(
          H5Error.UNSUPPORTED, "only datasets with chunks change: layout=" + creation.layout());
    }
    if (shape.length != before.rank()) {
      throw new H5Exception(
          H5Error.ARG,
          "shape of another rank: shape=%s space=%s".formatted(Arrays.toString(shape), before));
    }
    Dataspace after = before.resized(shape);
    ObjectStore store = container().container().store();
    ObjectId object = container().container().layout().id(token());
    byte[] encoded = SpaceCodec.encode(after);
    // The shape first: a crash leaves elements that are not seen, but loses none that are.
    new Changes().set(object, FileLayout.INTERNAL, FileLayout.DATASPACE, encoded).commit(store);
    boolean shrinks = false;
    for (int d = 0; d < shape.length; d++) {
      shrinks |= shape[d] < before.length(d);
    }
    if (shrinks) {
      clear(store, object, shape);
    }
    return encoded;
  }

  /** Removes chunks outside a shape, and elements outside it from chunks at its border. */
  private void clear(ObjectStore store, ObjectId object, long... shape) throws StoreException {
    List<DkeyUpdate> updates = new ArrayList<>();
    for (Key dkey : Values.dkeys(store, object)) {
      if (ChunkGrid.isChunk(dkey, shape.length)) {
        long[] left = new long[shape.length];
        boolean whole = true;
        boolean none = false;
        long[] coordinates = ChunkGrid.coordinates(dkey);
        for (int d = 0; d < shape.length; d++) {
          left[d] = Math.clamp(shape[d] - coordinates[d] * chunk[d], 0, chunk[d]);
          whole &= left[d] == chunk[d];
          none |= left[d] == 0;
        }
        if (none) {
          updates.add(DkeyUpdate.punch(dkey, Condition.NONE));
        } else if (!whole) {
          updates.add(new DkeyUpdate(dkey, Condition.NONE, false, outside(left)));
        }
        if (updates.size() == MOST_DKEYS) {
          store.update(object, updates);
          updates.clear();
        }
      }
    }
    if (!updates.isEmpty()) {
      store.update(object, updates);
    }
  }

  /** The elements of a chunk that are not among the first {@code left} of each dimension. */
  private List<AkeyUpdate> outside(long... left) {
    List<AkeyUpdate> holes = new ArrayList<>();
    int size = creation.type().size();
    Selection inside = Selection.slab(new long[left.length], left);
    Runs kept = inside.runs(Dataspace.of(chunk));
    long at = 0;
    while (kept.next()) {
      if (kept.start() > at) {
        holes.add(
            new AkeyUpdate.PunchRange(FileLayout.ELEMENTS, at * size, (kept.start() - at) * size));
      }
      at = kept.start() + kept.length();
    }
    long elements = grid().elements();
    if (at < elements) {
      holes.add(new AkeyUpdate.PunchRange(FileLayout.ELEMENTS, at * size, (elements - at) * size));
    }
    return holes;
  }

  @Override
  public StorageInfo storage() throws H5Exception {
    checkUsable();
    byte[] answer = ask("storage", () -> new ByteWriter().u8(chunks()).bytes());
    long chunks = FileLayout.number(answer);
    long bytes = chunks * grid().elements() * creation.type().size();
    return creation.layout() instanceof StorageLayout.Chunked
        ? new StorageInfo(bytes, -1, chunks, "dkeys")
        : new StorageInfo(bytes, -1, 0, "");
  }

  private long chunks() throws IOException {
    OpenContainer open = container().container();
    long chunks = 0;
    for (Key dkey : Values.dkeys(open.store(), open.layout().id(token()))) {
      if (ChunkGrid.isChunk(dkey, creation.space().rank())) {
        chunks++;
      }
    }
    return chunks;
  }
}
