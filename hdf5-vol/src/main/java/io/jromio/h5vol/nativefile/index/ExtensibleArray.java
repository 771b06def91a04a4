package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.MetadataSpace;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The index of datasets with one unlimited dimension, as blocks: what is where in the file. Entries
 * themselves are not kept.
 *
 * <pre>
 *   header       "EAHD" version client elementSize maxBits indexElements minElements minPointers
 *                pageBits | super blocks, their bytes, data blocks, their bytes, end of what was
 *                ever set, entries that have room, index block: 8 each | checksum
 *   index block  "EAIB" version client | header 8 | entries | data blocks | super blocks | checksum
 *   super block  "EASB" version client | header 8 | begin | bitmap of pages | data blocks | checksum
 *   data block   "EADB" version client | header 8 | begin | entries | checksum
 *   with pages   "EADB" version client | header 8 | begin | checksum | pages: entries | checksum
 * </pre>
 *
 * @source HDF5 file format specification v3.0, section VII.D; HDF5 1.14 H5EA*.c
 */
final class ExtensibleArray {
  private static final int HEADER_SIZE = 72;
  private static final long UNDEFINED = MetadataSource.UNDEFINED;

  private final ExtensibleShape shape;
  private final long header;
  private long indexBlock = UNDEFINED;
  private final long[] direct;
  private final @Nullable SuperBlock[] supers;

  /** One more than the highest position that ever had an entry; readers look no further. */
  private long end;

  /** A super block that is in the file. */
  private static final class SuperBlock {
    final long address;
    final byte[] bitmap;
    final long[] dataBlocks;

    SuperBlock(long address, byte[] bitmap, long... dataBlocks) {
      this.address = address;
      this.bitmap = bitmap;
      this.dataBlocks = dataBlocks;
    }
  }

  private ExtensibleArray(ExtensibleShape shape, long header) {
    this.shape = shape;
    this.header = header;
    this.direct = new long[shape.directBlocks()];
    Arrays.fill(direct, UNDEFINED);
    this.supers = new SuperBlock[shape.superBlocks() - shape.directSuperBlocks()];
  }

  /** An array of which nothing is in the file yet but the space of its header. */
  static ExtensibleArray create(
      MetadataSpace space, ChunkElement element, DataLayout.Index.ExtensibleArray parameters)
      throws H5Exception {
    ExtensibleShape shape = new ExtensibleShape(element, parameters);
    if (!shape.isSane()) {
      throw new H5Exception(H5Error.BAD_FILE, "no extensible array: parameters=" + parameters);
    }
    return new ExtensibleArray(shape, space.allocate(HEADER_SIZE));
  }

  /**
   * Reads the blocks of an array.
   *
   * @param visitor is shown all entries by their position; null if they are not wanted
   */
  static ExtensibleArray read(
      Blocks blocks, long header, ChunkElement element, ChunkTable.@Nullable Visitor visitor)
      throws H5Exception {
    ByteReader in = blocks.read(header, HEADER_SIZE, "extensible array header");
    in.expect("EAHD");
    int version = in.u1();
    int client = in.u1();
    int size = in.u1();
    int maxBits = in.u1();
    int indexElements = in.u1();
    int minElements = in.u1();
    int minPointers = in.u1();
    ExtensibleShape shape =
        new ExtensibleShape(
            element,
            new DataLayout.Index.ExtensibleArray(
                maxBits, indexElements, minPointers, minElements, in.u1()));
    if (version != 0 || client != element.client() || size != element.size() || !shape.isSane()) {
      throw in.bad(
          "does not fit the dataset, or makes no sense: version=%d client=%d elementSize=%d %s"
              .formatted(version, client, size, shape.parameters()));
    }
    ExtensibleArray array = new ExtensibleArray(shape, header);
    in.skip(4 * 8);
    array.end = in.u8();
    in.skip(8);
    array.indexBlock = in.u8();
    in.checksum(0);
    if (array.indexBlock != UNDEFINED) {
      array.readIndexBlock(blocks, visitor);
    }
    return array;
  }

