package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.Lookup3;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A heap of byte strings with identifiers: dense links and attributes. Objects lie in blocks that
 * grow as {@link DoublingTable} says, or - large ones - each for itself, or - tiny ones - in their
 * identifiers.
 *
 * <pre>
 * "FRHP" 0 idBytes 2, filterBytes 2, flags, maxManaged 4, nextHuge 8, hugeTree 8, free 8, freeSpace 8,
 *        managed 8, allocated 8, iterator 8, objects 8, huge 8, hugeObjects 8, tiny 8, tinyObjects 8,
 *        width 2, start 8, maxDirect 8, heapBits 2, startRows 2, root 8, rows 2, checksum
 * "FHDB" 0 heap 8, offset, [checksum,] objects
 * "FHIB" 0 heap 8, offset, addresses of blocks 8 each, checksum
 * </pre>
 *
 * @source HDF5 file format specification v3.0, section III.G
 */
final class FractalHeap {
  /** Bytes of a header without filters. */
  static final int HEADER = 146;

  /** Flag: blocks with objects have a checksum. */
  static final int CHECKSUMS = 2;

  /** Type of the records of the tree of huge objects. */
  static final int HUGE_RECORD = 1;

  /** Kinds of identifiers. */
  static final int MANAGED = 0x00;

  static final int HUGE = 0x10;
  private static final int TINY = 0x20;

  /** Blocks kept in memory until they are so many bytes. */
  private static final long CACHE = 64L << 20;

  private final MetadataSource source;
  private final long address;
  private final String what;
  private final int idBytes;
  private final int flags;
  private final long maxManaged;
  private final long hugeTree;
  private final DoublingTable table;
  private final long root;
  private final int rows;

  private final Map<Long, byte[]> directBlocks = new HashMap<>();
  private final Map<Long, long[]> indirectBlocks = new HashMap<>();
  private final Map<Long, long[]> hugeObjects = new HashMap<>();
  private boolean hugeKnown;
  private long cached;

  private FractalHeap(MetadataSource source, long address, ByteReader in) throws H5Exception {
    this.source = source;
    this.address = address;
    this.what = "fractal heap at " + address;
    in.expect("FRHP");
    int version = in.u1();
    this.idBytes = in.u2();
    int filters = in.u2();
    this.flags = in.u1();
    if (version != 0 || idBytes < 2) {
      throw in.bad("is of an unknown version: version=%d idBytes=%d".formatted(version, idBytes));
    }
    if (filters != 0) {
      throw new H5Exception(H5Error.UNSUPPORTED, what + " has filters, which cannot be read");
    }
    this.maxManaged = in.u4();
    in.skip(8);
    this.hugeTree = in.u8();
    in.skip(8 * 10);
    int width = in.u2();
    long start = in.u8();
    long most = in.u8();
    this.table = DoublingTable.checked(in, width, start, most, in.u2());
    in.skip(2);
    this.root = in.u8();
    this.rows = in.u2();
    in.checksum(0);
    if (rows > table.maxRows()) {
      throw in.bad("has too many rows: rows=%d limit=%d".formatted(rows, table.maxRows()));
    }
  }

  static FractalHeap read(MetadataSource source, long address) throws H5Exception {
    String what = "fractal heap at " + address;
    return new FractalHeap(
        source, address, new ByteReader(source.read(address, HEADER, what), what));
  }

  /** The object of this identifier. */
  byte[] object(byte[] id) throws H5Exception {
    ByteReader in = new ByteReader(id, "identifier in the " + what);
    int kind = in.u1();
    if ((kind & 0xc0) != 0) {
      throw in.bad("is of an unknown version: first byte is " + kind);
    }
    return switch (kind & 0x30) {
      case MANAGED -> managed(in.uint(table.offsetWidth()), in.uint(lengthWidth()));
      case HUGE -> huge(in);
      case TINY -> tiny(in, kind & 0x0f);
      default -> throw in.bad("is of an unknown kind: first byte is " + kind);
    };
  }

  private int lengthWidth() {
    int byBlock = (63 - Long.numberOfLeadingZeros(table.most()) + 7) / 8;
    int byObject = (63 - Long.numberOfLeadingZeros(Math.max(1, maxManaged))) / 8 + 1;
    return Math.min(byBlock, byObject);
  }

  private byte[] tiny(ByteReader in, int low) throws H5Exception {
    boolean extended = idBytes - 1 > 16;
    return in.raw(extended ? (low << 8 | in.u1()) + 1L : low + 1L);
  }

  private byte[] huge(ByteReader in) throws H5Exception {
    if (idBytes - 1 >= 16) {
      return source.read(in.u8(), checkedHuge(in.u8()), "huge object of the " + what);
    }
    if (!hugeKnown) {
      readHuge();
    }
    long key = in.uint(Math.min(8, idBytes - 1));
    long[] place = hugeObjects.get(key);
    if (place == null) {
      throw in.bad("is of no huge object: key=" + key);
    }
    return source.read(place[0], checkedHuge(place[1]), "huge object of the " + what);
  }

  private long checkedHuge(long bytes) throws H5Exception {
    if (bytes < 0 || bytes > Integer.MAX_VALUE - 8) {
      throw new H5Exception(
          H5Error.UNSUPPORTED, "%s has a huge object of %d bytes".formatted(what, bytes));
    }
    return bytes;
  }

  private void readHuge() throws H5Exception {
    if (hugeTree != MetadataSource.UNDEFINED) {
      for (byte[] bytes : BTree2.read(source, hugeTree, HUGE_RECORD)) {
        ByteReader record = new ByteReader(bytes, "huge object of the " + what);
        long[] place = {record.u8(), record.u8()};
        hugeObjects.put(record.u8(), place);
      }
    }
    hugeKnown = true;
  }

