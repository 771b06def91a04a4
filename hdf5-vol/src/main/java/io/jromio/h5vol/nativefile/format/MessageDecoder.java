package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.FillCodec;
import io.jromio.h5vol.codec.FilterCodec;
import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of one header as values: some can be understood only with others of the header. */
final class MessageDecoder {
  private final SharedMessages shared;
  private final String what;
  private final List<RawMessage> raw;
  private final boolean ordered;
  private @Nullable H5Type type;
  private @Nullable Dataspace space;
  private boolean external;
  private boolean hasFill;

  /**
   * @param ordered whether the header keeps the order in which attributes were created
   */
  MessageDecoder(MetadataSource source, String what, List<RawMessage> raw, boolean ordered) {
    this.shared = new SharedMessages(source);
    this.what = what;
    this.raw = raw;
    this.ordered = ordered;
  }

  /** As many as there are bytes of, in the same order. */
  List<HeaderMessage> decode() throws H5Exception {
    @Nullable HeaderMessage[] decoded = new @Nullable HeaderMessage[raw.size()];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] = first(raw.get(i));
    }
    List<HeaderMessage> messages = new ArrayList<>(decoded.length);
    for (int i = 0; i < decoded.length; i++) {
      HeaderMessage message = decoded[i];
      messages.add(message != null ? message : second(raw.get(i)));
    }
    return messages;
  }

  private ByteReader body(RawMessage message) {
    return new ByteReader(message.body(), what + ", message " + message.type() + ",");
  }

  /** What stands for itself; null for what needs others. */
  private @Nullable HeaderMessage first(RawMessage message) throws H5Exception {
    if (!message.isKnown()) {
      if (message.is(RawMessage.FAIL_IF_UNKNOWN)) {
        throw new H5Exception(
            H5Error.UNSUPPORTED,
            "%s has a message that must be known to read it: type=%d"
                .formatted(what, message.type()));
      }
      return other(message);
    }
    if (message.is(RawMessage.SHARED)) {
      return shared(message);
    }
    ByteReader in = body(message);
    return switch (message.type()) {
      case RawMessage.SPACE -> {
        space = SpaceCodec.decode(in);
        yield new HeaderMessage.Space(space);
      }
      case RawMessage.TYPE -> {
        type = TypeCodec.decode(in);
        yield new HeaderMessage.Type(type, MetadataSource.UNDEFINED);
      }
      case RawMessage.LINK_INFO -> linkInfo(in);
      case RawMessage.LINK -> new HeaderMessage.LinkTo(LinkCodec.decode(in));
      case RawMessage.FILTERS -> new HeaderMessage.Filters(FilterCodec.decode(in));
      case RawMessage.ATTRIBUTE ->
          new HeaderMessage.Attribute(
              AttributeCodec.decode(in, shared), ordered ? message.order() : -1);
      case RawMessage.ATTRIBUTE_INFO -> attributeInfo(in);
      case RawMessage.SYMBOL_TABLE -> new HeaderMessage.SymbolTable(in.u8(), in.u8());
      case RawMessage.GROUP_INFO -> new HeaderMessage.GroupInfo();
      case RawMessage.REF_COUNT -> {
        in.skip(1);
        yield new HeaderMessage.RefCount(in.u4());
      }
      case RawMessage.EXTERNAL_FILES -> {
        external = true;
        yield other(message);
      }
      case RawMessage.FILL -> {
        hasFill = true;
        yield null;
      }
      case RawMessage.OLD_FILL, RawMessage.LAYOUT -> null;
      default -> other(message);
    };
  }

  private HeaderMessage second(RawMessage message) throws H5Exception {
    ByteReader in = body(message);
    if (message.type() == RawMessage.OLD_FILL && hasFill) {
      return other(message);
    }
    if (type == null) {
      throw in.bad("needs a datatype message");
    }
    if (message.type() == RawMessage.FILL) {
      return new HeaderMessage.Fill(FillCodec.decode(in, type));
    }
    if (message.type() == RawMessage.OLD_FILL) {
      return new HeaderMessage.Fill(FillCodec.decodeOld(in, type));
    }
    if (external) {
      return new HeaderMessage.Layout(new DataLayout.Foreign("external files"));
    }
    long elements = space == null ? 0 : space.elements();
    if (elements > Long.MAX_VALUE / type.size()) {
      throw in.bad("has too many elements: elements=%d type=%s".formatted(elements, type));
    }
    return new HeaderMessage.Layout(LayoutCodec.decode(in, elements * type.size()));
  }

  private HeaderMessage shared(RawMessage message) throws H5Exception {
    long address = shared.address(body(message));
    if (message.type() != RawMessage.TYPE) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "%s has a shared message that cannot be read: type=%d".formatted(what, message.type()));
    }
    type = shared.type(address);
    return new HeaderMessage.Type(type, address);
  }

  private static HeaderMessage other(RawMessage message) {
    return new HeaderMessage.Other(message.type(), message.flags(), message.body());
  }

  private static HeaderMessage linkInfo(ByteReader in) throws H5Exception {
    int flags = infoFlags(in);
    long next = (flags & 1) != 0 ? in.u8() : 0;
    long heap = in.u8();
    long names = in.u8();
    long orders = (flags & 2) != 0 ? in.u8() : MetadataSource.UNDEFINED;
    return new HeaderMessage.LinkInfo(
        (flags & 1) != 0, (flags & 2) != 0, next, heap, names, orders);
  }

  private static HeaderMessage attributeInfo(ByteReader in) throws H5Exception {
    int flags = infoFlags(in);
    long next = (flags & 1) != 0 ? in.u2() : 0;
    long heap = in.u8();
    long names = in.u8();
    long orders = (flags & 2) != 0 ? in.u8() : MetadataSource.UNDEFINED;
    return new HeaderMessage.AttributeInfo(
        (flags & 1) != 0, (flags & 2) != 0, next, heap, names, orders);
  }

  private static int infoFlags(ByteReader in) throws H5Exception {
    int version = in.u1();
    if (version != 0) {
      throw in.bad("is of an unknown version: version=" + version);
    }
    return in.u1();
  }
}
