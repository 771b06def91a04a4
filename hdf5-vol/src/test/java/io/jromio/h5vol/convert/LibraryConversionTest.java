package io.jromio.h5vol.convert;

import static org.bytedeco.hdf5.global.hdf5.H5T_CSET_UTF8;
import static org.bytedeco.hdf5.global.hdf5.H5T_C_S1_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_IEEE_F64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_STD_I64LE_g;
import static org.bytedeco.hdf5.global.hdf5.H5Tclose;
import static org.bytedeco.hdf5.global.hdf5.H5Tconvert;
import static org.bytedeco.hdf5.global.hdf5.H5Tcopy;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_cset;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_ebias;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_fields;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_offset;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_order;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_precision;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_sign;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_size;
import static org.bytedeco.hdf5.global.hdf5.H5Tset_strpad;
import static org.bytedeco.hdf5.global.hdf5.H5open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.FloatLayout;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

/** Conversions against those of the C library, byte for byte. */
final class LibraryConversionTest {
  private static final int COUNT = 300;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  private static void ok(long status) {
    assertTrue(status >= 0, "the C library refused: status=" + status);
  }

  private static int order(ByteOrder order) {
    return order == ByteOrder.BIG_ENDIAN ? 1 : 0;
  }

  private static long library(H5Type type) {
    ok(H5open());
    long id;
    switch (type) {
      case IntegerType integer -> {
        id = H5Tcopy(H5T_STD_I64LE_g());
        ok(H5Tset_sign(id, integer.signed() ? 1 : 0));
        ok(H5Tset_precision(id, integer.precision()));
        ok(H5Tset_offset(id, 0));
        ok(H5Tset_size(id, integer.size()));
        ok(H5Tset_offset(id, integer.bitOffset()));
        ok(H5Tset_order(id, order(integer.order())));
      }
      case FloatType real -> {
        id = H5Tcopy(H5T_IEEE_F64LE_g());
        var exponent = real.layout().exponent();
        var mantissa = real.layout().mantissa();
        ok(
            H5Tset_fields(
                id,
                real.layout().signBit(),
                exponent.bit(),
                exponent.bits(),
                mantissa.bit(),
                mantissa.bits()));
        ok(H5Tset_ebias(id, exponent.bias()));
        ok(H5Tset_precision(id, real.layout().precision()));
        ok(H5Tset_size(id, real.size()));
        ok(H5Tset_order(id, order(real.order())));
      }
      case StringType text -> {
        id = H5Tcopy(H5T_C_S1_g());
        ok(H5Tset_size(id, text.size()));
        ok(H5Tset_strpad(id, text.padding().ordinal()));
        ok(H5Tset_cset(id, H5T_CSET_UTF8));
      }
      default -> throw new IllegalArgumentException("type=" + type);
    }
    return id;
  }

  private static byte[] byLibrary(byte[] source, H5Type from, H5Type to, int count) {
    long fromId = library(from);
    long toId = library(to);
    try (BytePointer buffer = new BytePointer((long) count * Math.max(from.size(), to.size()))) {
      buffer.put(source, 0, source.length);
      ok(H5Tconvert(fromId, toId, count, buffer, null, 0));
      byte[] made = new byte[count * to.size()];
      buffer.get(made);
      return made;
    } finally {
      ok(H5Tclose(fromId));
      ok(H5Tclose(toId));
    }
  }

  private void check(byte[] source, H5Type from, H5Type to) throws H5Exception {
    int count = source.length / from.size();
    byte[] expected = byLibrary(source, from, to, count);
    byte[] actual =
        NumberConversionTest.convert(MemorySegment.ofArray(source), from, to, count)
            .toArray(ValueLayout.JAVA_BYTE);
    for (int i = 0; i < count; i++) {
      assertEquals(one(expected, i, to), one(actual, i, to), () -> where(source, from, to));
    }
  }

  private String where(byte[] source, H5Type from, H5Type to) {
    return "seed=%d from=%s to=%s source=%s"
        .formatted(seed, from, to, Arrays.toString(Arrays.copyOf(source, 64)));
  }

  private static String one(byte[] bytes, int index, H5Type type) {
    int at = index * type.size();
    return index + ":" + Arrays.toString(Arrays.copyOfRange(bytes, at, at + type.size()));
  }

  private byte[] integers(H5Type type) {
    byte[] bytes = new byte[COUNT * type.size()];
    random.nextBytes(bytes);
    for (int i = 0; i < COUNT; i++) {
      int filled = random.nextInt(type.size() + 1);
      boolean high = type.equals(type.order(ByteOrder.LITTLE_ENDIAN));
      for (int b = 0; b < filled; b++) {
        bytes[i * type.size() + (high ? type.size() - 1 - b : b)] = (byte) (i % 2 == 0 ? 0 : -1);
      }
    }
    return bytes;
  }

