package io.jromio.h5vol.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.FloatLayout;
import io.jromio.h5vol.model.FloatLayout.Exponent;
import io.jromio.h5vol.model.FloatLayout.Mantissa;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers against exact arithmetic. */
final class NumberConversionTest {
  static final FloatLayout X87 =
      new FloatLayout(0, 80, 79, new Exponent(64, 15, 16383), new Mantissa(0, 64, 0));
  static final FloatLayout BINARY128 =
      new FloatLayout(0, 128, 127, new Exponent(112, 15, 16383), new Mantissa(0, 112, 2));

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** Bytes of an element as an unsigned number. */
  private static BigInteger bits(MemorySegment segment, long at, H5Type type) {
    byte[] bytes = segment.asSlice(at, type.size()).toArray(ValueLayout.JAVA_BYTE);
    boolean bigEndian =
        type.equals(type.order(ByteOrder.BIG_ENDIAN))
            && !type.equals(type.order(ByteOrder.LITTLE_ENDIAN));
    if (!bigEndian) {
      for (int i = 0; i < bytes.length / 2; i++) {
        byte swapped = bytes[i];
        bytes[i] = bytes[bytes.length - 1 - i];
        bytes[bytes.length - 1 - i] = swapped;
      }
    }
    return new BigInteger(1, bytes);
  }

