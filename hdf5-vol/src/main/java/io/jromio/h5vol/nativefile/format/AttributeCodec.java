package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * An attribute as an attribute message: versions 1 to 3 read, 3 written.
 *
 * @source HDF5 file format specification v3.0, section IV.A.2.m
 */
final class AttributeCodec {
  private static final int TYPE_SHARED = 1;
  private static final int SPACE_SHARED = 2;

  private AttributeCodec() {}

  /**
   * @throws H5Exception {@link H5Error#UNSUPPORTED} if the name or the type is too long
   */
  static byte[] encode(AttributeValue attribute) throws H5Exception {
    byte[] name = attribute.name().getBytes(StandardCharsets.UTF_8);
    byte[] type = TypeCodec.encode(attribute.elements().type());
    byte[] space = SpaceCodec.encode(attribute.space());
    if (name.length >= RawMessage.MAX_BODY || type.length > RawMessage.MAX_BODY) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "name or type of an attribute is too long: nameBytes=%d typeBytes=%d limit=%d"
              .formatted(name.length, type.length, RawMessage.MAX_BODY));
    }
    boolean utf8 = name.length != attribute.name().length();
    ByteWriter out = new ByteWriter();
    out.u1(3).u1(0).u2(name.length + 1).u2(type.length).u2(space.length).u1(utf8 ? 1 : 0);
    out.raw(name).u1(0).raw(type).raw(space);
    return out.raw(attribute.elements().bytes().toArray(ValueLayout.JAVA_BYTE)).bytes();
  }

  static AttributeValue decode(ByteReader in, SharedMessages shared) throws H5Exception {
    int version = in.u1();
    int flags = in.u1();
    int nameBytes = in.u2();
    int typeBytes = in.u2();
    int spaceBytes = in.u2();
    if (version < 1 || version > 3) {
      throw in.bad("has an attribute of an unknown version: version=" + version);
    }
    if (version == 3 && in.u1() > 1) {
      throw in.bad("has an attribute with a name of an unknown character set");
    }
    String name = part(in, nameBytes, version).zeroEnded();
    ByteReader typePart = part(in, typeBytes, version);
    ByteReader spacePart = part(in, spaceBytes, version);
    boolean hasShared = version > 1;
    H5Type type =
        hasShared && (flags & TYPE_SHARED) != 0
            ? shared.type(shared.address(typePart))
            : TypeCodec.decode(typePart);
    if (hasShared && (flags & SPACE_SHARED) != 0) {
      throw new H5Exception(
          H5Error.UNSUPPORTED, "shared dataspaces of attributes cannot be read: name=" + name);
    }
    Dataspace space = SpaceCodec.decode(spacePart);
    if (space.elements() > in.left() / type.size()) {
      throw in.bad(
          "has an attribute that is too short: name=%s space=%s left=%d"
              .formatted(name, space, in.left()));
    }
    MemorySegment bytes = MemorySegment.ofArray(in.raw(space.elements() * type.size()));
    return new AttributeValue(name, space, Elements.of(type, bytes));
  }

  /** A part of the message; in version 1 its place is a multiple of 8 bytes. */
  private static ByteReader part(ByteReader in, int bytes, int version) throws H5Exception {
    ByteReader part = in.slice(bytes);
    if (version == 1) {
      in.skip(-bytes & 7);
    }
    return part;
  }
}
