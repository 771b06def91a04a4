package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.MetadataSpace;

/**
 * The index of datasets whose largest shape is limited: one block with an entry for every chunk, in
 * pages if there are many. Pages in which nothing was ever placed are not written.
 *
 * <pre>
 *   header      "FAHD" version client elementSize pageBits | entries 8 | block 8 | checksum
 *   block       "FADB" version client | header 8 | entries | checksum
 *   with pages  "FADB" version client | header 8 | bitmap of pages | checksum | pages
 *   page        entries | checksum
 * </pre>
 *
 * @param element entry
 * @param pageBits a page has 2^pageBits entries
 * @param entries of the largest shape
 * @param block address of the block; -1 while there is none
 * @source HDF5 file format specification v3.0, section VII.C; HDF5 1.14 H5FA*.c
 */
record FixedArray(ChunkElement element, int pageBits, long entries, long block) {
  private static final int HEADER_SIZE = 28;
  private static final int PREFIX = 14;
  private static final int CHECKSUM = 4;

  /** Longer arrays cannot be counted in bytes. */
  private static final long MAX_ENTRIES = 1L << 40;

  static FixedArray read(Blocks blocks, long header, ChunkElement element) throws H5Exception {
    ByteReader in = blocks.read(header, HEADER_SIZE, "fixed array header");
    in.expect("FAHD");
    int version = in.u1();
    int client = in.u1();
    int size = in.u1();
    int pageBits = in.u1();
    FixedArray array = new FixedArray(element, pageBits, in.u8(), in.u8());
    in.checksum(0);
    if (version != 0 || client != element.client() || size != element.size()) {
      throw in.bad(
          "does not fit the dataset: version=%d client=%d elementSize=%d"
              .formatted(version, client, size));
    }
    if (pageBits < 1 || pageBits > 30 || array.entries < 0 || array.entries > MAX_ENTRIES) {
      throw in.bad("makes no sense: pageBits=%d entries=%d".formatted(pageBits, array.entries));
    }
    return array;
  }

  private long pageEntries() {
    return 1L << pageBits;
  }

  private boolean paged() {
    return entries > pageEntries();
  }

  private long pages() {
    return paged() ? (entries + pageEntries() - 1) >>> pageBits : 0;
  }

  private long bitmapBytes() {
    return (pages() + 7) / 8;
  }

  private long prefixBytes() {
    return PREFIX + (paged() ? bitmapBytes() + CHECKSUM : 0);
  }

  private long blockBytes() {
    long checksums = paged() ? pages() * CHECKSUM : CHECKSUM;
    return prefixBytes() + entries * element.size() + checksums;
  }

  private long pageAddress(long page) {
    return block + prefixBytes() + page * (pageEntries() * element.size() + CHECKSUM);
  }

  /** Reads signature, bitmap and checksum of a block with pages. */
  private byte[] bitmap(Blocks blocks, long header) throws H5Exception {
    ByteReader in = blocks.read(block, prefixBytes(), "fixed array block");
    prefix(in, header);
    byte[] bitmap = in.raw(bitmapBytes());
    in.checksum(0);
    return bitmap;
  }

  private void prefix(ByteReader in, long header) throws H5Exception {
    in.expect("FADB");
    if (in.u1() != 0 || in.u1() != element.client() || in.u8() != header) {
      throw in.bad("does not belong to this header");
    }
  }

  static boolean isSet(byte[] bitmap, long bit) {
    return (bitmap[(int) (bit >>> 3)] & 0x80 >>> (bit & 7)) != 0;
  }

  static void set(byte[] bitmap, long bit) {
    bitmap[(int) (bit >>> 3)] |= (byte) (0x80 >>> (bit & 7));
  }

