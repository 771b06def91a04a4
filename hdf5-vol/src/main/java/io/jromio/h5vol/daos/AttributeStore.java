package io.jromio.h5vol.daos;

import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of one object; what rank 0 asks of the store. An attribute travels as a message:
 * type, space and value, each its length (4 bytes) and its bytes.
 *
 * <p>The value is the elements; variable-length parts are behind them and not with those of
 * datasets, so that an attribute changes as a whole and leaves nothing when it goes.
 */
final class AttributeStore {

  /** What one update carries beside the value. */
  private static final long MAX_VALUE = ObjectStore.MAX_BYTES - (1 << 20);

  private static final String ORDER = "C-";

  private final ObjectStore store;
  private final ObjectId object;
  private final Values values;

  AttributeStore(OpenContainer container, ObjectId object) {
    this.store = container.store();
    this.object = object;
    this.values = new Values(store, object, FileLayout.ATTRIBUTES);
  }

  private static Key akey(String prefix, String name) throws H5Exception {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > Key.MAX - 2) {
      throw new H5Exception(
          H5Error.ARG,
          "no name of an attribute: length=%d, allowed=1-%d; name=%s"
              .formatted(length, Key.MAX - 2, name));
    }
    return Key.of(prefix + name);
  }

  private record Named(String name, long order) {}

  List<String> names() throws IOException {
    List<Key> orders = new ArrayList<>();
    for (Key key : values.akeys()) {
      if (key.text().startsWith(ORDER)) {
        orders.add(key);
      }
    }
    List<Named> named = new ArrayList<>();
    List<Optional<byte[]>> found = orders.isEmpty() ? List.of() : values.get(orders);
    for (int i = 0; i < found.size(); i++) {
      byte[] order = found.get(i).orElse(null);
      if (order != null) {
        named.add(
            new Named(orders.get(i).text().substring(ORDER.length()), FileLayout.number(order)));
      }
    }
    named.sort(Comparator.comparingLong(Named::order));
    List<String> names = new ArrayList<>();
    for (Named one : named) {
      names.add(one.name());
    }
    return names;
  }

  /** The message of an attribute; empty if there is none. */
  Optional<byte[]> read(String name) throws IOException {
    List<Optional<byte[]>> found = values.get(akey("T-", name), akey("S-", name), akey("L-", name));
    if (found.contains(Optional.<byte[]>empty())) {
      return Optional.empty();
    }
    byte[] type = found.get(0).orElseThrow();
    byte[] space = found.get(1).orElseThrow();
    byte[] length = found.get(2).orElseThrow();
    byte[] value = new byte[Math.toIntExact(FileLayout.number(length))];
    if (value.length > 0) {
      values.array(akey("V-", name), 0, MemorySegment.ofArray(value));
    }
    ByteWriter out = new ByteWriter();
    out.u4(type.length).raw(type).u4(space.length).raw(space).u4(value.length).raw(value);
    return Optional.of(out.bytes());
  }

  static AttributeValue decode(String name, byte[] message) throws H5Exception {
    ByteReader reader = new ByteReader(message, "attribute " + name);
    H5Type type = TypeCodec.decode(reader.slice(reader.u4()));
    Dataspace space = SpaceCodec.decode(reader.slice(reader.u4()));
    ByteReader value = reader.slice(reader.u4());
    return new AttributeValue(name, space, Packed.decode(type, space.elements(), value));
  }

  void put(AttributeValue value) throws IOException {
    H5Type type = value.elements().type();
    byte[] bytes = Packed.encode(value.elements(), type);
    if (bytes.length > MAX_VALUE) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "attribute too large: bytes=%d limit=%d attribute=%s"
              .formatted(bytes.length, MAX_VALUE, value.name()));
    }
    Key dkey = FileLayout.ATTRIBUTES;
    Changes.retried(
        () -> {
          Changes changes = new Changes();
          if (values.get(akey(ORDER, value.name())).getFirst().isEmpty()) {
            number(changes, value.name());
          }
          changes
              .set(object, dkey, akey("T-", value.name()), TypeCodec.encode(type))
              .set(object, dkey, akey("S-", value.name()), SpaceCodec.encode(value.space()))
              .set(object, dkey, akey("L-", value.name()), FileLayout.number(bytes.length));
          if (bytes.length > 0) {
            changes.write(object, dkey, akey("V-", value.name()), bytes);
          }
          changes.commit(store);
          return bytes.length;
        });
  }

  private void number(Changes changes, String name) throws IOException {
    Long known = values.counter(FileLayout.NEXT_ATTRIBUTE);
    long order = known == null ? 0 : known;
    byte @Nullable [] expected = known == null ? null : FileLayout.number(order);
    changes
        .expect(object, FileLayout.ATTRIBUTES, FileLayout.NEXT_ATTRIBUTE, expected)
        .write(
            object, FileLayout.ATTRIBUTES, FileLayout.NEXT_ATTRIBUTE, FileLayout.number(order + 1))
        .set(object, FileLayout.ATTRIBUTES, akey(ORDER, name), FileLayout.number(order));
  }

  /** Renames; its place among the others stays. */
  void rename(String name, String newName) throws IOException {
    byte[] order = require(name);
    if (values.get(akey(ORDER, newName)).getFirst().isPresent()) {
      throw new H5Exception(H5Error.EXISTS, "name is taken: attribute=" + newName);
    }
    byte[] message = read(name).orElseThrow(() -> missing(name));
    ByteReader reader = new ByteReader(message, "attribute " + name);
    byte[] type = reader.raw(reader.u4());
    byte[] space = reader.raw(reader.u4());
    byte[] value = reader.raw(reader.u4());
    Changes changes = new Changes();
    Key dkey = FileLayout.ATTRIBUTES;
    changes
        .set(object, dkey, akey("T-", newName), type)
        .set(object, dkey, akey("S-", newName), space)
        .set(object, dkey, akey("L-", newName), FileLayout.number(value.length))
        .set(object, dkey, akey(ORDER, newName), order);
    if (value.length > 0) {
      changes.write(object, dkey, akey("V-", newName), value);
    }
    remove(changes, name);
    changes.commit(store);
  }

  void delete(String name) throws IOException {
    require(name);
    Changes changes = new Changes();
    remove(changes, name);
    changes.commit(store);
  }

  private void remove(Changes changes, String name) throws H5Exception {
    for (String prefix : Arrays.asList("T-", "S-", "L-", "V-", ORDER)) {
      changes.remove(object, FileLayout.ATTRIBUTES, akey(prefix, name));
    }
  }

  private byte[] require(String name) throws IOException {
    return values.get(akey(ORDER, name)).getFirst().orElseThrow(() -> missing(name));
  }

  private static H5Exception missing(String name) {
    return new H5Exception(H5Error.NOT_FOUND, "no such attribute: attribute=" + name);
  }
}
