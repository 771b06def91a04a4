package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.Lookup3;
import io.jromio.h5vol.model.H5Exception;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * A file in which blocks are damaged as they are read, with a checksum at their end that is right
 * again, so that what is behind the checksum is tested too.
 */
public final class Damaged implements MetadataSource {
  private final MetadataSource source;
  private final Random random;
  private final double share;

  /**
   * @param share of blocks that are damaged
   */
  public Damaged(MetadataSource source, Random random, double share) {
    this.source = source;
    this.random = random;
    this.share = share;
  }

  @Override
  public byte[] read(long address, long length, String what) throws H5Exception {
    byte[] bytes = source.read(address, length, what);
    if (bytes.length < 8 || random.nextDouble() >= share) {
      return bytes;
    }
    int covered = bytes.length - 4;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(Math.min(covered, random.nextBoolean() ? 80 : covered));
      bytes[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) 0xff;
            case 1 -> (byte) 0;
            case 2 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
            default -> (byte) random.nextInt();
          };
    }
    if (random.nextInt(10) > 0) {
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(covered, Lookup3.hash(bytes, 0, covered));
    }
    return bytes;
  }

  @Override
  public long end() {
    return source.end();
  }
}
