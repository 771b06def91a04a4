package io.jromio.h5vol.model;

import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The type of the elements of a dataset or attribute, and of elements in memory. Values; equal if
 * all parts are equal.
 *
 * <p>In memory an element takes {@link #size} bytes and looks as in the file, with these
 * exceptions: a variable-length element ({@link VlenType}, {@link VlenStringType}) is 16 bytes, the
 * number of base elements (of bytes for a string; 8 bytes, little-endian) and the slot of their
 * bytes in the {@link Blobs} that go with the memory (8 bytes, little-endian; 0 elements need no
 * slot).
 *
 * @source HDF5 file format specification v3.0, section IV.A.2.d
 */
public sealed interface H5Type
    permits IntegerType,
        FloatType,
        BitfieldType,
        StringType,
        VlenStringType,
        OpaqueType,
        CompoundType,
        EnumType,
        ArrayType,
        VlenType,
        ReferenceType {

  H5Type I8 = IntegerType.of(1, true);
  H5Type I16 = IntegerType.of(2, true);
  H5Type I32 = IntegerType.of(4, true);
  H5Type I64 = IntegerType.of(8, true);
  H5Type U8 = IntegerType.of(1, false);
  H5Type U16 = IntegerType.of(2, false);
  H5Type U32 = IntegerType.of(4, false);
  H5Type U64 = IntegerType.of(8, false);
  H5Type F16 = FloatType.of(2);
  H5Type F32 = FloatType.of(4);
  H5Type F64 = FloatType.of(8);

  /** What h5py makes of booleans: an enum of bytes, FALSE and TRUE. */
  H5Type BOOL = EnumType.of(I8, new String[] {"FALSE", "TRUE"}, 0, 1);

  /** Strings of any length in UTF-8. */
  H5Type STRING = new VlenStringType(StringPadding.NULL_TERMINATED, StringCharset.UTF_8);

  /** References to objects of the same file: their tokens. */
  H5Type OBJECT_REFERENCE = new ReferenceType(ReferenceType.Kind.OBJECT, 8);

  /** Bytes of one element, 1 or more. */
  int size();

  /** The same type with its numbers in the other byte order, in all its parts. */
  H5Type order(ByteOrder order);

  /** Whether elements, or parts of them, are of variable length. */
  boolean hasVlen();

  /** Strings of {@code bytes} bytes in UTF-8, padded with zeros. */
  static H5Type string(int bytes) {
    return new StringType(bytes, StringPadding.NULL_PADDED, StringCharset.UTF_8);
  }

  /** Strings of {@code bytes} bytes in ASCII, padded with zeros: what h5py makes of bytes. */
  static H5Type asciiString(int bytes) {
    return new StringType(bytes, StringPadding.NULL_PADDED, StringCharset.ASCII);
  }

  /**
   * Bytes that HDF5 does not interpret.
   *
   * @param tag says what they are; ASCII
   */
  static H5Type opaque(int bytes, String tag) {
    return new OpaqueType(bytes, tag);
  }

  /**
   * Names for 0, 1, 2 and so on.
   *
   * @param base an integer type
   */
  static H5Type enumeration(H5Type base, String... names) {
    return EnumType.counted(base, names);
  }

  /**
   * Names for integers.
   *
   * @param base an integer type
   * @param values one for each name
   */
  static H5Type enumeration(H5Type base, String[] names, long... values) {
    return EnumType.of(base, names, values);
  }

  /** Arrays of one shape, each of them one element. */
  static H5Type array(H5Type base, int... shape) {
    return new ArrayType(base, shape);
  }

  /** Sequences of any length, each of them one element. */
  static H5Type vlen(H5Type base) {
    return new VlenType(base);
  }

  /** A compound without gaps, its members in order. */
  static H5Type compound(SequencedMap<String, H5Type> members) {
    return CompoundType.packed(members);
  }

  /** As {@link #compound(SequencedMap)}; members are written {@code Map.entry("x", H5Type.F64)}. */
  @SafeVarargs
  static H5Type compound(Map.Entry<String, H5Type>... members) {
    SequencedMap<String, H5Type> map = new LinkedHashMap<>();
    for (Map.Entry<String, H5Type> member : members) {
      if (map.put(member.getKey(), member.getValue()) != null) {
        throw new IllegalArgumentException("two members of one name: name=" + member.getKey());
      }
    }
    return CompoundType.packed(map);
  }

  /**
   * A compound as it lies in memory.
   *
   * @param size bytes, gaps included
   */
  static H5Type compound(int size, CompoundType.Member... members) {
    return new CompoundType(size, List.of(members));
  }
}
