package io.jromio.h5vol.nativefile.format;

/**
 * A file whose metadata are changed. Every rank makes the same calls in the same order, so
 * addresses agree; the bytes reach the file at the next flush, written by one rank.
 */
public interface MetadataSpace extends MetadataSource {

  /** Takes space for metadata, aligned to 8 bytes. */
  long allocate(long bytes);

  /** Gives space back, for use before the file is closed at best. */
  void free(long address, long bytes);

  /** What is to stand at {@code address}; replaces what was put there before. */
  void put(long address, byte[] block);
}
