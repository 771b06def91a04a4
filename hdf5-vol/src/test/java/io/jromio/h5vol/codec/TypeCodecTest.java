package io.jromio.h5vol.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.VlenStringType;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TypeCodecTest {

  static Stream<H5Type> types() {
    H5Type wide =
        H5Type.compound(
            70_000,
            new CompoundType.Member("first", 0, H5Type.I32),
            new CompoundType.Member("last", 69_992, H5Type.F64.order(ByteOrder.BIG_ENDIAN)));
    return Stream.of(
        H5Type.I8,
        H5Type.U64.order(ByteOrder.BIG_ENDIAN),
        new IntegerType(4, true, ByteOrder.LITTLE_ENDIAN, 3, 20),
        IntegerType.of(16, false),
        H5Type.F16,
        H5Type.F32.order(ByteOrder.BIG_ENDIAN),
        H5Type.F64,
        new BitfieldType(2, ByteOrder.BIG_ENDIAN, 1, 9),
        new StringType(7, StringPadding.SPACE_PADDED, StringCharset.ASCII),
        H5Type.string(3),
        H5Type.STRING,
        new VlenStringType(StringPadding.SPACE_PADDED, StringCharset.ASCII),
        H5Type.opaque(5, ""),
        H5Type.opaque(5, "eight by"),
        H5Type.opaque(1, "t".repeat(255)),
        H5Type.BOOL,
        EnumType.of(
            H5Type.I64.order(ByteOrder.BIG_ENDIAN),
            new String[] {"least", "grün", "most"},
            Long.MIN_VALUE,
            -2,
            Long.MAX_VALUE),
        EnumType.of(H5Type.U8, new String[] {"high"}, 200),
        H5Type.array(H5Type.I16, 2, 3),
        H5Type.vlen(H5Type.array(H5Type.F32, 4)),
        H5Type.vlen(H5Type.vlen(H5Type.STRING)),
        H5Type.OBJECT_REFERENCE,
        new ReferenceType(ReferenceType.Kind.REGION, 12),
        H5Type.compound(256, new CompoundType.Member("at", 255, H5Type.U8)),
        wide,
        H5Type.array(wide, 2));
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldReadTypeWhenItWasWritten(H5Type type) throws H5Exception {
    ByteReader reader = new ByteReader(TypeCodec.encode(type), "type");
    assertEquals(type, TypeCodec.decode(reader));
    assertEquals(0, reader.left());
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldRefuseTypeWhenItIsCutOff(H5Type type) {
    byte[] bytes = TypeCodec.encode(type);
    for (int length = 0; length < bytes.length; length++) {
      ByteReader reader = new ByteReader(bytes, 0, length, "type");
      H5Exception e = assertThrows(H5Exception.class, () -> TypeCodec.decode(reader));
      assertEquals(H5Error.BAD_FILE, e.error());
    }
  }

  @Test
  void shouldWriteBytesOfTheLibrary() {
    assertArrayEquals(hex("10080000 04000000 0000 2000"), TypeCodec.encode(H5Type.I32));
    assertArrayEquals(
        hex("11203f00 08000000 0000 4000 34 0b 00 34 ff030000"), TypeCodec.encode(H5Type.F64));
    assertArrayEquals(
        hex("19010100 10000000 10000000 01000000 0000 0800"), TypeCodec.encode(H5Type.STRING));
  }

  @Test
  void shouldReadCompoundOfVersion1WhenMembersAreArrays() throws H5Exception {
    ByteWriter out = new ByteWriter();
    out.u1(0x16).u2(2).u1(0).u4(28);
    out.text("i\0\0\0\0\0\0\0").u4(0).u1(0).zeros(3 + 4 + 4 + 16);
    out.raw(TypeCodec.encode(H5Type.I32));
    out.text("eightlet\0\0\0\0\0\0\0\0").u4(4).u1(2).zeros(3 + 4 + 4);
    out.u4(2).u4(3).u4(0).u4(0).raw(TypeCodec.encode(H5Type.F32));
    CompoundType expected =
        new CompoundType(
            28,
            List.of(
                new CompoundType.Member("i", 0, H5Type.I32),
                new CompoundType.Member("eightlet", 4, new ArrayType(H5Type.F32, 2, 3))));
    assertEquals(expected, TypeCodec.decode(new ByteReader(out.bytes(), "type")));
  }

  @Test
  void shouldReadVersion2WhenNamesAndArraysArePadded() throws H5Exception {
    ByteWriter out = new ByteWriter();
    out.u1(0x26).u2(1).u1(0).u4(4);
    out.text("a\0\0\0\0\0\0\0").u4(0);
    out.u1(0x2a).uint(0, 3).u4(4).u1(2).zeros(3).u4(2).u4(2).u4(0).u4(0);
    out.raw(TypeCodec.encode(H5Type.U8));
    assertEquals(
        H5Type.compound(4, new CompoundType.Member("a", 0, H5Type.array(H5Type.U8, 2, 2))),
        TypeCodec.decode(new ByteReader(out.bytes(), "type")));
  }

  @Test
  void shouldNameWhatIsUnsupported() {
    for (String bytes :
        List.of(
            "12000000 08000000 4000",
            "51203f00 08000000 0000 4000 34 0b 00 34 ff030000",
            "37020000 10000000",
            "4b000000 10000000",
            "11611f00 04000000 0000 2000 17 08 00 17 7f000000")) {
      ByteReader reader = new ByteReader(hex(bytes), "type");
      H5Exception e = assertThrows(H5Exception.class, () -> TypeCodec.decode(reader));
      assertEquals(H5Error.UNSUPPORTED, e.error(), bytes);
    }
  }

  @Test
  void shouldRefuseTypesWithinTypesWithoutEnd() {
    ByteWriter out = new ByteWriter();
    for (int i = 0; i < 10_000; i++) {
      out.u1(0x19).uint(0, 3).u4(16);
    }
    ByteReader reader = new ByteReader(out.bytes(), "type");
    H5Exception e = assertThrows(H5Exception.class, () -> TypeCodec.decode(reader));
    assertEquals(H5Error.BAD_FILE, e.error());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