  private static BigInteger field(BigInteger bits, int offset, int length) {
    return bits.shiftRight(offset).and(BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE));
  }

  /** What an element is exactly; NaN and infinities are doubles. */
  private static Object value(MemorySegment segment, long at, H5Type type) {
    BigInteger bits = bits(segment, at, type);
    if (type instanceof IntegerType integer) {
      BigInteger value = field(bits, integer.bitOffset(), integer.precision());
      boolean negative = integer.signed() && value.testBit(integer.precision() - 1);
      return new BigDecimal(
          negative ? value.subtract(BigInteger.ONE.shiftLeft(integer.precision())) : value);
    }
    FloatLayout layout = ((FloatType) type).layout();
    boolean negative = bits.testBit(layout.signBit());
    int exponent = field(bits, layout.exponent().bit(), layout.exponent().bits()).intValue();
    BigInteger mantissa = field(bits, layout.mantissa().bit(), layout.mantissa().bits());
    boolean implied = layout.mantissa().normalization() == 2;
    int point = layout.mantissa().bits() - (implied ? 0 : 1);
    if (exponent == (1 << layout.exponent().bits()) - 1) {
      boolean nan = implied ? mantissa.signum() != 0 : field(mantissa, 0, point).signum() != 0;
      return nan ? Double.NaN : negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (implied && exponent > 0) {
      mantissa = mantissa.setBit(point);
    }
    int power = Math.max(1, exponent) - Math.toIntExact(layout.exponent().bias()) - point;
    BigDecimal size = new BigDecimal(mantissa).multiply(power(power));
    return negative ? size.negate() : size;
  }

  private static BigDecimal power(int power) {
    BigDecimal two = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(power)));
    return power >= 0 ? two : BigDecimal.ONE.divide(two, MathContext.UNLIMITED);
  }

  /** The integer that a value must become. */
  private static BigInteger clipped(Object value, IntegerType type) {
    BigInteger span = BigInteger.ONE.shiftLeft(type.precision());
    BigInteger lowest = type.signed() ? span.shiftRight(1).negate() : BigInteger.ZERO;
    BigInteger highest = lowest.add(span).subtract(BigInteger.ONE);
    if (value instanceof Double special) {
      return special.isNaN() ? BigInteger.ZERO : special > 0 ? highest : lowest;
    }
    return ((BigDecimal) value).toBigInteger().max(lowest).min(highest);
  }

  /** The nearest number with so many bits from the lowest power on, ties to even. */
  private static Object nearest(Object value, FloatLayout layout) {
    if (value instanceof Double || ((BigDecimal) value).signum() == 0) {
      return value;
    }
    BigDecimal exact = (BigDecimal) value;
    boolean implied = layout.mantissa().normalization() == 2;
    int significant = layout.mantissa().bits() + (implied ? 1 : 0);
    int bias = Math.toIntExact(layout.exponent().bias());
    BigDecimal size = exact.abs();
    int scale = (int) ((size.precision() - size.scale()) * 3.3219);
    while (size.compareTo(power(scale + 1)) >= 0) {
      scale++;
    }
    while (size.compareTo(power(scale)) < 0) {
      scale--;
    }
    int unit = Math.max(scale, 1 - bias) - significant + 1;
    BigDecimal rounded =
        size.multiply(power(-unit)).setScale(0, RoundingMode.HALF_EVEN).multiply(power(unit));
    int highest = (1 << layout.exponent().bits()) - 2 - bias;
    if (rounded.compareTo(power(highest + 1)) >= 0) {
      return exact.signum() > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    return exact.signum() > 0 ? rounded : rounded.negate();
  }

  private List<H5Type> types() {
    List<H5Type> types = new ArrayList<>();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (int size : new int[] {1, 2, 4, 8}) {
        types.add(IntegerType.of(size, true).order(order));
        types.add(IntegerType.of(size, false).order(order));
      }
      types.add(H5Type.F16.order(order));
      types.add(H5Type.F32.order(order));
      types.add(H5Type.F64.order(order));
      types.add(new FloatType(2, order, FloatLayout.BFLOAT16));
    }
    types.add(new IntegerType(3, true, ByteOrder.BIG_ENDIAN, 0, 24));
    types.add(new IntegerType(4, false, ByteOrder.LITTLE_ENDIAN, 5, 12));
    types.add(new IntegerType(8, true, ByteOrder.LITTLE_ENDIAN, 1, 63));
    types.add(new IntegerType(7, true, ByteOrder.BIG_ENDIAN, 3, 40));
    return types;
  }

  /** Random bits, with many near the ends of ranges and near zero. */
  private MemorySegment elements(H5Type type, int count) {
    byte[] bytes = new byte[count * type.size()];
    random.nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(4);
      int filled = kind == 3 ? 0 : random.nextInt(type.size() + 1);
      for (int b = 0; b < filled; b++) {
        boolean end = random.nextInt(8) == 0;
        byte fill = (byte) (kind == 0 ? 0 : kind == 1 ? -1 : end ? 0x7f : 0x80);
        bytes[i * type.size() + (random.nextBoolean() ? b : type.size() - 1 - b)] = fill;
      }
    }
    return MemorySegment.ofArray(bytes);
  }

  static MemorySegment convert(MemorySegment source, H5Type from, H5Type to, int count)
      throws H5Exception {
    MemorySegment target = MemorySegment.ofArray(new byte[count * to.size()]);
    MemoryBlobs none = new MemoryBlobs(new Blobs());
    TypeConversion.between(from, to)
        .convert(
            new TypeConversion.Place(source, 0),
            new TypeConversion.Place(target, 0),
            count,
            none,
            none);
    return target;
  }

  private static boolean equal(Object expected, Object actual) {
    if (expected instanceof BigDecimal number && actual instanceof BigDecimal other) {
      return number.compareTo(other) == 0;
    }
    return expected.equals(actual);
  }

  private void check(H5Type from, H5Type to, int count) throws H5Exception {
    check(from, to, elements(from, count));
  }

  private void check(H5Type from, H5Type to, MemorySegment source) throws H5Exception {
    int count = Math.toIntExact(source.byteSize() / from.size());
    MemorySegment target = convert(source, from, to, count);
    for (int i = 0; i < count; i++) {
      Object value = value(source, (long) i * from.size(), from);
      Object actual = value(target, (long) i * to.size(), to);
      Object expected =
          to instanceof IntegerType type
              ? new BigDecimal(clipped(value, type))
              : nearest(value, ((FloatType) to).layout());
      boolean equal = equal(expected, actual);
      assertTrue(
          equal,
          "seed=%d from=%s to=%s value=%s expected=%s actual=%s"
              .formatted(seed, from, to, value, expected, actual));
    }
  }

  @Test
  void shouldBeExactArithmeticWhenNumbers() throws H5Exception {
    for (H5Type from : types()) {
      for (H5Type to : types()) {
        if (!from.equals(to)) {
          check(from, to, 40);
        }
      }
    }
  }

  @Test
  void shouldFillManyBlocksWhenLong() throws H5Exception {
    check(H5Type.I32, H5Type.F32, 3000);
    check(H5Type.F64, H5Type.U64, 2049);
  }

  /** Long doubles, most of which are in the range of doubles or not far beyond. */
  private MemorySegment longDoubles(int size, int exponentByte, int count) {
    byte[] bytes = new byte[count * size];
    random.nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      int exponent = 16383 + random.nextInt(2 * 1150) - 1150;
      int at = i * size + exponentByte;
      bytes[at] = (byte) exponent;
      bytes[at + 1] = (byte) ((exponent >> 8) | (random.nextBoolean() ? 0x80 : 0));
      for (int b = 0; b < exponentByte - 6 && i % 3 == 0; b++) {
        bytes[i * size + b] = (byte) (b == 0 && i % 2 == 0 ? 1 : 0);
      }
    }
    return MemorySegment.ofArray(bytes);
  }

  @Test
  void shouldBeTheNearestDoubleWhenLongDouble() throws H5Exception {
    int n = 1000;
    check(new FloatType(16, ByteOrder.LITTLE_ENDIAN, X87), H5Type.F64, longDoubles(16, 8, n));
    check(new FloatType(10, ByteOrder.LITTLE_ENDIAN, X87), H5Type.F64, longDoubles(10, 8, n));
    FloatType binary128 = new FloatType(16, ByteOrder.LITTLE_ENDIAN, BINARY128);
    check(binary128, H5Type.F64, longDoubles(16, 14, n));
    MemorySegment numbers = longDoubles(16, 14, n);
    H5Type swapped = binary128.order(ByteOrder.BIG_ENDIAN);
    check(swapped, H5Type.F64, convert(numbers, binary128, swapped, n));
  }

  @Test
  void shouldKeepNearestDoubleWhenLongDoubleIsOrdinary() throws H5Exception {
    // 1.5 and -2^-1060, as x86 stores them.
    byte[] bytes = new byte[32];
    bytes[7] = (byte) 0xc0;
    bytes[8] = (byte) 0xff;
    bytes[9] = 0x3f;
    bytes[16 + 7] = (byte) 0x80;
    int exponent = 16383 - 1060;
    bytes[16 + 8] = (byte) exponent;
    bytes[16 + 9] = (byte) ((exponent >> 8) | 0x80);
    FloatType type = new FloatType(16, ByteOrder.LITTLE_ENDIAN, X87);
    MemorySegment doubles = convert(MemorySegment.ofArray(bytes), type, H5Type.F64, 2);
    assertEquals(1.5, doubles.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0));
    assertEquals(-Math.scalb(1.0, -1060), doubles.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, 8));
  }

  @Test
  void shouldRefuseWithBothTypesWhenNumberHasNoMeaningInJava() {
    H5Type huge = IntegerType.of(16, true);
    H5Exception e = assertThrows(H5Exception.class, () -> TypeConversion.between(huge, H5Type.I64));
    assertEquals(H5Error.CONVERSION, e.error());
    assertTrue(e.detail().contains("from=IntegerType[size=16"), e.detail());
    H5Type longDouble = new FloatType(16, ByteOrder.LITTLE_ENDIAN, X87);
    assertThrows(H5Exception.class, () -> TypeConversion.between(H5Type.F64, longDouble));
  }

  @Test
  void shouldCopyOrSwapWhenOfOneLayout() throws H5Exception {
    H5Type longDouble = new FloatType(16, ByteOrder.LITTLE_ENDIAN, X87);
    assertTrue(TypeConversion.between(longDouble, longDouble).isIdentity());
    for (H5Type type :
        List.of(
            longDouble, H5Type.I8, H5Type.U16, H5Type.F32, H5Type.F64, IntegerType.of(16, true))) {
      H5Type swapped = type.order(ByteOrder.BIG_ENDIAN);
      MemorySegment source = elements(type, 9);
      MemorySegment there = convert(source, type, swapped, 9);
      assertEquals(bits(source, type.size(), type), bits(there, type.size(), swapped));
      assertEquals(-1, convert(there, swapped, type, 9).mismatch(source));
    }
  }
}
