package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an object: in its header, or in a fractal heap where one of them is too large
 * for that (64 KiB).
 */
public final class HeaderAttributes {
  private HeaderAttributes() {}

  /**
   * In the order of creation if it is tracked; else as they stand in the header, or in that of the
   * alphabet if they do not.
   *
   * @throws H5Exception {@link H5Error#BAD_FILE}; {@link H5Error#UNSUPPORTED}
   */
  public static List<HeaderMessage.Attribute> read(MetadataSource source, ObjectHeader header)
      throws H5Exception {
    List<HeaderMessage.Attribute> attributes = new ArrayList<>();
    boolean tracked = header.tracksAttributes();
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.Attribute attribute) {
        attributes.add(attribute);
      }
    }
    HeaderMessage.AttributeInfo info = info(header);
    if (info != null) {
      tracked |= info.tracked();
      if (info.heap() != MetadataSource.UNDEFINED) {
        attributes.addAll(DenseAttributes.read(source, info));
      }
    }
    if (tracked) {
      attributes.sort(Comparator.comparingLong(HeaderMessage.Attribute::order));
    }
    return attributes;
  }

  private static HeaderMessage.@Nullable AttributeInfo info(ObjectHeader header) {
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.AttributeInfo info) {
        return info;
      }
    }
    return null;
  }

  /**
   * The messages that stand for attributes in a header: none, or attribute info with the attributes
   * themselves or the heap they were put into. Space of an earlier heap is used again or given
   * back.
   *
   * @param attributes those without an order get the next one where it is tracked
   * @param before the header that the messages are for, as it is now
   * @throws H5Exception {@link H5Error#UNSUPPORTED} if a name or type is too long for the format
   */
  public static List<HeaderMessage> store(
      MetadataSpace space, List<HeaderMessage.Attribute> attributes, ObjectHeader before)
      throws H5Exception {
    HeaderMessage.AttributeInfo old = info(before);
    HeaderMessage.AttributeInfo dense =
        old != null && old.heap() != MetadataSource.UNDEFINED ? old : null;
    boolean tracked = before.tracksAttributes();
    boolean indexed = tracked && old != null && old.indexed();
    long next = old == null ? 0 : old.next();
    for (HeaderMessage.Attribute attribute : attributes) {
      next = Math.max(next, attribute.order() + 1);
    }
    List<HeaderMessage.Attribute> numbered = new ArrayList<>();
    List<byte[]> bodies = new ArrayList<>();
    boolean fits = true;
    for (HeaderMessage.Attribute attribute : attributes) {
      byte[] body = before.bytesOf(attribute);
      bodies.add(body);
      fits &= body.length <= RawMessage.MAX_BODY;
      boolean isNew = tracked && attribute.order() < 0;
      numbered.add(isNew ? new HeaderMessage.Attribute(attribute.value(), next++) : attribute);
    }
    if (dense != null) {
      FractalHeap.read(space, dense.heap()).release(space);
    }
    if (!fits) {
      return List.of(
          new DenseAttributes(space, tracked, numbered, bodies).store(indexed, next, dense));
    }
    if (dense != null) {
      freeTree(space, dense.names());
      freeTree(space, dense.orders());
    }
    if (attributes.isEmpty() && !tracked) {
      return List.of();
    }
    long none = MetadataSource.UNDEFINED;
    List<HeaderMessage> messages = new ArrayList<>();
    messages.add(new HeaderMessage.AttributeInfo(tracked, indexed, next, none, none, none));
    messages.addAll(numbered);
    return messages;
  }

  private static void freeTree(MetadataSpace space, long tree) throws H5Exception {
    if (tree != MetadataSource.UNDEFINED) {
      BTree2.free(space, tree);
    }
  }
}
