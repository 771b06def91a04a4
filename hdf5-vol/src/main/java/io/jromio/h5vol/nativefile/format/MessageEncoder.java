package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.FillCodec;
import io.jromio.h5vol.codec.FilterCodec;
import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;

/** Messages of headers as bytes. */
final class MessageEncoder {
  private final boolean filtered;

  /**
   * @param filtered whether the header has filters
   */
  MessageEncoder(boolean filtered) {
    this.filtered = filtered;
  }

  /**
   * @throws H5Exception {@link H5Error#UNSUPPORTED} if the message is too large for a header
   */
  RawMessage encode(HeaderMessage message) throws H5Exception {
    RawMessage raw =
        switch (message) {
          case HeaderMessage.Space m -> raw(RawMessage.SPACE, 0, SpaceCodec.encode(m.space()));
          case HeaderMessage.LinkInfo m -> raw(RawMessage.LINK_INFO, 0, linkInfo(m));
          case HeaderMessage.Type m ->
              m.named() == MetadataSource.UNDEFINED
                  ? raw(RawMessage.TYPE, RawMessage.CONSTANT, TypeCodec.encode(m.type()))
                  : raw(
                      RawMessage.TYPE,
                      RawMessage.CONSTANT | RawMessage.SHARED,
                      SharedMessages.encode(m.named()));
          case HeaderMessage.Fill m ->
              raw(RawMessage.FILL, RawMessage.CONSTANT, FillCodec.encode(m.fill()));
          case HeaderMessage.LinkTo m -> raw(RawMessage.LINK, 0, LinkCodec.encode(m.link()));
          case HeaderMessage.Layout m ->
              raw(RawMessage.LAYOUT, 0, LayoutCodec.encode(m.layout(), filtered));
          case HeaderMessage.GroupInfo _ ->
              raw(RawMessage.GROUP_INFO, RawMessage.CONSTANT, new byte[2]);
          case HeaderMessage.Filters m ->
              raw(RawMessage.FILTERS, RawMessage.CONSTANT, FilterCodec.encode(m.filters()));
          case HeaderMessage.Attribute m ->
              new RawMessage(
                  RawMessage.ATTRIBUTE,
                  0,
                  (int) Math.max(0, m.order()),
                  AttributeCodec.encode(m.value()));
          case HeaderMessage.AttributeInfo m ->
              raw(RawMessage.ATTRIBUTE_INFO, RawMessage.UNSHARED, attributeInfo(m));
          case HeaderMessage.SymbolTable m ->
              raw(RawMessage.SYMBOL_TABLE, 0, new ByteWriter().u8(m.tree()).u8(m.heap()).bytes());
          case HeaderMessage.RefCount m ->
              raw(RawMessage.REF_COUNT, 0, new ByteWriter().u1(0).u4(m.links()).bytes());
          case HeaderMessage.Other m -> raw(m.type(), m.flags(), m.body());
        };
    if (raw.body().length > RawMessage.MAX_BODY) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "message is too large for an object header: type=%d bytes=%d limit=%d"
              .formatted(raw.type(), raw.body().length, RawMessage.MAX_BODY));
    }
    return raw;
  }

  private static RawMessage raw(int type, int flags, byte... body) {
    return new RawMessage(type, flags, 0, body);
  }

  private static byte[] linkInfo(HeaderMessage.LinkInfo info) {
    ByteWriter out = new ByteWriter();
    out.u1(0).u1((info.tracked() ? 1 : 0) | (info.indexed() ? 2 : 0));
    if (info.tracked()) {
      out.u8(info.next());
    }
    out.u8(info.heap()).u8(info.names());
    if (info.indexed()) {
      out.u8(info.orders());
    }
    return out.bytes();
  }

  private static byte[] attributeInfo(HeaderMessage.AttributeInfo info) {
    ByteWriter out = new ByteWriter();
    out.u1(0).u1((info.tracked() ? 1 : 0) | (info.indexed() ? 2 : 0));
    if (info.tracked()) {
      out.u2((int) info.next());
    }
    out.u8(info.heap()).u8(info.names());
    if (info.indexed()) {
      out.u8(info.orders());
    }
    return out.bytes();
  }
}
