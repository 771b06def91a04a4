package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.ArrayType;
import io.jromio.h5vol.model.BitfieldType;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.EnumType;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.IntegerType;
import io.jromio.h5vol.model.OpaqueType;
import io.jromio.h5vol.model.ReferenceType;
import io.jromio.h5vol.model.StringType;
import io.jromio.h5vol.model.VlenStringType;
import io.jromio.h5vol.model.VlenType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes elements of one type from those of another.
 *
 * <ul>
 *   <li>Numbers between all sizes, signs and orders. Integers out of range become the nearest
 *       value; fractions are cut, what is no number becomes 0. Floating-point numbers are rounded
 *       to the nearest, beyond the largest comes infinity. Layouts other than IEEE 754's of 2, 4
 *       and 8 bytes go through a double.
 *   <li>Strings between fixed and variable length, whatever pads them; too long ones are cut, in
 *       UTF-8 between two code points. Bytes are not changed from one character set to the other.
 *   <li>Enums by names of symbols, and to numbers. Values without a name become ones in all bits.
 *   <li>Bitfields: the low bits.
 *   <li>Arrays of equal shape and sequences, element by element.
 *   <li>Compounds by names of members, at least one: members that only the source has are left out,
 *       members that only the target has keep what is in the target.
 *   <li>Opaque bytes of the same size and tag, references of the same kind.
 * </ul>
 *
 * <p>Source and target must not overlap. Values; may be used by several threads at once.
 *
 * @source HDF5 user guide, datatypes, section on conversion; HDF5 1.14 H5Tconv.c
 */
public final class TypeConversion {
  private final H5Type from;
  private final H5Type to;
  private final Converter converter;

  private TypeConversion(H5Type from, H5Type to, Converter converter) {
    this.from = from;
    this.to = to;
    this.converter = converter;
  }

  /**
   * @throws H5Exception {@link H5Error#CONVERSION} if the types do not go together
   */
  public static TypeConversion between(H5Type from, H5Type to) throws H5Exception {
    return new TypeConversion(from, to, converter(from, to));
  }

  /**
   * Whether elements are equal byte for byte, so that they may be copied or moved as they are.
   * Never with parts of variable length, not even between equal types: the bytes of an element say
   * where such a part is, and that differs from side to side.
   */
  public boolean isIdentity() {
    return converter.isIdentity();
  }

  /** Whether members of the target keep what was there before. */
  public boolean keepsTarget() {
    return converter.keepsTarget();
  }

  /**
   * Converts elements that lie side by side.
   *
   * @param sourceBlobs where variable-length parts of the source are
   * @param targetBlobs where those of the target go
   */
  public void convert(
      Place source, Place target, long count, BlobStore sourceBlobs, BlobStore targetBlobs)
      throws H5Exception {
    converter.convert(
        new Converter.Strided(source.segment(), source.offset(), from.size()),
        new Converter.Strided(target.segment(), target.offset(), to.size()),
        count,
        new Converter.Stores(sourceBlobs, targetBlobs));
  }

  /**
   * Where elements begin.
   *
   * @param offset bytes
   */
  public record Place(MemorySegment segment, long offset) {}

  static Converter converter(H5Type from, H5Type to) throws H5Exception {
    if (from.equals(to) && !from.hasVlen()) {
      return new CopyConverter(from.size());
    }
    if (isNumber(to)) {
      return numbers(from instanceof EnumType type ? type.base() : from, to);
    }
    return switch (from) {
      case BitfieldType bits
          when to instanceof BitfieldType other && bits.size() <= 8 && other.size() <= 8 ->
          new BitfieldConverter(bits, other);
      case EnumType symbols
          when to instanceof EnumType other && EnumConverter.knows(symbols, other) ->
          new EnumConverter(symbols, other);
      case StringType _ when isText(to) -> new StringConverter(from, to);
      case VlenStringType _ when isText(to) -> new StringConverter(from, to);
      case ArrayType array
          when to instanceof ArrayType other && Arrays.equals(array.shape(), other.shape()) ->
          new ArrayConverter(converter(array.base(), other.base()), array, other);
      case VlenType sequence when to instanceof VlenType other ->
          new SequenceConverter(converter(sequence.base(), other.base()), sequence, other);
      case CompoundType members when to instanceof CompoundType other -> compound(members, other);
      case OpaqueType _, ReferenceType _, IntegerType _, FloatType _ -> throw refused(from, to);
      default -> throw refused(from, to);
    };
  }

  private static boolean isNumber(H5Type type) {
    return type instanceof IntegerType || type instanceof FloatType;
  }

  private static boolean isText(H5Type type) {
    return type instanceof StringType || type instanceof VlenStringType;
  }

  private static Converter numbers(H5Type from, H5Type to) throws H5Exception {
    if (from.equals(to)) {
      return new CopyConverter(from.size());
    }
    if (isNumber(from) && isSwap(from, to)) {
      return new SwapConverter(from.size());
    }
    if (isNumber(from) && NumberConverter.knows(from, to)) {
      return new NumberConverter(from, to);
    }
    throw refused(from, to);
  }

  /** Whether they differ in byte order only; bits between the bytes' ends are copied with them. */
  private static boolean isSwap(H5Type from, H5Type to) {
    return from.order(ByteOrder.LITTLE_ENDIAN).equals(to.order(ByteOrder.LITTLE_ENDIAN));
  }

  private static Converter compound(CompoundType from, CompoundType to) throws H5Exception {
    List<CompoundType.Member> members = new ArrayList<>();
    List<Converter> converters = new ArrayList<>();
    for (CompoundType.Member member : to.members()) {
      var source = from.member(member.name());
      if (source.isPresent()) {
        members.add(member);
        converters.add(converter(source.get().type(), member.type()));
      }
    }
    if (members.isEmpty()) {
      throw new H5Exception(
          H5Error.CONVERSION, "no member in common: from=%s to=%s".formatted(from, to));
    }
    return new CompoundConverter(from, to, members, converters);
  }

  private static H5Exception refused(H5Type from, H5Type to) {
    return new H5Exception(H5Error.CONVERSION, "no conversion: from=%s to=%s".formatted(from, to));
  }

  @Override
  public String toString() {
    return "TypeConversion[from=%s, to=%s]".formatted(from, to);
  }
}
