package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads all metadata of a file: its objects by path, its links, its attributes. */
final class Walk {
  private final MetadataSource source;
  private final Map<String, ObjectHeader> objects = new TreeMap<>();
  private final Map<String, List<Link>> links = new TreeMap<>();
  private final Map<String, List<HeaderMessage.Attribute>> attributes = new TreeMap<>();
  private final Set<Long> visited = new HashSet<>();

  private Walk(MetadataSource source) {
    this.source = source;
  }

  static Walk of(byte[] file) throws H5Exception {
    Superblock superblock = Superblock.find(new MemorySpace(file));
    int base = (int) superblock.base();
    byte[] bytes = Arrays.copyOfRange(file, base, file.length);
    Walk walk = new Walk(new MemorySpace(bytes));
    if (superblock.extension() != MetadataSource.UNDEFINED) {
      ObjectHeader.read(walk.source, superblock.extension());
    }
    walk.object("", superblock.root());
    return walk;
  }

  /** A file that h5py wrote. */
  static byte[] sample(String name) {
    try (InputStream in = Walk.class.getResourceAsStream("/io/jromio/h5vol/samples/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no sample: name=" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void object(String path, long address) throws H5Exception {
    if (!visited.add(address)) {
      return;
    }
    ObjectHeader header = ObjectHeader.read(source, address);
    objects.put(path, header);
    attributes.put(path, HeaderAttributes.read(source, header));
    boolean group = false;
    for (HeaderMessage message : header.messages()) {
      group |=
          message instanceof HeaderMessage.LinkInfo || message instanceof HeaderMessage.SymbolTable;
    }
    if (group) {
      List<Link> found = GroupLinks.read(source, header);
      links.put(path, found);
      for (Link link : found) {
        if (link.target() instanceof LinkTarget.Hard hard) {
          object(path + "/" + link.name(), hard.token().value());
        }
      }
    }
  }

  MetadataSource source() {
    return source;
  }

  Map<String, ObjectHeader> objects() {
    return objects;
  }

  ObjectHeader object(String path) {
    ObjectHeader header = objects.get(path);
    if (header == null) {
      throw new AssertionError("no object: path=%s of=%s".formatted(path, objects.keySet()));
    }
    return header;
  }

  List<Link> links(String path) {
    return links.getOrDefault(path, List.of());
  }

  List<HeaderMessage.Attribute> attributes(String path) {
    return attributes.getOrDefault(path, List.of());
  }

  <T extends HeaderMessage> T message(String path, Class<T> type) {
    for (HeaderMessage message : object(path).messages()) {
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
    throw new AssertionError("no message: path=%s type=%s".formatted(path, type));
  }
}