  private void prefix(ByteReader in, String signature) throws H5Exception {
    in.expect(signature);
    if (in.u1() != 0 || in.u1() != shape.element().client() || in.u8() != header) {
      throw in.bad("does not belong to this header");
    }
  }

  /**
   * Where a data block says that it begins. C counts the data blocks that the index block points to
   * from the first of them all, not from the first of their super block; nothing depends on it.
   *
   * @source HDF5 1.14 H5EA.c, H5EA__lookup_elmt
   */
  private long storedBegin(int u, long k) {
    long block = u < shape.directSuperBlocks() ? directBefore(u) + k : k;
    return shape.start(u) + block * shape.entries(u);
  }

  private void readIndexBlock(Blocks blocks, ChunkTable.@Nullable Visitor visitor)
      throws H5Exception {
    ByteReader in = blocks.read(indexBlock, shape.indexBlockBytes(), "extensible array index");
    prefix(in, "EAIB");
    int own = shape.parameters().indexElements();
    if (visitor == null) {
      in.skip((long) own * shape.element().size());
    } else {
      for (int i = 0; i < own; i++) {
        shape.element().read(in, i, visitor);
      }
    }
    for (int i = 0; i < direct.length; i++) {
      direct[i] = in.u8();
    }
    long[] addresses = new long[supers.length];
    for (int i = 0; i < supers.length; i++) {
      addresses[i] = in.u8();
    }
    in.checksum(0);
    int at = 0;
    for (int u = 0; visitor != null && u < shape.directSuperBlocks(); u++) {
      for (long k = 0; k < shape.dataBlocks(u); k++, at++) {
        readDataBlock(blocks, u, k, direct[at], visitor);
      }
    }
    for (int i = 0; i < supers.length; i++) {
      if (addresses[i] != UNDEFINED) {
        supers[i] = readSuperBlock(blocks, addresses[i], i + shape.directSuperBlocks(), visitor);
      }
    }
  }

  private SuperBlock readSuperBlock(
      Blocks blocks, long address, int u, ChunkTable.@Nullable Visitor visitor) throws H5Exception {
    ByteReader in = blocks.read(address, shape.superBlockBytes(u), "extensible array super block");
    prefix(in, "EASB");
    long begin = in.uint(shape.offsetWidth());
    if (begin != shape.start(u)) {
      throw in.bad(
          "begins at the wrong entry: begin=%d wanted=%d".formatted(begin, shape.start(u)));
    }
    byte[] bitmap = in.raw(shape.bitmapBytes(u));
    long[] dataBlocks = new long[Math.toIntExact(shape.dataBlocks(u))];
    for (int k = 0; k < dataBlocks.length; k++) {
      dataBlocks[k] = in.u8();
    }
    in.checksum(0);
    SuperBlock block = new SuperBlock(address, bitmap, dataBlocks);
    supers[u - shape.directSuperBlocks()] = block;
    for (int k = 0; visitor != null && k < dataBlocks.length; k++) {
      readDataBlock(blocks, u, k, dataBlocks[k], visitor);
    }
    return block;
  }

