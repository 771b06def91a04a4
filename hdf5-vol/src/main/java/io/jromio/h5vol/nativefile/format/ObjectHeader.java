package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The header of an object: what it says, and the blocks in which it lies. Versions 1 and 2 are
 * read; version 2 is written and rewritten in place, so the address never changes; what does not
 * fit goes to continuation blocks, each as large as all before it.
 *
 * <p>A message that {@link #messages} gave and {@link #store} gets again - the same object - keeps
 * its bytes, whatever they hold that the value does not say.
 */
public final class ObjectHeader {
  private final HeaderBlocks blocks;
  private List<HeaderMessage> messages;
  private IdentityHashMap<HeaderMessage, RawMessage> raw;

  private ObjectHeader(
      HeaderBlocks blocks,
      List<HeaderMessage> messages,
      IdentityHashMap<HeaderMessage, RawMessage> raw) {
    this.blocks = blocks;
    this.messages = messages;
    this.raw = raw;
  }

  /**
   * @throws H5Exception {@link H5Error#BAD_FILE}, also if continuation blocks go in circles; {@link
   *     H5Error#UNSUPPORTED}
   */
  public static ObjectHeader read(MetadataSource source, long address) throws H5Exception {
    HeaderBlocks blocks = HeaderBlocks.read(source, address);
    List<HeaderMessage> decoded =
        new MessageDecoder(
                source, "object header at " + address, blocks.messages(), blocks.isOrdered())
            .decode();
    IdentityHashMap<HeaderMessage, RawMessage> raw = new IdentityHashMap<>();
    for (int i = 0; i < decoded.size(); i++) {
      raw.put(decoded.get(i), blocks.messages().get(i));
    }
    List<HeaderMessage> messages = new ArrayList<>(decoded);
    if (blocks.version() == 1 && blocks.references() != 1) {
      messages.add(new HeaderMessage.RefCount(blocks.references()));
    }
    return new ObjectHeader(blocks, List.copyOf(messages), raw);
  }

  /**
   * Takes space for a new header and puts it.
   *
   * @param reserve bytes for messages in the first block, more if {@code messages} need more
   * @throws H5Exception {@link H5Error#UNSUPPORTED} if a message is too large for a header (64 KiB)
   */
  public static ObjectHeader create(MetadataSpace space, List<HeaderMessage> messages, int reserve)
      throws H5Exception {
    boolean tracked = false;
    boolean indexed = false;
    for (HeaderMessage message : messages) {
      if (message instanceof HeaderMessage.AttributeInfo info) {
        tracked |= info.tracked();
        indexed |= info.indexed();
      }
    }
    IdentityHashMap<HeaderMessage, RawMessage> raw = encode(messages, new IdentityHashMap<>());
    List<RawMessage> ordered = inOrder(messages, raw);
    long needed = HeaderBlocks.bytes(ordered, tracked);
    HeaderBlocks blocks = HeaderBlocks.create(space, Math.max(reserve, needed), tracked, indexed);
    blocks.store(space, ordered);
    return new ObjectHeader(blocks, List.copyOf(messages), raw);
  }

  private static IdentityHashMap<HeaderMessage, RawMessage> encode(
      List<HeaderMessage> messages, IdentityHashMap<HeaderMessage, RawMessage> known)
      throws H5Exception {
    boolean filtered = false;
    for (HeaderMessage message : messages) {
      filtered |= message instanceof HeaderMessage.Filters filters && !filters.filters().isEmpty();
    }
    MessageEncoder encoder = new MessageEncoder(filtered);
    IdentityHashMap<HeaderMessage, RawMessage> raw = new IdentityHashMap<>();
    for (HeaderMessage message : messages) {
      RawMessage before = known.get(message);
      raw.put(message, before == null ? encoder.encode(message) : before);
    }
    return raw;
  }

  private static List<RawMessage> inOrder(
      List<HeaderMessage> messages, IdentityHashMap<HeaderMessage, RawMessage> raw) {
    List<RawMessage> ordered = new ArrayList<>(messages.size());
    for (HeaderMessage message : messages) {
      RawMessage bytes = raw.get(message);
      if (bytes == null) {
        throw new IllegalStateException("message without bytes: " + message);
      }
      ordered.add(bytes);
    }
    return ordered;
  }

  public long address() {
    return blocks.address();
  }

  public int version() {
    return blocks.version();
  }

  /** Whether the order in which attributes were created is kept. */
  public boolean tracksAttributes() {
    return blocks.isOrdered();
  }

  /** In order. */
  public List<HeaderMessage> messages() {
    return messages;
  }

  /** The body of a message, as it stands here or would be written; of any size for attributes. */
  byte[] bytesOf(HeaderMessage.Attribute attribute) throws H5Exception {
    RawMessage known = raw.get(attribute);
    return known == null ? AttributeCodec.encode(attribute.value()) : known.body();
  }

  /**
   * Replaces all messages and puts the blocks. Continuation blocks that are there are used again.
   *
   * @throws H5Exception {@link H5Error#UNSUPPORTED} for version 1, if a message is too large for a
   *     header (64 KiB), or if there is a message that only those may change who know it; the
   *     header is as before
   */
  public void store(MetadataSpace space, List<HeaderMessage> changed) throws H5Exception {
    if (blocks.version() != 2) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "object headers of version 1 cannot be changed: address=" + address());
    }
    IdentityHashMap<HeaderMessage, RawMessage> encoded = encode(changed, raw);
    List<RawMessage> bytes = inOrder(changed, encoded);
    for (int i = 0; i < bytes.size(); i++) {
      bytes.set(i, written(bytes.get(i)));
    }
    blocks.store(space, bytes);
    raw = encoded;
    messages = List.copyOf(changed);
  }

  /** Gives back the space of all blocks; the object is no more. */
  public void free(MetadataSpace space) {
    blocks.free(space);
  }

  /** What becomes of a message that nobody here understands when the object changes. */
  private RawMessage written(RawMessage message) throws H5Exception {
    if (message.isKnown()) {
      return message;
    }
    if (message.is(RawMessage.FAIL_IF_UNKNOWN_AND_WRITING)) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "object header at %d has a message that must be known to change it: type=%d"
              .formatted(address(), message.type()));
    }
    int mark = message.is(RawMessage.MARK_IF_UNKNOWN) ? RawMessage.WAS_UNKNOWN : 0;
    return new RawMessage(message.type(), message.flags() | mark, message.order(), message.body());
  }

  @Override
  public String toString() {
    return "object header at " + address();
  }
}