  /** Shows all entries by their position. */
  void entries(Blocks blocks, long header, ChunkTable.Visitor visitor) throws H5Exception {
    if (block == MetadataSource.UNDEFINED) {
      return;
    }
    blocks.claim(block, blockBytes(), "fixed array block");
    if (!paged()) {
      ByteReader in = blocks.read(block, blockBytes(), "fixed array block");
      prefix(in, header);
      for (long i = 0; i < entries; i++) {
        element.read(in, i, visitor);
      }
      in.checksum(0);
      return;
    }
    byte[] bitmap = bitmap(blocks, header);
    for (long page = 0; page < pages(); page++) {
      if (isSet(bitmap, page)) {
        long from = page << pageBits;
        long to = Math.min(entries, from + pageEntries());
        ByteReader in =
            blocks.read(
                pageAddress(page), (to - from) * element.size() + CHECKSUM, "fixed array page");
        for (long i = from; i < to; i++) {
          element.read(in, i, visitor);
        }
        in.checksum(0);
      }
    }
  }

  /**
   * Puts what changed.
   *
   * @param before header of the array, or -1 for a new one
   * @param entries that a new one gets
   * @return address of the header
   */
  static long store(
      MetadataSpace space, IndexedTable indexed, int pageBits, long entries, long before)
      throws H5Exception {
    ChunkElement element = indexed.element();
    FixedArray array = new FixedArray(element, pageBits, entries, MetadataSource.UNDEFINED);
    long header = before;
    Blocks blocks = new Blocks(space);
    if (before == MetadataSource.UNDEFINED) {
      header = space.allocate(HEADER_SIZE);
    } else {
      array = read(blocks, before, element);
    }
    if (array.entries != entries || entries > MAX_ENTRIES) {
      throw new H5Exception(
          entries > MAX_ENTRIES ? H5Error.UNSUPPORTED : H5Error.BAD_FILE,
          "fixed array at address=%d has the wrong length: entries=%d wanted=%d"
              .formatted(header, array.entries, entries));
    }
    byte[] bitmap = new byte[Math.toIntExact(array.bitmapBytes())];
    boolean hadBlock = array.block != MetadataSource.UNDEFINED;
    if (hadBlock && array.paged()) {
      bitmap = array.bitmap(blocks, header);
    }
    if (!hadBlock && indexed.table().placed() > 0) {
      array = new FixedArray(element, pageBits, entries, space.allocate(array.blockBytes()));
    }
    if (!hadBlock) {
      array.putHeader(space, header);
    }
    if (array.block != MetadataSource.UNDEFINED) {
      array.putBlock(space, header, indexed, bitmap);
    }
    return header;
  }

  private void putHeader(MetadataSpace space, long header) {
    space.put(
        header,
        new ByteWriter()
            .text("FAHD")
            .u1(0)
            .u1(element.client())
            .u1(element.size())
            .u1(pageBits)
            .u8(entries)
            .u8(block)
            .checksum()
            .bytes());
  }

  private void putBlock(MetadataSpace space, long header, IndexedTable indexed, byte[] bitmap) {
    ByteWriter prefix = new ByteWriter().text("FADB").u1(0).u1(element.client()).u8(header);
    if (!paged()) {
      if (indexed.isChanged(0, entries)) {
        indexed.write(prefix, 0, entries);
        space.put(block, prefix.checksum().bytes());
      }
      return;
    }
    ChunkPositions placed = new ChunkPositions(indexed.table(), indexed.order());
    boolean bitsChanged = indexed.fresh();
    for (long page = 0; page < pages(); page++) {
      long from = page << pageBits;
      long to = Math.min(entries, from + pageEntries());
      boolean written = isSet(bitmap, page);
      if (written ? !indexed.isChanged(from, to) : !placed.any(from, to)) {
        continue;
      }
      if (!written) {
        set(bitmap, page);
        bitsChanged = true;
      }
      ByteWriter entriesOfPage = new ByteWriter();
      indexed.write(entriesOfPage, from, to);
      space.put(pageAddress(page), entriesOfPage.checksum().bytes());
    }
    if (bitsChanged) {
      space.put(block, prefix.raw(bitmap).checksum().bytes());
    }
  }
}
