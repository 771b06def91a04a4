package io.jromio.bench.h5;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FloatLayout;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Types in the words of h5ls: those of C on a 64-bit little-endian machine are called native.
 *
 * @source h5ls 1.10.8 (behaviour)
 */
final class LsType {
  private static final int STEP = 4;
  private static final int NAME_COLUMNS = 16;

  private LsType() {}

  /**
   * The text of a type, of as many lines as it takes, none ended.
   *
   * @param indent columns before the lines that follow the first
   */
  static String text(H5Type type, int indent) {
    return switch (type) {
      case IntegerType integer -> integer(integer, indent);
      case FloatType real -> real(real, indent);
      case BitfieldType bits -> bitfield(bits, indent);
      case StringType string ->
          "%d-byte %s".formatted(string.size(), string(string.padding(), string.charset()));
      case VlenStringType string -> "variable-length " + string(string.padding(), string.charset());
      case OpaqueType opaque ->
          "%d-byte opaque type\n%s(tag = \"%s\")"
              .formatted(opaque.size(), Indent.of(indent), opaque.tag());
      case CompoundType compound -> compound(compound, indent);
      case EnumType symbols -> symbols(symbols, indent);
      case ArrayType array ->
          Arrays.toString(array.shape()).replace(" ", "") + " " + text(array.base(), indent + STEP);
      case VlenType sequence ->
          "variable length of\n" + Indent.of(indent + STEP) + text(sequence.base(), indent + STEP);
      case ReferenceType reference ->
          reference.kind() == ReferenceType.Kind.OBJECT
              ? "object reference"
              : "dataset region reference";
    };
  }

  /** Bytes of an element in C's memory. */
  static int memorySize(H5Type type) {
    return switch (type) {
      case VlenStringType string -> Long.BYTES;
      case ArrayType array -> array.length() * memorySize(array.base());
      case CompoundType compound -> {
        int size = compound.size();
        for (CompoundType.Member member : compound.members()) {
          size += memorySize(member.type()) - member.type().size();
        }
        yield size;
      }
      default -> type.size();
    };
  }

  private static String integer(IntegerType type, int indent) {
    if (Scalars.isPlain(type) && (type.order() == ByteOrder.LITTLE_ENDIAN || type.size() == 1)) {
      String name =
          switch (type.size()) {
            case 1 -> "char";
            case 2 -> "short";
            case 4 -> "int";
            default -> "long";
          };
      if (type.signed()) {
        return type.size() == 1 ? "native signed char" : "native " + name;
      }
      return "native unsigned " + name;
    }
    return "%d-bit%s%s integer"
            .formatted(
                8 * type.size(),
                DdlType.orderInWords(type.order(), type.size()),
                type.signed() ? "" : " unsigned")
        + precision(type.size(), type.bitOffset(), type.precision(), indent);
  }

  private static String bitfield(BitfieldType type, int indent) {
    boolean plain =
        Integer.bitCount(type.size()) == 1
            && type.size() <= 8
            && type.precision() == 8 * type.size();
    if (plain && (type.order() == ByteOrder.LITTLE_ENDIAN || type.size() == 1)) {
      return "native %d-bit field".formatted(8 * type.size());
    }
    return "%d-bit%s bitfield"
            .formatted(8 * type.size(), DdlType.orderInWords(type.order(), type.size()))
        + precision(type.size(), type.bitOffset(), type.precision(), indent);
  }

  private static String real(FloatType type, int indent) {
    boolean single = type.size() == 4 && type.layout().equals(FloatLayout.BINARY32);
    if (single || (type.size() == 8 && type.layout().equals(FloatLayout.BINARY64))) {
      return type.order() == ByteOrder.LITTLE_ENDIAN
          ? single ? "native float" : "native double"
          : "IEEE %d-bit big-endian float".formatted(8 * type.size());
    }
    FloatLayout layout = type.layout();
    String next = "\n" + Indent.of(indent);
    String normalization =
        switch (layout.mantissa().normalization()) {
          case 0 -> ", no normalization";
          case 1 -> ", msb always set";
          default -> ", msb implied";
        };
    return "%d-bit%s floating-point"
            .formatted(8 * type.size(), DdlType.orderInWords(type.order(), type.size()))
        + precision(type.size(), layout.bitOffset(), layout.precision(), indent)
        + "%s(significant for %s at bit %d%s)"
            .formatted(next, bits(layout.mantissa().bits()), layout.mantissa().bit(), normalization)
        + "%s(exponent for %s at bit %d, bias is 0x%x)"
            .formatted(
                next,
                bits(layout.exponent().bits()),
                layout.exponent().bit(),
                layout.exponent().bias())
        + "%s(sign bit at %d)".formatted(next, layout.signBit());
  }

  private static String bits(int count) {
    return count == 1 ? "1 bit" : count + " bits";
  }

  /** What follows when not all bits count; padding is always zeros. */
  private static String precision(int size, int offset, int precision, int indent) {
    if (precision == 8 * size) {
      return "";
    }
    String next = "\n" + Indent.of(indent);
    int above = 8 * size - offset - precision;
    String low = offset > 0 ? zeros(offset, 0) : "";
    String high = above > 0 ? zeros(above, 8 * size - above) : "";
    return "%s(%s of precision beginning at bit %d)".formatted(next, bits(precision), offset)
        + "%s(%s%s%s)".formatted(next, low, low.isEmpty() || high.isEmpty() ? "" : ", ", high);
  }

  private static String zeros(int count, int at) {
    return "%d zero bit%s at bit %d".formatted(count, count == 1 ? "" : "s", at);
  }

  private static String string(StringPadding padding, StringCharset charset) {
    return switch (padding) {
          case NULL_TERMINATED -> "null-terminated ";
          case NULL_PADDED -> "null-padded ";
          case SPACE_PADDED -> "space-padded ";
        }
        + (charset == StringCharset.ASCII ? "ASCII string" : "UTF-8 string");
  }

  private static String compound(CompoundType type, int indent) {
    StringBuilder text = new StringBuilder("struct {");
    int saved = 0;
    for (CompoundType.Member member : type.members()) {
      String name = LsText.escape(member.name(), false);
      text.append('\n').append(Indent.of(indent + STEP)).append('"').append(name).append('"');
      text.append(" ".repeat(Math.max(0, NAME_COLUMNS - name.length())));
      text.append(" +%-4d ".formatted(member.offset() - saved));
      text.append(text(member.type(), indent + STEP));
      saved += member.type().size() - memorySize(member.type());
    }
    int size = memorySize(type);
    text.append('\n').append(Indent.of(indent));
    return text.append("} %d byte%s".formatted(size, size == 1 ? "" : "s")).toString();
  }

  private static String symbols(EnumType type, int indent) {
    StringBuilder text = new StringBuilder("enum ");
    text.append(text(type.base(), indent + STEP)).append(" {");
    for (EnumType.Symbol symbol : type.symbols()) {
      String name = LsText.escape(symbol.name(), true);
      text.append('\n').append(Indent.of(indent + STEP)).append(name);
      text.append(" ".repeat(Math.max(0, NAME_COLUMNS - name.length())));
      text.append(" = ").append(DdlType.symbolValue(type, symbol));
    }
    return text.append('\n').append(Indent.of(indent)).append('}').toString();
  }
}
