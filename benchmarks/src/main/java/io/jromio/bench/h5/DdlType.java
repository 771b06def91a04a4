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

/**
 * Types in the words of the data description language.
 *
 * @source HDF5 user guide, DDL in BNF for HDF5; h5dump 1.10.8
 */
final class DdlType {
  private static final int SYMBOL_COLUMNS = 16;

  private DdlType() {}

  /**
   * The text of a type; its first line without white space before it, none at the end.
   *
   * @param indent columns before the line in which it begins
   */
  static String text(H5Type type, int indent) {
    return switch (type) {
      case IntegerType integer -> integer(integer);
      case FloatType real -> real(real);
      case BitfieldType bits -> bitfield(bits);
      case StringType string ->
          string(Integer.toString(string.size()), string.padding(), string.charset(), indent);
      case VlenStringType string ->
          string("H5T_VARIABLE", string.padding(), string.charset(), indent);
      case OpaqueType opaque ->
          "H5T_OPAQUE {\n%sOPAQUE_TAG \"%s\";\n%s}"
              .formatted(Indent.of(indent + Indent.STEP), opaque.tag(), Indent.of(indent));
      case CompoundType compound -> compound(compound, indent);
      case EnumType symbols -> symbols(symbols, indent);
      case ArrayType array -> array(array, indent);
      case VlenType sequence -> "H5T_VLEN { " + text(sequence.base(), indent) + "}";
      case ReferenceType reference ->
          "H5T_REFERENCE { %s }"
              .formatted(
                  reference.kind() == ReferenceType.Kind.OBJECT
                      ? "H5T_STD_REF_OBJECT"
                      : "H5T_STD_REF_DSETREG");
    };
  }

  private static String integer(IntegerType type) {
    if (Scalars.isPlain(type)) {
      return "H5T_STD_%s%d%s"
          .formatted(type.signed() ? "I" : "U", 8 * type.size(), order(type.order()));
    }
    return "%d-bit%s%s integer %d-bit precision"
        .formatted(
            8 * type.size(),
            orderInWords(type.order(), type.size()),
            type.signed() ? "" : " unsigned",
            type.precision());
  }

  private static String real(FloatType type) {
    if ((type.size() == 4 && type.layout().equals(FloatLayout.BINARY32))
        || (type.size() == 8 && type.layout().equals(FloatLayout.BINARY64))) {
      return "H5T_IEEE_F%d%s".formatted(8 * type.size(), order(type.order()));
    }
    return "%d-bit%s floating-point %d-bit precision"
        .formatted(
            8 * type.size(), orderInWords(type.order(), type.size()), type.layout().precision());
  }

  private static String bitfield(BitfieldType type) {
    boolean plain =
        Integer.bitCount(type.size()) == 1
            && type.size() <= 8
            && type.precision() == 8 * type.size();
    return plain
        ? "H5T_STD_B%d%s".formatted(8 * type.size(), order(type.order()))
        : "undefined bitfield";
  }

  private static String order(ByteOrder order) {
    return order == ByteOrder.LITTLE_ENDIAN ? "LE" : "BE";
  }

  static String orderInWords(ByteOrder order, int size) {
    if (size == 1) {
      return "";
    }
    return order == ByteOrder.LITTLE_ENDIAN ? " little-endian" : " big-endian";
  }

  private static String string(
      String size, StringPadding padding, StringCharset charset, int indent) {
    String pad =
        switch (padding) {
          case NULL_TERMINATED -> "NULLTERM";
          case NULL_PADDED -> "NULLPAD";
          case SPACE_PADDED -> "SPACEPAD";
        };
    String inner = "\n" + Indent.of(indent + Indent.STEP);
    return "H5T_STRING {%1$sSTRSIZE %2$s;%1$sSTRPAD H5T_STR_%3$s;%1$sCSET H5T_CSET_%4$s;%1$s"
            .formatted(inner, size, pad, charset == StringCharset.ASCII ? "ASCII" : "UTF8")
        + "CTYPE H5T_C_S1;\n%s}".formatted(Indent.of(indent));
  }

  private static String compound(CompoundType type, int indent) {
    StringBuilder text = new StringBuilder("H5T_COMPOUND {\n");
    int inner = indent + Indent.STEP;
    for (CompoundType.Member member : type.members()) {
      text.append(Indent.of(inner)).append(text(member.type(), inner));
      text.append(" \"").append(member.name()).append("\";\n");
    }
    return text.append(Indent.of(indent)).append('}').toString();
  }

  private static String symbols(EnumType type, int indent) {
    String inner = Indent.of(indent + Indent.STEP);
    StringBuilder text = new StringBuilder("H5T_ENUM {\n");
    text.append(inner).append(text(type.base(), indent + Indent.STEP)).append(";\n");
    for (EnumType.Symbol symbol : type.symbols()) {
      String name = symbol.name();
      text.append(inner).append('"').append(name).append('"');
      text.append(" ".repeat(Math.max(0, SYMBOL_COLUMNS - name.length()) + 1));
      text.append(symbolValue(type, symbol)).append(";\n");
    }
    return text.append(Indent.of(indent)).append('}').toString();
  }

  static String symbolValue(EnumType type, EnumType.Symbol symbol) {
    return type.base().signed()
        ? Long.toString(symbol.value())
        : Long.toUnsignedString(symbol.value());
  }

  private static String array(ArrayType type, int indent) {
    StringBuilder text = new StringBuilder("H5T_ARRAY { ");
    for (int length : type.shape()) {
      text.append('[').append(length).append(']');
    }
    return text.append(' ').append(text(type.base(), indent)).append(" }").toString();
  }
}