  private static List<H5Type> integerTypes() {
    List<H5Type> types = new ArrayList<>();
    for (int size : new int[] {1, 2, 4, 8}) {
      for (boolean signed : new boolean[] {false, true}) {
        types.add(IntegerType.of(size, signed));
        types.add(IntegerType.of(size, signed).order(ByteOrder.BIG_ENDIAN));
      }
    }
    types.add(new IntegerType(4, false, ByteOrder.LITTLE_ENDIAN, 5, 12));
    types.add(new IntegerType(4, true, ByteOrder.BIG_ENDIAN, 3, 20));
    types.add(new IntegerType(3, true, ByteOrder.LITTLE_ENDIAN, 0, 24));
    return types;
  }

  /** The library then swaps bytes and does not look at the sign. */
  private static boolean differInOrderAndSign(H5Type from, H5Type to) {
    return from instanceof IntegerType source
        && to instanceof IntegerType target
        && source.size() == target.size()
        && source.precision() == target.precision()
        && source.signed() != target.signed()
        && source.order() != target.order();
  }

  @Test
  void shouldEqualTheLibraryWhenIntegers() throws H5Exception {
    for (H5Type from : integerTypes()) {
      for (H5Type to : integerTypes()) {
        if (!from.equals(to) && !differInOrderAndSign(from, to)) {
          check(integers(from), from, to);
        }
      }
    }
  }

  @Test
  void shouldEqualTheLibraryWhenIntegersBecomeFloats() throws H5Exception {
    for (H5Type from : integerTypes()) {
      for (H5Type to : List.of(H5Type.F32, H5Type.F64, H5Type.F64.order(ByteOrder.BIG_ENDIAN))) {
        check(integers(from), from, to);
      }
    }
  }

  /**
   * Numbers of all sizes; no NaN. Not 2^31, 2^63 and 2^64, which the library casts as C does,
   * without a defined result.
   */
  private byte[] doubles() {
    double[] values = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      int power = i % 3 == 0 ? random.nextInt(300) - 150 : random.nextInt(70) - 3;
      values[i] = Math.scalb(random.nextDouble() * 2 - 1, power);
    }
    double[] edges = {
      0,
      -0.0,
      0.5,
      -0.5,
      127,
      128,
      -128,
      -129,
      255,
      256,
      0x1.8p31,
      0x1.8p63,
      0x1.8p64,
      -0x1p63,
      1e300,
      -1e300,
      Float.MAX_VALUE,
      Float.MIN_VALUE,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    System.arraycopy(edges, 0, values, 0, edges.length);
    return MemorySegment.ofArray(values).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void shouldEqualTheLibraryWhenFloatsBecomeIntegers() throws H5Exception {
    for (H5Type to : integerTypes()) {
      if (((IntegerType) to).bitOffset() > 0) {
        continue; // The library forgets the offset where a value is out of range.
      }
      check(doubles(), H5Type.F64, to);
      byte[] singles = byLibrary(doubles(), H5Type.F64, H5Type.F32, COUNT);
      check(singles, H5Type.F32, to);
    }
  }

  @Test
  void shouldEqualTheLibraryWhenFloats() throws H5Exception {
    check(doubles(), H5Type.F64, H5Type.F32);
    byte[] singles = byLibrary(doubles(), H5Type.F64, H5Type.F32, COUNT);
    check(singles, H5Type.F32, H5Type.F64);
    H5Type bfloat = new FloatType(2, ByteOrder.LITTLE_ENDIAN, FloatLayout.BFLOAT16);
    byte[] halves = new byte[2 * 65536];
    for (int i = 0; i < 65536; i++) {
      boolean nan = (i & 0x7c00) == 0x7c00 && (i & 0x3ff) != 0;
      boolean other = (i & 0x7f80) == 0x7f80 && (i & 0x7f) != 0;
      halves[2 * i] = (byte) (nan || other ? 0 : i);
      halves[2 * i + 1] = (byte) (nan || other ? 0 : i >> 8);
    }
    check(halves, H5Type.F16, H5Type.F64);
    check(halves, H5Type.F16, H5Type.F32);
    check(halves, bfloat, H5Type.F64);
  }

  @Test
  void shouldEqualTheLibraryWhenStrings() throws H5Exception {
    byte[] text = new byte[60 * 6];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) "ab \0c".charAt(random.nextInt(5));
    }
    for (StringPadding from : StringPadding.values()) {
      for (StringPadding to : StringPadding.values()) {
        for (int size : new int[] {1, 3, 5, 9}) {
          check(
              text,
              new StringType(6, from, StringCharset.UTF_8),
              new StringType(size, to, StringCharset.UTF_8));
        }
      }
    }
  }
}
