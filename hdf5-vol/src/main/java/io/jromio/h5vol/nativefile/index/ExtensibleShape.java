package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.nativefile.format.DataLayout;

/**
 * How an extensible array is cut into blocks. The first entries stand in the index block; the
 * others in data blocks, of which super block u has 2^(u/2) with minElements * 2^((u+1)/2) entries
 * each. The data blocks of the first super blocks are pointed to by the index block directly.
 *
 * @param element entry
 * @param parameters as the layout message has them
 * @source HDF5 file format specification v3.0, section VII.D; HDF5 1.14 H5EAhdr.c
 */
record ExtensibleShape(ChunkElement element, DataLayout.Index.ExtensibleArray parameters) {
  private static final int PREFIX = 14;
  private static final int CHECKSUM = 4;

  private static int log2(long value) {
    return 63 - Long.numberOfLeadingZeros(value);
  }

  /** Whether C could have made such an array. */
  boolean isSane() {
    int maxBits = parameters.maxBits();
    int min = parameters.minElements();
    int pointers = parameters.minPointers();
    return maxBits >= 1
        && maxBits <= 61
        && Integer.bitCount(min) == 1
        && Integer.bitCount(pointers) == 1
        && pointers >= 2
        && log2(min) <= maxBits
        && parameters.pageBits() >= 1
        && parameters.pageBits() <= 30
        && superBlocks() >= directSuperBlocks()
        && entries(directSuperBlocks()) <= pageEntries();
  }

  /** Super blocks that an array can have, those without a block of their own among them. */
  int superBlocks() {
    return 1 + parameters.maxBits() - log2(parameters.minElements());
  }

  /** Super blocks that have no block of their own. */
  int directSuperBlocks() {
    return 2 * log2(parameters.minPointers());
  }

  /** Data blocks that the index block points to. */
  int directBlocks() {
    return 2 * (parameters.minPointers() - 1);
  }

  /** Data blocks of a super block. */
  long dataBlocks(int superBlock) {
    return 1L << (superBlock / 2);
  }

  /** Entries of each data block of a super block. */
  long entries(int superBlock) {
    return (long) parameters.minElements() << ((superBlock + 1) / 2);
  }

  /** The first entry of a super block, not counting those of the index block. */
  long start(int superBlock) {
    return parameters.minElements() * ((1L << superBlock) - 1);
  }

  long pageEntries() {
    return 1L << parameters.pageBits();
  }

  /** Pages of each data block of a super block; 0 if they have none. */
  long pages(int superBlock) {
    long entries = entries(superBlock);
    return entries > pageEntries() ? entries >>> parameters.pageBits() : 0;
  }

  /** Bytes of the bitmap that a super block has for its pages. */
  long bitmapBytes(int superBlock) {
    return dataBlocks(superBlock) * ((pages(superBlock) + 7) / 8);
  }

  /** Bytes of the number that says where a block begins. */
  int offsetWidth() {
    return (parameters.maxBits() + 7) / 8;
  }

  long indexBlockBytes() {
    return PREFIX
        + (long) parameters.indexElements() * element.size()
        + 8L * (directBlocks() + superBlocks() - directSuperBlocks())
        + CHECKSUM;
  }

  long superBlockBytes(int superBlock) {
    return PREFIX
        + offsetWidth()
        + bitmapBytes(superBlock)
        + 8L * dataBlocks(superBlock)
        + CHECKSUM;
  }

  /** Bytes before the entries, or before the pages. */
  long dataPrefixBytes(int superBlock) {
    return (long) PREFIX + offsetWidth() + (pages(superBlock) > 0 ? CHECKSUM : 0);
  }

  long pageBytes() {
    return pageEntries() * element.size() + CHECKSUM;
  }

  long dataBlockBytes(int superBlock) {
    long pages = pages(superBlock);
    long checksums = pages == 0 ? CHECKSUM : pages * CHECKSUM;
    return dataPrefixBytes(superBlock) + entries(superBlock) * element.size() + checksums;
  }
}