  private void readDataBlock(Blocks blocks, int u, long k, long address, ChunkTable.Visitor visitor)
      throws H5Exception {
    if (address == UNDEFINED) {
      return;
    }
    String kind = "extensible array data block";
    blocks.claim(address, shape.dataBlockBytes(u), kind);
    long begin = shape.start(u) + k * shape.entries(u);
    long first = begin + shape.parameters().indexElements();
    long pages = shape.pages(u);
    long whole = pages > 0 ? shape.dataPrefixBytes(u) : shape.dataBlockBytes(u);
    ByteReader in = blocks.read(address, whole, kind);
    prefix(in, "EADB");
    long stored = in.uint(shape.offsetWidth());
    if (stored != begin && stored != storedBegin(u, k)) {
      throw in.bad("begins at the wrong entry: begin=%d wanted=%d".formatted(stored, begin));
    }
    if (pages == 0) {
      for (long i = 0; i < shape.entries(u); i++) {
        shape.element().read(in, first + i, visitor);
      }
    }
    in.checksum(0);
    SuperBlock block = pages == 0 ? null : supers[u - shape.directSuperBlocks()];
    for (long page = 0; block != null && page < pages; page++) {
      if (FixedArray.isSet(block.bitmap, k * pages + page)) {
        ByteReader entries =
            blocks.read(
                address + shape.dataPrefixBytes(u) + page * shape.pageBytes(),
                shape.pageBytes(),
                "extensible array page");
        for (long i = 0; i < shape.pageEntries(); i++) {
          shape.element().read(entries, first + page * shape.pageEntries() + i, visitor);
        }
        entries.checksum(0);
      }
    }
  }

