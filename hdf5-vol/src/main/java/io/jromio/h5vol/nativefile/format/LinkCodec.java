package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import java.nio.charset.StandardCharsets;

/**
 * A link as a link message.
 *
 * @source HDF5 file format specification v3.0, section IV.A.2.g
 */
final class LinkCodec {
  private static final int HAS_ORDER = 4;
  private static final int HAS_TYPE = 8;
  private static final int HAS_CHARSET = 16;

  private static final int HARD = 0;
  private static final int SOFT = 1;
  private static final int EXTERNAL = 64;

  private LinkCodec() {}

  static byte[] encode(Link link) {
    byte[] name = link.name().getBytes(StandardCharsets.UTF_8);
    int type =
        switch (link.target()) {
          case LinkTarget.Hard _ -> HARD;
          case LinkTarget.Soft _ -> SOFT;
          case LinkTarget.External _ -> EXTERNAL;
        };
    boolean utf8 = name.length != link.name().length();
    int width = name.length < 1 << 8 ? 0 : name.length < 1 << 16 ? 1 : 2;
    ByteWriter out = new ByteWriter();
    out.u1(1);
    out.u1(
        width
            | (link.order() >= 0 ? HAS_ORDER : 0)
            | (type != HARD ? HAS_TYPE : 0)
            | (utf8 ? HAS_CHARSET : 0));
    if (type != HARD) {
      out.u1(type);
    }
    if (link.order() >= 0) {
      out.u8(link.order());
    }
    if (utf8) {
      out.u1(1);
    }
    out.uint(name.length, 1 << width).raw(name);
    switch (link.target()) {
      case LinkTarget.Hard hard -> out.u8(hard.token().value());
      case LinkTarget.Soft soft -> text(out, soft.path().getBytes(StandardCharsets.UTF_8));
      case LinkTarget.External external ->
          text(
              out,
              ("\0" + external.file() + "\0" + external.path() + "\0")
                  .getBytes(StandardCharsets.UTF_8));
    }
    return out.bytes();
  }

  private static void text(ByteWriter out, byte[] bytes) {
    if (bytes.length > RawMessage.MAX_BODY) {
      throw new IllegalArgumentException("target of a link is too long: bytes=" + bytes.length);
    }
    out.u2(bytes.length).raw(bytes);
  }

  static Link decode(ByteReader in) throws H5Exception {
    int version = in.u1();
    int flags = in.u1();
    if (version != 1 || (flags & 0xe0) != 0) {
      throw in.bad(
          "has a link of an unknown version: version=%d flags=%d".formatted(version, flags));
    }
    int type = (flags & HAS_TYPE) != 0 ? in.u1() : HARD;
    long order = (flags & HAS_ORDER) != 0 ? in.u8() : -1;
    if ((flags & HAS_CHARSET) != 0 && in.u1() > 1) {
      throw in.bad("has a link with a name of an unknown character set");
    }
    long length = in.uint(1 << (flags & 3));
    if (length == 0) {
      throw in.bad("has a link without name");
    }
    String name = new String(in.raw(length), StandardCharsets.UTF_8);
    return new Link(name, target(in, type, name), order);
  }

  private static LinkTarget target(ByteReader in, int type, String name) throws H5Exception {
    return switch (type) {
      case HARD -> new LinkTarget.Hard(new ObjectToken(in.u8()));
      case SOFT -> new LinkTarget.Soft(new String(in.raw(in.u2()), StandardCharsets.UTF_8));
      case EXTERNAL -> external(in.slice(in.u2()), name);
      default -> {
        if (type < EXTERNAL) {
          throw in.bad("has a link of an unknown type: name=%s type=%d".formatted(name, type));
        }
        throw new H5Exception(
            H5Error.UNSUPPORTED,
            "user-defined links cannot be read: name=%s type=%d".formatted(name, type));
      }
    };
  }

  private static LinkTarget external(ByteReader value, String name) throws H5Exception {
    if (value.u1() != 0) {
      throw value.bad("has an external link of an unknown version: name=" + name);
    }
    String file = value.zeroEnded();
    return new LinkTarget.External(file, value.zeroEnded());
  }
}
