package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import org.jspecify.annotations.Nullable;

/**
 * Integers and floating-point numbers of any two types: unpacks a block into longs or doubles,
 * which stay in the nearest cache, and packs it again.
 */
final class NumberConverter extends Converter {
  private static final int BLOCK = 512;

  private final @Nullable Integers fromIntegers;
  private final @Nullable Floats fromFloats;
  private final @Nullable Integers toIntegers;
  private final @Nullable Floats toFloats;

  /** For types of which {@link #knows} is true. */
  NumberConverter(H5Type from, H5Type to) {
    fromIntegers = from instanceof IntegerType type ? new Integers(type) : null;
    fromFloats = from instanceof FloatType type ? new Floats(type) : null;
    toIntegers = to instanceof IntegerType type ? new Integers(type) : null;
    toFloats = to instanceof FloatType type ? new Floats(type) : null;
  }

  static boolean knows(H5Type from, H5Type to) {
    boolean reads =
        from instanceof IntegerType type
            ? Integers.knows(type)
            : from instanceof FloatType floats && Floats.canRead(floats);
    boolean writes =
        to instanceof IntegerType type
            ? Integers.knows(type)
            : to instanceof FloatType floats && Floats.canWrite(floats);
    return reads && writes;
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) {
    int most = (int) Math.min(BLOCK, count);
    long[] block = new long[most];
    double[] values = new double[fromFloats == null ? 0 : most];
    for (long done = 0; done < count; done += most) {
      int n = (int) Math.min(most, count - done);
      Strided from = source.from(done);
      Strided to = target.from(done);
      if (fromIntegers != null) {
        fromIntegers.read(from, block, n);
        if (toIntegers != null) {
          toIntegers.writeLongs(block, fromIntegers.isUnsigned64(), to, n);
        } else if (toFloats != null) {
          toFloats.writeLongs(block, fromIntegers.isUnsigned64(), to, n);
        }
      } else if (fromFloats != null) {
        fromFloats.read(from, block, values, n);
        if (toIntegers != null) {
          toIntegers.writeDoubles(values, block, to, n);
        } else if (toFloats != null) {
          toFloats.writeDoubles(values, block, to, n);
        }
      }
    }
  }
}