  /**
   * Puts what changed, taking space for blocks that are new.
   *
   * @return address of the header
   */
  long store(MetadataSpace space, IndexedTable indexed) throws H5Exception {
    ChunkPositions placed = new ChunkPositions(indexed.table(), indexed.order());
    if (placed.end() > 1L << shape.parameters().maxBits()) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "extensible array cannot have so many chunks: chunks=%d maxBits=%d"
              .formatted(placed.end(), shape.parameters().maxBits()));
    }
    boolean indexChanged = indexed.isChanged(0, shape.parameters().indexElements());
    if (indexBlock == UNDEFINED && placed.end() > 0) {
      indexBlock = space.allocate(shape.indexBlockBytes());
      indexChanged = true;
    }
    end = Math.max(end, placed.end());
    int at = 0;
    for (int u = 0; u < shape.directSuperBlocks(); u++) {
      for (int k = 0; k < shape.dataBlocks(u); k++, at++) {
        long address = storeDataBlock(space, indexed, placed, u, k);
        indexChanged |= address != direct[at];
        direct[at] = address;
      }
    }
    for (int u = shape.directSuperBlocks(); u < shape.superBlocks(); u++) {
      indexChanged |= storeSuperBlock(space, indexed, placed, u);
    }
    if (indexChanged && indexBlock != UNDEFINED) {
      putIndexBlock(space, indexed);
    }
    putHeader(space);
    return header;
  }

  /** Puts a data block where there is something to put; returns where it is. */
  private long storeDataBlock(
      MetadataSpace space, IndexedTable indexed, ChunkPositions placed, int u, int k) {
    SuperBlock parent = u < shape.directSuperBlocks() ? null : superBlock(u);
    long before = parent == null ? direct[directBefore(u) + k] : parent.dataBlocks[k];
    long begin = shape.start(u) + k * shape.entries(u);
    long from = begin + shape.parameters().indexElements();
    long to = from + shape.entries(u);
    boolean fresh = before == UNDEFINED;
    if (fresh ? !placed.any(from, to) : !indexed.isChanged(from, to)) {
      return before;
    }
    long address = fresh ? space.allocate(shape.dataBlockBytes(u)) : before;
    ByteWriter out = prefix("EADB").uint(storedBegin(u, k), shape.offsetWidth());
    if (parent == null || shape.pages(u) == 0) {
      indexed.write(out, from, to);
      space.put(address, out.checksum().bytes());
      return address;
    }
    if (fresh) {
      space.put(address, out.checksum().bytes());
    }
    long pages = shape.pages(u);
    for (long page = 0; page < pages; page++) {
      long first = from + page * shape.pageEntries();
      long next = first + shape.pageEntries();
      boolean written = FixedArray.isSet(parent.bitmap, k * pages + page);
      if (written ? indexed.isChanged(first, next) : placed.any(first, next)) {
        FixedArray.set(parent.bitmap, k * pages + page);
        ByteWriter entries = new ByteWriter();
        indexed.write(entries, first, next);
        space.put(
            address + shape.dataPrefixBytes(u) + page * shape.pageBytes(),
            entries.checksum().bytes());
      }
    }
    return address;
  }

  private static int directBefore(int superBlock) {
    int blocks = 0;
    for (int u = 0; u < superBlock; u++) {
      blocks += 1 << (u / 2);
    }
    return blocks;
  }

  private SuperBlock superBlock(int u) {
    return Objects.requireNonNull(supers[u - shape.directSuperBlocks()]);
  }

  /** Puts a super block and its data blocks; returns whether it is new. */
  private boolean storeSuperBlock(
      MetadataSpace space, IndexedTable indexed, ChunkPositions placed, int u) {
    int at = u - shape.directSuperBlocks();
    long from = shape.start(u) + shape.parameters().indexElements();
    long to = from + shape.dataBlocks(u) * shape.entries(u);
    boolean fresh = supers[at] == null;
    if (fresh ? !placed.any(from, to) : !indexed.isChanged(from, to)) {
      return false;
    }
    if (fresh) {
      long[] none = new long[Math.toIntExact(shape.dataBlocks(u))];
      Arrays.fill(none, UNDEFINED);
      supers[at] =
          new SuperBlock(
              space.allocate(shape.superBlockBytes(u)),
              new byte[Math.toIntExact(shape.bitmapBytes(u))],
              none);
    }
    SuperBlock block = superBlock(u);
    for (int k = 0; k < block.dataBlocks.length; k++) {
      block.dataBlocks[k] = storeDataBlock(space, indexed, placed, u, k);
    }
    ByteWriter out = prefix("EASB").uint(shape.start(u), shape.offsetWidth()).raw(block.bitmap);
    for (long address : block.dataBlocks) {
      out.u8(address);
    }
    space.put(block.address, out.checksum().bytes());
    return fresh;
  }

  private ByteWriter prefix(String signature) {
    return new ByteWriter().text(signature).u1(0).u1(shape.element().client()).u8(header);
  }

  private void putIndexBlock(MetadataSpace space, IndexedTable indexed) {
    ByteWriter out = prefix("EAIB");
    indexed.write(out, 0, shape.parameters().indexElements());
    for (long address : direct) {
      out.u8(address);
    }
    for (SuperBlock block : supers) {
      out.u8(block == null ? UNDEFINED : block.address);
    }
    space.put(indexBlock, out.checksum().bytes());
  }

  private void putHeader(MetadataSpace space) {
    long superBlocks = 0;
    long superBytes = 0;
    long dataBlocks = 0;
    long dataBytes = 0;
    long room = indexBlock == UNDEFINED ? 0 : shape.parameters().indexElements();
    int at = 0;
    for (int u = 0; u < shape.superBlocks(); u++) {
      boolean isDirect = u < shape.directSuperBlocks();
      SuperBlock block = isDirect ? null : supers[u - shape.directSuperBlocks()];
      if (block != null) {
        superBlocks++;
        superBytes += shape.superBlockBytes(u);
      }
      for (int k = 0; k < shape.dataBlocks(u) && (isDirect || block != null); k++) {
        if ((block == null ? direct[at++] : block.dataBlocks[k]) != UNDEFINED) {
          dataBlocks++;
          dataBytes += shape.dataBlockBytes(u);
          room += shape.entries(u);
        }
      }
    }
    DataLayout.Index.ExtensibleArray parameters = shape.parameters();
    space.put(
        header,
        new ByteWriter()
            .text("EAHD")
            .u1(0)
            .u1(shape.element().client())
            .u1(shape.element().size())
            .u1(parameters.maxBits())
            .u1(parameters.indexElements())
            .u1(parameters.minElements())
            .u1(parameters.minPointers())
            .u1(parameters.pageBits())
            .u8(superBlocks)
            .u8(superBytes)
            .u8(dataBlocks)
            .u8(dataBytes)
            .u8(end)
            .u8(room)
            .u8(indexBlock)
            .checksum()
            .bytes());
  }
}
