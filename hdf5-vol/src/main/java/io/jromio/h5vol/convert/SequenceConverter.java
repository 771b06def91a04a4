package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Sequences of variable length, element by element. Never identity: their bytes are elsewhere. */
final class SequenceConverter extends Converter {
  private static final MemorySegment EMPTY = MemorySegment.ofArray(new byte[0]);

  private final Converter base;
  private final int fromSize;
  private final int toSize;

  SequenceConverter(Converter base, VlenType from, VlenType to) {
    this.base = base;
    fromSize = from.base().size();
    toSize = to.base().size();
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) throws H5Exception {
    for (long i = 0; i < count; i++) {
      long at = source.offset() + i * source.stride();
      long put = target.offset() + i * target.stride();
      long length = stores.source().length(source.segment(), at);
      stores.target().put(length, sequence(source, at, length, stores), target.segment(), put);
    }
  }

  private MemorySegment sequence(Strided source, long at, long length, Stores stores)
      throws H5Exception {
    if (length == 0) {
      return EMPTY;
    }
    if (length < 0 || length > Long.MAX_VALUE / Math.max(fromSize, toSize)) {
      throw new H5Exception(H5Error.BAD_FILE, "sequence of absurd length: length=" + length);
    }
    MemorySegment bytes = stores.source().get(source.segment(), at, length * fromSize);
    if (base.isIdentity()) {
      return bytes;
    }
    MemorySegment made = room(length * toSize);
    base.convert(new Strided(bytes, 0, fromSize), new Strided(made, 0, toSize), length, stores);
    return made;
  }

  private static MemorySegment room(long bytes) {
    return bytes <= Integer.MAX_VALUE - 8
        ? MemorySegment.ofArray(new byte[(int) bytes])
        : Arena.ofAuto().allocate(bytes);
  }
}
