package io.jromio.h5vol.daos;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all objects have: a token, hard links and attributes. */
abstract class DaosObject implements VolObject {
  private static final byte[] NOTHING = new byte[0];

  private final ContainerFile file;
  private final ObjectToken token;
  private boolean removed;

  DaosObject(ContainerFile file, ObjectToken token) {
    this.file = file;
    this.token = token;
  }

  @Override
  public final VolFile file() {
    return file;
  }

  @Override
  public final ObjectKind kind() {
    return ObjectKind.values()[FileLayout.kindCode(token)];
  }

  @Override
  public final ObjectToken token() {
    return token;
  }

  final ContainerFile container() {
    return file;
  }

  /** The last link to it was removed. */
  final void markRemoved() {
    removed = true;
  }

  /** Refuses what can be neither read nor changed. */
  final void checkUsable() throws H5Exception {
    file.checkOpen();
    if (removed) {
      throw new H5Exception(
          H5Error.NOT_FOUND,
          "object was removed: token=0x%x file=%s".formatted(token.value(), file.name()));
    }
  }

  final void checkChangeable() throws H5Exception {
    checkUsable();
    file.checkWritable();
  }

  /** Has rank 0 do something about this object. */
  final byte[] ask(String what, Agreement.Call call) throws H5Exception {
    return file.agreement().ask("%s token=0x%x".formatted(what, token.value()), call);
  }

  private AttributeStore store() throws IOException {
    return new AttributeStore(file.container(), file.container().layout().id(token));
  }

  @Override
  public final long links() throws H5Exception {
    checkUsable();
    return FileLayout.number(ask("links", () -> FileLayout.number(file.links().references(token))));
  }

  /** Texts as one message. */
  static byte[] encode(List<String> texts) {
    ByteWriter out = new ByteWriter().u4(texts.size());
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.u4(bytes.length).raw(bytes);
    }
    return out.bytes();
  }

  static List<String> texts(ByteReader reader) throws H5Exception {
    List<String> texts = new ArrayList<>();
    long count = reader.u4();
    for (long i = 0; i < count; i++) {
      texts.add(new String(reader.raw(reader.u4()), StandardCharsets.UTF_8));
    }
    return texts;
  }

  @Override
  public final List<String> attributes() throws H5Exception {
    checkUsable();
    return texts(new ByteReader(ask("attributes", () -> encode(store().names())), "names"));
  }

  @Override
  public final Optional<AttributeValue> attribute(String name) throws H5Exception {
    checkUsable();
    byte[] message = ask("attribute name=" + name, () -> store().read(name).orElse(NOTHING));
    return message.length == 0
        ? Optional.empty()
        : Optional.of(AttributeStore.decode(name, message));
  }

  @Override
  public final void putAttribute(AttributeValue value) throws H5Exception {
    checkChangeable();
    String call =
        "put attribute name=%s space=%s type=%s"
            .formatted(value.name(), value.space(), value.elements().type());
    ask(
        call,
        () -> {
          store().put(value);
          return NOTHING;
        });
  }

  @Override
  public final void renameAttribute(String name, String newName) throws H5Exception {
    checkChangeable();
    ask(
        "rename attribute name=%s new=%s".formatted(name, newName),
        () -> {
          store().rename(name, newName);
          return NOTHING;
        });
  }

  @Override
  public final void deleteAttribute(String name) throws H5Exception {
    checkChangeable();
    ask(
        "delete attribute name=" + name,
        () -> {
          store().delete(name);
          return NOTHING;
        });
  }
}
