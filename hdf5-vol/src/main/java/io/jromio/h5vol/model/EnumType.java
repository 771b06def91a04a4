package io.jromio.h5vol.model;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names for integers.
 *
 * @param base the integers
 * @param symbols in order of definition; names differ, values differ
 */
public record EnumType(IntegerType base, List<Symbol> symbols) implements H5Type {
  /** A name and its value. */
  public record Symbol(String name, long value) {}

  public EnumType {
    symbols = List.copyOf(symbols);
    if (symbols.isEmpty()) {
      throw new IllegalArgumentException("enum without symbols: base=" + base);
    }
    Set<String> names = new HashSet<>();
    Set<Long> values = new HashSet<>();
    for (Symbol symbol : symbols) {
      if (!names.add(symbol.name()) || !values.add(symbol.value())) {
        throw new IllegalArgumentException(
            "two symbols of one name or value: symbol=%s base=%s".formatted(symbol, base));
      }
      if (!fits(symbol.value(), base)) {
        throw new IllegalArgumentException(
            "symbol outside its base: symbol=%s base=%s".formatted(symbol, base));
      }
    }
  }

  /** Unsigned values of 64 bits are negative longs. */
  private static boolean fits(long value, IntegerType base) {
    int bits = base.precision() - (base.signed() ? 1 : 0);
    if (bits >= 63) {
      return bits > 63 || base.signed() || value >= 0;
    }
    return value < 1L << bits && value >= (base.signed() ? -1L << bits : 0);
  }

  /** Names for 0, 1, 2 and so on. */
  static EnumType counted(H5Type base, String... names) {
    long[] values = new long[names.length];
    for (int i = 0; i < names.length; i++) {
      values[i] = i;
    }
    return of(base, names, values);
  }

  /** Names and as many values. */
  public static EnumType of(H5Type base, String[] names, long... values) {
    if (!(base instanceof IntegerType integers) || names.length != values.length) {
      throw new IllegalArgumentException(
          "no enum: base=%s names=%d values=%d".formatted(base, names.length, values.length));
    }
    List<Symbol> symbols = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      symbols.add(new Symbol(names[i], values[i]));
    }
    return new EnumType(integers, symbols);
  }

  @Override
  public int size() {
    return base.size();
  }

  @Override
  public EnumType order(ByteOrder order) {
    return new EnumType(base.order(order), symbols);
  }

  @Override
  public boolean hasVlen() {
    return false;
  }
}
