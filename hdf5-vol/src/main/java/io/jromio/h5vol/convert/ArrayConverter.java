package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.H5Exception;

/** Arrays of the same shape, element by element. */
final class ArrayConverter extends Converter {
  private final Converter base;
  private final int length;
  private final int fromSize;
  private final int toSize;

  ArrayConverter(Converter base, ArrayType from, ArrayType to) {
    this.base = base;
    length = from.length();
    fromSize = from.base().size();
    toSize = to.base().size();
  }

  @Override
  boolean isIdentity() {
    return base.isIdentity();
  }

  @Override
  boolean keepsTarget() {
    return base.keepsTarget();
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) throws H5Exception {
    boolean dense =
        source.stride() == (long) length * fromSize && target.stride() == (long) length * toSize;
    if (dense) {
      base.convert(
          new Strided(source.segment(), source.offset(), fromSize),
          new Strided(target.segment(), target.offset(), toSize),
          count * length,
          stores);
    } else if (count < length) {
      for (long i = 0; i < count; i++) {
        base.convert(
            new Strided(source.segment(), source.offset() + i * source.stride(), fromSize),
            new Strided(target.segment(), target.offset() + i * target.stride(), toSize),
            length,
            stores);
      }
    } else {
      for (int i = 0; i < length; i++) {
        base.convert(
            source.part((long) i * fromSize), target.part((long) i * toSize), count, stores);
      }
    }
  }
}
