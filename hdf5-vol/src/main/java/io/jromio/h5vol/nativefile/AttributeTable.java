package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.convert.BlobStore;
import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.nativefile.format.HeaderAttributes;
import io.jromio.h5vol.nativefile.format.HeaderMessage;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attributes of one object, read when they are first asked for. */
final class AttributeTable {
  private final NativeFile file;
  private final ObjectHeader header;
  private @Nullable Map<String, HeaderMessage.Attribute> loaded;
  private long next;
  private boolean changed;

  AttributeTable(NativeFile file, ObjectHeader header) {
    this.file = file;
    this.header = header;
  }

  /** Whether a message is about attributes. */
  static boolean isAbout(HeaderMessage message) {
    return message instanceof HeaderMessage.Attribute
        || message instanceof HeaderMessage.AttributeInfo;
  }

  private Map<String, HeaderMessage.Attribute> all() throws H5Exception {
    if (loaded != null) {
      return loaded;
    }
    boolean dense = false;
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.AttributeInfo info) {
        next = info.next();
        dense |= info.heap() != MetadataSource.UNDEFINED;
      }
    }
    Metadata metadata = file.metadata();
    List<HeaderMessage.Attribute> read =
        dense
            ? metadata.together(() -> HeaderAttributes.read(metadata, header))
            : HeaderAttributes.read(metadata, header);
    Map<String, HeaderMessage.Attribute> byName = new LinkedHashMap<>();
    for (HeaderMessage.Attribute attribute : read) {
      byName.put(attribute.value().name(), attribute);
      next = Math.max(next, attribute.order() + 1);
    }
    loaded = byName;
    return byName;
  }

  List<String> names() throws H5Exception {
    return List.copyOf(all().keySet());
  }

  /** An attribute as values in memory. */
  Optional<AttributeValue> get(String name) throws H5Exception {
    HeaderMessage.Attribute attribute = all().get(name);
    if (attribute == null) {
      return Optional.empty();
    }
    AttributeValue stored = attribute.value();
    if (!stored.elements().type().hasVlen()) {
      return Optional.of(stored);
    }
    Metadata metadata = file.metadata();
    return Optional.of(
        metadata.together(
            () -> {
              file.heap().store(metadata);
              Blobs blobs = new Blobs();
              BlobStore heap = AttributeHeap.reader(metadata);
              MemorySegment bytes = converted(stored.elements(), heap, new MemoryBlobs(blobs));
              H5Type type = stored.elements().type();
              return new AttributeValue(name, stored.space(), new Elements(type, bytes, blobs));
            }));
  }

  void put(AttributeValue value) throws H5Exception {
    Map<String, HeaderMessage.Attribute> all = all();
    HeaderMessage.Attribute before = all.get(value.name());
    long order = before != null ? before.order() : header.tracksAttributes() ? next++ : -1;
    all.put(value.name(), new HeaderMessage.Attribute(stored(value), order));
    changed = true;
  }

  /** The value as the file has it; nothing that the caller may change later. */
  private AttributeValue stored(AttributeValue value) throws H5Exception {
    Elements elements = value.elements();
    MemorySegment bytes;
    if (elements.type().hasVlen()) {
      Metadata metadata = file.metadata();
      bytes = converted(elements, new MemoryBlobs(elements.blobs()), file.heap().writer(metadata));
    } else {
      bytes = blank(elements);
      bytes.copyFrom(elements.bytes());
    }
    return new AttributeValue(value.name(), value.space(), Elements.of(elements.type(), bytes));
  }

  private static MemorySegment blank(Elements elements) {
    return MemorySegment.ofArray(new byte[Math.toIntExact(elements.bytes().byteSize())]);
  }

  private static MemorySegment converted(Elements elements, BlobStore from, BlobStore to)
      throws H5Exception {
    MemorySegment bytes = blank(elements);
    TypeConversion.between(elements.type(), elements.type())
        .convert(
            new TypeConversion.Place(elements.bytes(), 0),
            new TypeConversion.Place(bytes, 0),
            elements.count(),
            from,
            to);
    return bytes;
  }

  void rename(String name, String newName) throws H5Exception {
    Map<String, HeaderMessage.Attribute> all = all();
    require(name);
    if (all.containsKey(newName)) {
      throw new H5Exception(
          H5Error.EXISTS, "attribute is there: name=%s file=%s".formatted(newName, file.name()));
    }
    Map<String, HeaderMessage.Attribute> renamed = new LinkedHashMap<>();
    for (HeaderMessage.Attribute attribute : all.values()) {
      AttributeValue value = attribute.value();
      if (value.name().equals(name)) {
        AttributeValue moved = new AttributeValue(newName, value.space(), value.elements());
        renamed.put(newName, new HeaderMessage.Attribute(moved, attribute.order()));
      } else {
        renamed.put(value.name(), attribute);
      }
    }
    loaded = renamed;
    changed = true;
  }

  void delete(String name) throws H5Exception {
    require(name);
    all().remove(name);
    changed = true;
  }

  private void require(String name) throws H5Exception {
    if (!all().containsKey(name)) {
      throw new H5Exception(
          H5Error.NOT_FOUND, "no such attribute: name=%s file=%s".formatted(name, file.name()));
    }
  }

  /** The messages that stand for the attributes, their heaps written if there are such. */
  List<HeaderMessage> store(Metadata metadata) throws H5Exception {
    if (loaded != null && changed) {
      List<HeaderMessage> messages =
          HeaderAttributes.store(metadata, List.copyOf(loaded.values()), header);
      changed = false;
      return messages;
    }
    List<HeaderMessage> messages = new ArrayList<>();
    for (HeaderMessage message : header.messages()) {
      if (isAbout(message)) {
        messages.add(message);
      }
    }
    return messages;
  }

  /** Gives back what a heap of attributes takes. */
  void free(Metadata metadata) throws H5Exception {
    HeaderAttributes.store(metadata, List.of(), header);
  }
}
