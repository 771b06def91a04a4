package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.StringType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Strings of fixed and of variable length; bytes stay as they are, whatever the character set. */
final class StringConverter extends Converter {
  // Null for variable length.
  private final @Nullable StringType from;
  private final @Nullable StringType to;

  StringConverter(H5Type from, H5Type to) {
    this.from = from instanceof StringType type ? type : null;
    this.to = to instanceof StringType type ? type : null;
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) throws H5Exception {
    for (long i = 0; i < count; i++) {
      long at = source.offset() + i * source.stride();
      long put = target.offset() + i * target.stride();
      MemorySegment text;
      if (from == null) {
        long length = stores.source().length(source.segment(), at);
        text = stores.source().get(source.segment(), at, length);
      } else {
        long length = Text.length(source.segment(), at, from.size(), from.padding());
        text = source.segment().asSlice(at, length);
      }
      if (to != null) {
        Text.put(text, target.segment(), put, to);
      } else {
        // The source may be a buffer that is used again.
        MemorySegment kept = from == null ? text : copy(text);
        stores.target().put(kept.byteSize(), kept, target.segment(), put);
      }
    }
  }

  private static MemorySegment copy(MemorySegment text) {
    return MemorySegment.ofArray(text.toArray(ValueLayout.JAVA_BYTE));
  }
}
