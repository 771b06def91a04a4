package io.jromio.bench.h5bench;

import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.H5Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * The particles of one rank: eight variables of 4 bytes each, as eight arrays or as an array of
 * structs. Each value follows from its variable and its number, so that what is read can be
 * checked.
 *
 * @source h5bench, VPIC-IO: x, y, z, px, py, pz, id_1 (integer), id_2
 */
final class Particles {
  /** Bytes of one value. */
  static final int VALUE = 4;

  /** A variable in the order of the struct. */
  enum Variable {
    X,
    Y,
    Z,
    PX,
    PY,
    PZ,
    ID_1,
    ID_2;

    /** The name of the dataset or member. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    H5Type type() {
      return this == ID_1 ? H5Type.I32 : H5Type.F32;
    }

    int offset() {
      return VALUE * ordinal();
    }

    /** A compound with this variable alone. */
    H5Type alone() {
      return H5Type.compound(VALUE, new CompoundType.Member(key(), 0, type()));
    }
  }

  /** Bytes of one particle. */
  static final int SIZE = VALUE * Variable.values().length;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Spread of the random variables: x and px, y and py, z and pz. */
  private static final float[] SPREAD = {191, 1009, 3701};

  private static final long PAGE = 4096;

  private final long count;
  private final long row;
  private final boolean interleaved;
  private final MemorySegment memory;

  /**
   * Takes memory for particles, without values.
   *
   * @param row particles of a row, which have one number together
   */
  Particles(Arena arena, long count, long row, BenchConfig.Pattern pattern) {
    this.count = count;
    this.row = row;
    this.interleaved = pattern == BenchConfig.Pattern.INTERLEAVED;
    this.memory = arena.allocate(Math.multiplyExact(count, SIZE), PAGE);
  }

  /** The struct. */
  static H5Type struct() {
    CompoundType.Member[] members = new CompoundType.Member[Variable.values().length];
    for (Variable variable : Variable.values()) {
      members[variable.ordinal()] =
          new CompoundType.Member(variable.key(), variable.offset(), variable.type());
    }
    return H5Type.compound(SIZE, members);
  }

  long count() {
    return count;
  }

  boolean interleaved() {
    return interleaved;
  }

  /** All structs. */
  MemorySegment structs() {
    return memory;
  }

  /** The array of one variable. */
  MemorySegment array(Variable variable) {
    long bytes = count * VALUE;
    return memory.asSlice(variable.ordinal() * bytes, bytes);
  }

  private long place(Variable variable, long i) {
    return interleaved ? i * SIZE + variable.offset() : (variable.ordinal() * count + i) * VALUE;
  }

  /** Sets every value. */
  void fill() {
    for (Variable variable : Variable.values()) {
      for (long i = 0; i < count; i++) {
        if (variable == Variable.ID_1) {
          memory.set(INT, place(variable, i), (int) (i / row));
        } else {
          memory.set(FLOAT, place(variable, i), value(variable, i));
        }
      }
    }
  }

  /** How many values of a variable are not those of {@link #fill} for particles from 0 on. */
  long wrong(Variable variable) {
    long wrong = 0;
    for (long i = 0; i < count; i++) {
      boolean right =
          variable == Variable.ID_1
              ? memory.get(INT, place(variable, i)) == (int) (i / row)
              : memory.get(FLOAT, place(variable, i)) == value(variable, i);
      wrong += right ? 0 : 1;
    }
    return wrong;
  }

  private float value(Variable variable, long i) {
    long number = i / row;
    return switch (variable) {
      case Z -> (float) number / count * SPREAD[2];
      case PZ -> 2f * number / count * SPREAD[2];
      case ID_1, ID_2 -> 2f * number;
      case X, Y, PX, PY -> random(i * 8 + variable.ordinal()) * SPREAD[variable.ordinal() % 3];
    };
  }

  /** A number from 0 to 1 that looks like chance. */
  private static float random(long seed) {
    long z = (seed + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return ((z ^ (z >>> 31)) >>> 40) * 0x1p-24f;
  }
}
