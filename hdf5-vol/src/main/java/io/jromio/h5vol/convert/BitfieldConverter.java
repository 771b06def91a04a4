package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.IntegerType;

/** Bitfields of up to 8 bytes: the low bits stay, bits that the source lacks are 0. */
final class BitfieldConverter extends Converter {
  private static final int BLOCK = 512;

  private final Integers from;
  private final Integers to;

  BitfieldConverter(BitfieldType from, BitfieldType to) {
    this.from = new Integers(integer(from));
    this.to = new Integers(integer(to));
  }

  private static IntegerType integer(BitfieldType type) {
    return new IntegerType(type.size(), false, type.order(), type.bitOffset(), type.precision());
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) {
    long[] block = new long[(int) Math.min(BLOCK, count)];
    for (long done = 0; done < count; done += block.length) {
      int n = (int) Math.min(block.length, count - done);
      from.read(source.from(done), block, n);
      to.writeBits(block, target.from(done), n);
    }
  }
}
