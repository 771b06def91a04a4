package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.MetadataSource;

/**
 * Reads the blocks of one index. All of them together cannot have more bytes than the file, or they
 * overlap or go in circles: that bounds time and memory, whatever a damaged file says.
 */
final class Blocks {
  private final MetadataSource source;
  private long budget;

  Blocks(MetadataSource source) {
    this.source = source;
    this.budget = source.end();
  }

  /**
   * @param kind of block, for messages
   */
  ByteReader read(long address, long length, String kind) throws H5Exception {
    String what = kind + " at address=" + address;
    if (length < 0 || length > budget) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "%s is too large for the file, or met twice: bytes=%d".formatted(what, length));
    }
    budget -= length;
    return new ByteReader(source.read(address, length, what), what);
  }

  /** Takes what a block has besides what is read of it. */
  void claim(long address, long length, String kind) throws H5Exception {
    if (address < 0 || length < 0 || address > source.end() - length) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "%s is outside the file: address=%d bytes=%d".formatted(kind, address, length));
    }
  }
}
