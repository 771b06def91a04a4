package io.jromio.h5vol.nativefile.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.nativefile.filter.FilterPipeline;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.HeaderMessage;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.MetadataSpace;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import io.jromio.h5vol.nativefile.format.Superblock;
import io.jromio.h5vol.nativefile.format.TestFiles;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A file with chunked datasets of 32-bit integers: element (i, j, k) is 1000000 i + 1000 j + k, all
 * modulo 2^32.
 */
final class IndexedFile {
  private static final long UNDEFINED = MetadataSource.UNDEFINED;
  private static final int[] FACTORS = {1_000_000, 1000, 1};

  private final MetadataSpace space;
  private final Map<String, Stored> datasets = new LinkedHashMap<>();
  private final @Nullable ObjectHeader root;

  /** A dataset and where it stands. */
  record Stored(
      ObjectHeader header,
      Dataspace shape,
      DataLayout.Chunked layout,
      List<FilterSpec> filters,
      ChunkTable table) {}

  IndexedFile() {
    space = TestFiles.empty();
    root = null;
  }

  /** Opens the bytes of a file and reads all tables. */
  IndexedFile(byte... bytes) throws H5Exception {
    space = TestFiles.of(bytes);
    root = ObjectHeader.read(space, Superblock.find(space).root());
    for (HeaderMessage message : root.messages()) {
      if (message instanceof HeaderMessage.LinkTo link
          && link.link().target() instanceof LinkTarget.Hard hard) {
        datasets.put(link.link().name(), opened(hard.token().value()));
      }
    }
  }

  /**
   * Opens the bytes of a file of which only datasets are looked at.
   *
   * @param headers lines such as "name header 1234"; others are passed over
   */
  IndexedFile(byte[] bytes, String headers) throws H5Exception {
    space = TestFiles.of(bytes);
    root = null;
    for (String line : headers.strip().lines().toList()) {
      String[] word = line.split(" ");
      if (word[1].equals("header")) {
        datasets.put(word[0], opened(Long.parseLong(word[2])));
      }
    }
  }

  private Stored opened(long address) throws H5Exception {
    ObjectHeader header = ObjectHeader.read(space, address);
    Dataspace shape = Dataspace.scalar();
    DataLayout.Chunked layout = null;
    List<FilterSpec> filters = List.of();
    for (HeaderMessage message : header.messages()) {
      switch (message) {
        case HeaderMessage.Space found -> shape = found.space();
        case HeaderMessage.Layout found -> layout = (DataLayout.Chunked) found.layout();
        case HeaderMessage.Filters found -> filters = found.filters();
        default -> {}
      }
    }
    if (layout == null) {
      throw new AssertionError("no layout: address=" + address);
    }
    ChunkTable table = ChunkIndexes.read(space, layout, shape, !filters.isEmpty());
    return new Stored(header, shape, layout, filters, table);
  }

  /** In the order of their links. */
  List<String> names() {
    return List.copyOf(datasets.keySet());
  }

  Stored dataset(String name) {
    return Objects.requireNonNull(datasets.get(name), name);
  }

  MetadataSpace space() {
    return space;
  }

  /** Adds a dataset of which the chunks that {@code which} names are written. */
  void add(String name, Dataspace shape, long[] chunk, boolean filtered, LongPredicate which)
      throws H5Exception {
    List<FilterSpec> filters =
        filtered ? List.of(FilterSpec.shuffle(4), FilterSpec.deflate(4)) : List.of();
    DataLayout.Index index = ChunkIndexes.choose(shape, chunk, filtered, name.contains("early"));
    DataLayout.Chunked layout = new DataLayout.Chunked(chunk, 4, true, index, UNDEFINED);
    ChunkTable table = ChunkIndexes.empty(shape, chunk);
    fill(table, layout, filters, which);
    layout = ChunkIndexes.store(space, layout, shape, filtered, table);
    List<HeaderMessage> messages = messages(shape, layout, filters);
    ObjectHeader header = ObjectHeader.create(space, messages, 256);
    datasets.put(name, new Stored(header, shape, layout, filters, table));
  }

  private static List<HeaderMessage> messages(
      Dataspace shape, DataLayout.Chunked layout, List<FilterSpec> filters) {
    FillSpec.Allocation allocation =
        layout.index() instanceof DataLayout.Index.Implicit
            ? FillSpec.Allocation.EARLY
            : FillSpec.Allocation.INCREMENTAL;
    List<HeaderMessage> messages = new ArrayList<>();
    messages.add(new HeaderMessage.Space(shape));
    messages.add(new HeaderMessage.Type(H5Type.I32, UNDEFINED));
    messages.add(
        new HeaderMessage.Fill(new FillSpec(Optional.empty(), FillSpec.Time.IF_SET, allocation)));
    messages.add(new HeaderMessage.Layout(layout));
    if (!filters.isEmpty()) {
      messages.add(new HeaderMessage.Filters(filters));
    }
    return messages;
  }

  /** Takes another shape, writes new chunks, stores the index in place of the one before. */
  void resize(String name, long... newShape) throws H5Exception {
    Stored old = dataset(name);
    Dataspace shape = old.shape.resized(newShape);
    old.table.resize(ChunkIndexes.grid(newShape, old.layout.shape()));
    fill(old.table, old.layout, old.filters, chunk -> true);
    DataLayout.Chunked layout =
        ChunkIndexes.store(space, old.layout, shape, !old.filters.isEmpty(), old.table);
    old.header.store(space, messages(shape, layout, old.filters));
    datasets.put(name, new Stored(old.header, shape, layout, old.filters, old.table));
  }

