package io.jromio.bench.h5;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Elements as h5dump writes them. Text in UTF-8 appears as it is, where h5dump 1.10 shows its bytes
 * as octal numbers; an empty string of variable length is {@code ""}, also where h5dump says NULL
 * because it was never written.
 *
 * @source h5dump 1.10.8 (behaviour)
 */
final class ElementText {
  /** What follows a line end within a string. */
  private static final String WITHIN_STRING = " ".repeat(11);

  private final Function<ObjectToken, String> names;

  /**
   * @param names what is said of the object of a reference
   */
  ElementText(Function<ObjectToken, String> names) {
    this.names = names;
  }

  /**
   * Writes one element of {@code elements}.
   *
   * @param indent columns before what encloses the parts of the element
   */
  String text(Elements elements, long index, int indent) {
    StringBuilder text = new StringBuilder();
    H5Type type = elements.type();
    append(text, type, elements.bytes(), index * type.size(), elements.blobs(), indent);
    return text.toString();
  }

  private void append(
      StringBuilder text, H5Type type, MemorySegment bytes, long at, Blobs blobs, int indent) {
    switch (type) {
      case IntegerType integer -> text.append(Scalars.text(integer, bytes, at));
      case FloatType real -> text.append(CNumbers.general(Scalars.real(real, bytes, at)));
      case BitfieldType bits ->
          text.append(Scalars.hex(bytes, at, bits.size(), bits.order() == ByteOrder.BIG_ENDIAN));
      case OpaqueType opaque -> text.append(Scalars.hex(bytes, at, opaque.size(), false));
      case StringType string -> {
        byte[] content = bytes.asSlice(at, string.size()).toArray(ValueLayout.JAVA_BYTE);
        boolean ends = string.padding() == StringPadding.NULL_TERMINATED;
        quote(text, ends ? untilNull(content) : content, string.charset());
      }
      case VlenStringType string ->
          quote(text, untilNull(sequence(bytes, at, 1, blobs)), string.charset());
      case EnumType symbols -> symbol(text, symbols, bytes, at);
      case ReferenceType reference -> text.append(reference(reference, bytes, at));
      case CompoundType compound -> compound(text, compound, bytes, at, blobs, indent);
      case ArrayType array -> array(text, array, bytes, at, blobs, indent);
      case VlenType vlen -> {
        int size = vlen.base().size();
        MemorySegment content = MemorySegment.ofArray(sequence(bytes, at, size, blobs));
        text.append('(');
        for (long i = 0; i < content.byteSize(); i += size) {
          text.append(i == 0 ? "" : ", ");
          append(text, vlen.base(), content, i, blobs, indent + Indent.STEP);
        }
        text.append(')');
      }
    }
  }

  /** The bytes of an element of variable length. */
  static byte[] sequence(MemorySegment bytes, long at, int size, Blobs blobs) {
    long length = Scalars.word(bytes, at);
    if (length == 0) {
      return new byte[0];
    }
    MemorySegment content = blobs.get(Scalars.word(bytes, at + Long.BYTES));
    return content.asSlice(0, length * size).toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] untilNull(byte[] content) {
    int length = 0;
    while (length < content.length && content[length] != 0) {
      length++;
    }
    return Arrays.copyOf(content, length);
  }

  private static void quote(StringBuilder text, byte[] content, StringCharset charset) {
    text.append('"');
    String characters = new String(content, StandardCharsets.UTF_8);
    if (charset == StringCharset.UTF_8 && characters.indexOf('\ufffd') < 0) {
      for (int i = 0; i < characters.length(); i++) {
        character(text, characters.charAt(i));
      }
    } else {
      for (byte b : content) {
        character(text, b);
      }
    }
    text.append('"');
  }

  /** A character, or a byte that is none, which is negative: C shows it as an int. */
  private static void character(StringBuilder text, int c) {
    switch (c) {
      case '\n', '\r' -> text.append((char) c).append(WITHIN_STRING);
      case '\b', '\f', '\t' -> text.append((char) c);
      default -> {
        if (c < ' ' || c == 0x7f) {
          text.append("\\%03o".formatted(c));
        } else {
          text.append((char) c);
        }
      }
    }
  }

  private static void symbol(StringBuilder text, EnumType type, MemorySegment bytes, long at) {
    IntegerType base = type.base();
    long value =
        Scalars.isPlain(base)
            ? Scalars.plain(base, bytes, at)
            : Scalars.integer(base, bytes, at).longValue();
    for (EnumType.Symbol symbol : type.symbols()) {
      if (symbol.value() == value) {
        text.append(symbol.name());
        return;
      }
    }
    text.append(Scalars.hex(bytes, at, base.size(), base.order() == ByteOrder.BIG_ENDIAN));
  }

  private String reference(ReferenceType type, MemorySegment bytes, long at) {
    boolean none = true;
    for (int i = 0; i < type.size(); i++) {
      none &= bytes.get(ValueLayout.JAVA_BYTE, at + i) == 0;
    }
    if (none) {
      return "NULL";
    }
    return type.kind() == ReferenceType.Kind.OBJECT
        ? names.apply(new ObjectToken(Scalars.word(bytes, at)))
        : Scalars.hex(bytes, at, type.size(), false);
  }

  private void compound(
      StringBuilder text,
      CompoundType type,
      MemorySegment bytes,
      long at,
      Blobs blobs,
      int indent) {
    text.append('{');
    int inner = indent + Indent.STEP;
    String separator = "\n";
    for (CompoundType.Member member : type.members()) {
      text.append(separator).append(Indent.of(inner));
      append(text, member.type(), bytes, at + member.offset(), blobs, inner);
      separator = ",\n";
    }
    text.append('\n').append(Indent.of(indent)).append('}');
  }

  private void array(
      StringBuilder text, ArrayType type, MemorySegment bytes, long at, Blobs blobs, int indent) {
    int inner = indent + Indent.STEP;
    int[] shape = type.shape();
    int row = shape[shape.length - 1];
    int length = type.length();
    text.append("[ ");
    for (int i = 0; i < length; i++) {
      if (i > 0) {
        text.append(i % row == 0 ? ",\n" + Indent.of(inner) : ", ");
      }
      append(text, type.base(), bytes, at + (long) i * type.base().size(), blobs, inner);
    }
    text.append(" ]");
  }
}
