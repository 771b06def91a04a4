package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Enums by names of symbols. Values without a name become ones in all bits. */
final class EnumConverter extends Converter {
  private static final int BLOCK = 512;

  private final Integers from;
  private final Integers to;
  private final boolean identity;
  private final CopyConverter copy;
  // Values of the source, ascending, and those that they become.
  private final long[] known;
  private final long[] becomes;

  EnumConverter(EnumType from, EnumType to) throws H5Exception {
    this.from = new Integers(from.base());
    this.to = new Integers(to.base());
    copy = new CopyConverter(from.size());
    Map<String, Long> values = new HashMap<>();
    for (EnumType.Symbol symbol : to.symbols()) {
      values.put(symbol.name(), symbol.value());
    }
    EnumType.Symbol[] symbols = from.symbols().toArray(new EnumType.Symbol[0]);
    Arrays.sort(symbols, (a, b) -> Long.compare(a.value(), b.value()));
    known = new long[symbols.length];
    becomes = new long[symbols.length];
    boolean same = from.base().equals(to.base());
    for (int i = 0; i < symbols.length; i++) {
      Long value = values.get(symbols[i].name());
      if (value == null) {
        throw new H5Exception(
            H5Error.CONVERSION,
            "symbol that the target has not: symbol=%s from=%s to=%s"
                .formatted(symbols[i], from, to));
      }
      known[i] = symbols[i].value();
      becomes[i] = value;
      same &= known[i] == becomes[i];
    }
    identity = same;
  }

  static boolean knows(EnumType from, EnumType to) {
    return Integers.knows(from.base()) && Integers.knows(to.base());
  }

  @Override
  boolean isIdentity() {
    return identity;
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) {
    if (identity) {
      copy.convert(source, target, count, stores);
      return;
    }
    long[] block = new long[(int) Math.min(BLOCK, count)];
    for (long done = 0; done < count; done += block.length) {
      int n = (int) Math.min(block.length, count - done);
      from.read(source.from(done), block, n);
      for (int i = 0; i < n; i++) {
        int place = Arrays.binarySearch(known, block[i]);
        block[i] = place < 0 ? -1L : becomes[place];
      }
      to.writeBits(block, target.from(done), n);
    }
  }
}
