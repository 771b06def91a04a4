package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.VlenStringType;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Types that the sample file has not; the others are compared with what h5dump and h5ls say. */
final class TypeTextTest {
  private static final H5Type NARROW = new IntegerType(4, true, ByteOrder.LITTLE_ENDIAN, 4, 20);
  private static final H5Type BITS = new BitfieldType(2, ByteOrder.BIG_ENDIAN, 0, 16);

  @Test
  void shouldNameSizeAndPrecisionWhenNotAllBitsCount() {
    assertEquals("32-bit little-endian integer 20-bit precision", DdlType.text(NARROW, 0));
    assertEquals(
        """
        32-bit little-endian integer
          (20 bits of precision beginning at bit 4)
          (4 zero bits at bit 0, 8 zero bits at bit 24)\
        """,
        LsType.text(NARROW, 2));
  }

  @Test
  void shouldNameBitfieldsWhenBigEndian() {
    assertEquals("H5T_STD_B16BE", DdlType.text(BITS, 0));
    assertEquals("16-bit big-endian bitfield", LsType.text(BITS, 0));
    assertEquals("native 16-bit field", LsType.text(BITS.order(ByteOrder.LITTLE_ENDIAN), 0));
  }

  @Test
  void shouldIndentLikeItsMemberWhenCompoundIsWithinArray() {
    H5Type inner = H5Type.compound(1, new CompoundType.Member("x", 0, H5Type.U8));
    H5Type outer = H5Type.compound(2, new CompoundType.Member("p", 0, H5Type.array(inner, 2)));
    assertEquals(
        """
        H5T_COMPOUND {
              H5T_ARRAY { [2] H5T_COMPOUND {
                 H5T_STD_U8LE "x";
              } } "p";
           }\
        """,
        DdlType.text(outer, 3));
    assertEquals(
        """
        struct {
            "p"                +0    [2] struct {
                    "x"                +0    native unsigned char
                } 1 byte
        } 2 bytes\
        """,
        LsType.text(outer, 0));
  }

  @Test
  void shouldCountPointersWhenStringsAreOfAnyLength() {
    H5Type string = new VlenStringType(StringPadding.NULL_TERMINATED, StringCharset.ASCII);
    H5Type struct =
        H5Type.compound(
            20,
            new CompoundType.Member("s", 0, string),
            new CompoundType.Member("n", 16, H5Type.I32));
    assertEquals(12, LsType.memorySize(struct));
    assertEquals(
        """
        struct {
            "s"                +0    variable-length null-terminated ASCII string
            "n"                +8    native int
        } 12 bytes\
        """,
        LsType.text(struct, 0));
  }
}