  private void fill(
      ChunkTable table, DataLayout.Chunked layout, List<FilterSpec> filters, LongPredicate which)
      throws H5Exception {
    try (FilterPipeline pipeline = new FilterPipeline(filters)) {
      for (long chunk = 0; chunk < table.chunks(); chunk++) {
        if (table.address(chunk) != UNDEFINED || !which.test(chunk)) {
          continue;
        }
        byte[] plain = values(table.grid(), layout.shape(), chunk);
        FilterPipeline.Filtered stored = pipeline.encode(MemorySegment.ofArray(plain));
        byte[] bytes = stored.bytes().toArray(ValueLayout.JAVA_BYTE);
        long address = space.allocate(bytes.length);
        space.put(address, bytes);
        table.place(chunk, address, bytes.length, stored.mask());
      }
    }
  }

  /** What a chunk holds; partial chunks too are full. */
  private static byte[] values(long[] grid, long[] shape, long chunk) {
    int rank = grid.length;
    int first = 0;
    int elements = 1;
    long left = chunk;
    for (int d = rank - 1; d >= 0; d--) {
      first += (int) (left % grid[d] * shape[d]) * FACTORS[d + 3 - rank];
      left /= grid[d];
      elements *= (int) shape[d];
    }
    ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
    for (int e = 0; e < elements; e++) {
      int value = first;
      int rest = e;
      for (int d = rank - 1; d >= 0; d--) {
        value += rest % (int) shape[d] * FACTORS[d + 3 - rank];
        rest /= (int) shape[d];
      }
      bytes.putInt(value);
    }
    return bytes.array();
  }

  /** Compares every element inside the shape of the chunks that have a place. */
  void check(String name) throws H5Exception {
    Stored dataset = dataset(name);
    long[] shape = dataset.layout.shape();
    ChunkTable table = dataset.table;
    try (FilterPipeline pipeline = new FilterPipeline(dataset.filters)) {
      for (long chunk = 0; chunk < table.chunks(); chunk++) {
        if (table.address(chunk) != UNDEFINED) {
          byte[] wanted = values(table.grid(), shape, chunk);
          byte[] found = new byte[wanted.length];
          byte[] stored = space.read(table.address(chunk), table.storedBytes(chunk), "chunk");
          pipeline.decode(
              MemorySegment.ofArray(stored), table.mask(chunk), MemorySegment.ofArray(found));
          compare(name, dataset, chunk, wanted, found);
        }
      }
    }
  }

  private static void compare(
      String name, Stored dataset, long chunk, byte[] wanted, byte[] found) {
    long[] grid = dataset.table.grid();
    long[] shape = dataset.layout.shape();
    ByteBuffer want = ByteBuffer.wrap(wanted);
    ByteBuffer have = ByteBuffer.wrap(found);
    for (int e = 0; e < wanted.length / 4; e++) {
      long rest = e;
      long left = chunk;
      boolean inside = true;
      for (int d = grid.length - 1; d >= 0; d--) {
        inside &= left % grid[d] * shape[d] + rest % shape[d] < dataset.shape.length(d);
        rest /= shape[d];
        left /= grid[d];
      }
      if (inside && want.getInt(4 * e) != have.getInt(4 * e)) {
        assertEquals(
            want.getInt(4 * e), have.getInt(4 * e), name + " chunk=" + chunk + " element=" + e);
      }
    }
  }

  /** The bytes of the file. */
  byte[] finish() throws H5Exception {
    if (root != null) {
      return TestFiles.finish(space, root.address());
    }
    List<HeaderMessage> messages = new ArrayList<>();
    messages.add(
        new HeaderMessage.LinkInfo(true, false, datasets.size(), UNDEFINED, UNDEFINED, UNDEFINED));
    messages.add(new HeaderMessage.GroupInfo());
    datasets.forEach(
        (name, dataset) ->
            messages.add(
                new HeaderMessage.LinkTo(
                    new Link(
                        name,
                        new LinkTarget.Hard(new ObjectToken(dataset.header.address())),
                        messages.size() - 2))));
    return TestFiles.finish(space, ObjectHeader.create(space, messages, 0).address());
  }

  /** All elements of a dataset; 0 where there is no chunk. */
  int[] values(String name) {
    Stored dataset = dataset(name);
    long[] shape = dataset.shape.shape();
    long[] chunks = dataset.table.grid();
    int[] values = new int[(int) dataset.shape.elements()];
    for (int i = 0; i < values.length; i++) {
      int left = i;
      int value = 0;
      long chunk = 0;
      long stride = 1;
      for (int d = shape.length - 1; d >= 0; d--) {
        long at = left % shape[d];
        left /= (int) shape[d];
        value += (int) at * FACTORS[d + 3 - shape.length];
        chunk += at / dataset.layout.shape()[d] * stride;
        stride *= chunks[d];
      }
      values[i] = dataset.table.address(chunk) == UNDEFINED ? 0 : value;
    }
    return values;
  }
}