  private byte[] managed(long offset, long length) throws H5Exception {
    long block = root;
    long bytes = table.start();
    long within = offset;
    long start = 0;
    if (rows > 0) {
      int blockRows = rows;
      while (true) {
        int row = table.row(within);
        if (within < 0 || row >= blockRows) {
          throw outside(offset, length);
        }
        bytes = table.blockBytes(row);
        int column = (int) ((within - table.rowOffset(row)) / bytes);
        long child = children(block, blockRows)[row * table.width() + column];
        long skipped = table.rowOffset(row) + column * bytes;
        start += skipped;
        within -= skipped;
        block = child;
        if (row < table.directRows()) {
          break;
        }
        blockRows = table.rowsOf(bytes);
      }
    }
    if (block == MetadataSource.UNDEFINED
        || within < blockHeader()
        || length > bytes - within
        || within > bytes) {
      throw outside(offset, length);
    }
    byte[] content = directBlock(block, bytes, start);
    return Arrays.copyOfRange(content, (int) within, (int) (within + length));
  }

  private H5Exception outside(long offset, long length) {
    return new H5Exception(
        H5Error.BAD_FILE,
        "%s has no object there: offset=%d length=%d".formatted(what, offset, length));
  }

  private int blockHeader() {
    return 5 + 8 + table.offsetWidth() + ((flags & CHECKSUMS) != 0 ? 4 : 0);
  }

  private byte[] directBlock(long at, long bytes, long start) throws H5Exception {
    byte[] known = directBlocks.get(at);
    if (known != null && known.length == bytes) {
      return known;
    }
    String block = "block at %d of the %s".formatted(at, what);
    byte[] content = source.read(at, bytes, block);
    ByteReader in = new ByteReader(content, block);
    in.expect("FHDB");
    belongs(in, start);
    if ((flags & CHECKSUMS) != 0) {
      int place = in.position();
      int stored = (int) in.u4();
      byte[] zeroed = content.clone();
      Arrays.fill(zeroed, place, place + 4, (byte) 0);
      int calculated = Lookup3.hash(zeroed, 0, zeroed.length);
      if (stored != calculated) {
        throw in.bad(
            "has a wrong checksum: stored=%08x calculated=%08x".formatted(stored, calculated));
      }
    }
    if (cached + bytes > CACHE) {
      directBlocks.clear();
      cached = 0;
    }
    cached += bytes;
    directBlocks.put(at, content);
    return content;
  }

  private void belongs(ByteReader in, long start) throws H5Exception {
    int version = in.u1();
    long heap = in.u8();
    long offset = in.uint(table.offsetWidth());
    if (version != 0 || heap != address || offset != start) {
      throw in.bad(
          "belongs elsewhere: version=%d heap=%d offset=%d expected=%d"
              .formatted(version, heap, offset, start));
    }
  }

  /** Addresses of the blocks to which a block leads, row by row. */
  private long[] children(long at, int blockRows) throws H5Exception {
    long[] known = indirectBlocks.get(at);
    if (known != null && known.length == blockRows * table.width()) {
      return known;
    }
    String block = "block at %d of the %s".formatted(at, what);
    if (blockRows < 1 || blockRows > table.maxRows()) {
      throw new H5Exception(H5Error.BAD_FILE, block + " has no rows: rows=" + blockRows);
    }
    long count = (long) blockRows * table.width();
    long bytes = 5 + 8 + table.offsetWidth() + 8 * count + 4;
    ByteReader in = new ByteReader(source.read(at, bytes, block), block);
    in.expect("FHIB");
    int version = in.u1();
    long heap = in.u8();
    if (version != 0 || heap != address) {
      throw in.bad("belongs elsewhere: version=%d heap=%d".formatted(version, heap));
    }
    in.skip(table.offsetWidth());
    long[] addresses = new long[(int) count];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = in.u8();
    }
    in.checksum(0);
    indirectBlocks.put(at, addresses);
    return addresses;
  }

  /** Gives back the space of all of the heap but that of its free-space lists. */
  void release(MetadataSpace space) throws H5Exception {
    Map<Long, Long> blocks = new TreeMap<>();
    blocks.put(address, (long) HEADER);
    if (root != MetadataSource.UNDEFINED) {
      if (rows == 0) {
        blocks.put(root, table.start());
      } else {
        collect(root, rows, blocks, new HashSet<>());
      }
    }
    readHuge();
    for (long[] place : hugeObjects.values()) {
      blocks.put(place[0], place[1]);
    }
    blocks.forEach(space::free);
    if (hugeTree != MetadataSource.UNDEFINED) {
      BTree2.free(space, hugeTree);
    }
  }

  private void collect(long at, int blockRows, Map<Long, Long> blocks, Set<Long> visited)
      throws H5Exception {
    if (!visited.add(at)) {
      throw new H5Exception(H5Error.BAD_FILE, what + " goes in circles: block=" + at);
    }
    long[] children = children(at, blockRows);
    blocks.put(at, 5 + 8 + table.offsetWidth() + 8L * children.length + 4);
    for (int i = 0; i < children.length; i++) {
      int row = i / table.width();
      if (children[i] == MetadataSource.UNDEFINED) {
        continue;
      }
      if (row < table.directRows()) {
        blocks.put(children[i], table.blockBytes(row));
      } else {
        collect(children[i], table.rowsOf(table.blockBytes(row)), blocks, visited);
      }
    }
  }
}
