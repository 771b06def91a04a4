package io.jromio.bench.ior;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a file must hold, byte by byte from the definition: the oracle of the tests. */
record ExpectedFile(int ranks, int block, int transfer, int segments, int seed) {

  byte[] shared() {
    byte[] file = new byte[segments * ranks * block];
    for (int s = 0; s < segments; s++) {
      for (int r = 0; r < ranks; r++) {
        for (int at = 0; at < block; at++) {
          file[s * ranks * block + r * block + at] = byteOf(r, at % transfer);
        }
      }
    }
    return file;
  }

  byte[] own(int rank) {
    byte[] file = new byte[segments * block];
    for (int at = 0; at < file.length; at++) {
      file[at] = byteOf(rank, at % transfer);
    }
    return file;
  }

  private byte byteOf(int rank, int at) {
    int words = transfer / 8;
    if (at >= 8 * words) {
      return (byte) at;
    }
    long word = (long) rank << 32 | (seed + (long) (at / 8));
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(word).get(at % 8);
  }

  /** The options of such a file. */
  String options() {
    return "-b %d -t %d -s %d -G %d".formatted(block, transfer, segments, seed);
  }
}
