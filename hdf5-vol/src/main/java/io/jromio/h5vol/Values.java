package io.jromio.h5vol;

import io.jromio.h5vol.convert.JavaValues;
import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** What programs hand over, as elements. Throws IllegalArgumentException where that cannot be. */
final class Values {
  private Values() {}

  /** Something that may find its arguments wrong. */
  interface Call<T> {
    T make() throws H5Exception;
  }

  /** Makes an error of HDF5 of a complaint about arguments. */
  static <T> T checked(Supplier<String> where, Call<T> call) throws H5Exception {
    try {
      return call.make();
    } catch (IllegalArgumentException e) {
      throw new H5Exception(H5Error.ARG, e.getMessage() + ": " + where.get(), e);
    }
  }

  /** In a type that is natural to the value, as it is stored if nothing else is said. */
  static Elements natural(Object value) throws H5Exception {
    if (value instanceof Elements elements) {
      return elements;
    }
    if (value instanceof MemorySegment) {
      throw new IllegalArgumentException("a MemorySegment has no type: give one");
    }
    if (value instanceof String text) {
      return converted(text, H5Type.string(bytes(text)));
    }
    if (value instanceof String[] texts) {
      int longest = 1;
      for (String text : texts) {
        longest = Math.max(longest, bytes(text));
      }
      return converted(texts, H5Type.string(longest));
    }
    return JavaValues.elements(value, H5Type.I8);
  }

  private static int bytes(String text) {
    return Math.max(1, text.getBytes(StandardCharsets.UTF_8).length);
  }

  /** In the type given. */
  static Elements converted(Object value, H5Type type) throws H5Exception {
    Elements source =
        value instanceof Elements elements ? elements : JavaValues.elements(value, type);
    if (source.type().equals(type)) {
      return source;
    }
    TypeConversion conversion = TypeConversion.between(source.type(), type);
    long count = source.count();
    Blobs blobs = new Blobs();
    MemorySegment target = memory(count, type);
    conversion.convert(
        new TypeConversion.Place(source.bytes(), 0),
        new TypeConversion.Place(target, 0),
        count,
        new MemoryBlobs(source.blobs()),
        new MemoryBlobs(blobs));
    return new Elements(type, target, blobs);
  }

  /** Room for elements, all zero. */
  static MemorySegment memory(long count, H5Type type) {
    long bytes = Math.multiplyExact(count, type.size());
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "too large for a Java array, use a MemorySegment: elements=%d bytes=%d"
              .formatted(count, bytes));
    }
    return MemorySegment.ofArray(new byte[(int) bytes]);
  }
}
