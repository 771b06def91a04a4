package io.jromio.h5vol.daos;

import io.jromio.dfs.object.ObjectId;
import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A group: an object with one dkey for each link. */
final class DaosGroup extends DaosObject implements VolGroup {
  private static final byte[] NOTHING = new byte[0];

  DaosGroup(ContainerFile file, ObjectToken token) {
    super(file, token);
  }

  private Links store() {
    return container().links();
  }

  private static byte[] encode(Iterable<Link> links) {
    ByteWriter out = new ByteWriter();
    for (Link link : links) {
      byte[] name = link.name().getBytes(StandardCharsets.UTF_8);
      byte[] target = Links.encode(link.target());
      out.u8(link.order()).u4(name.length).raw(name).u4(target.length).raw(target);
    }
    return out.bytes();
  }

  private static List<Link> links(byte[] message) throws H5Exception {
    ByteReader reader = new ByteReader(message, "links");
    List<Link> links = new ArrayList<>();
    while (reader.left() > 0) {
      long order = reader.u8();
      String name = new String(reader.raw(reader.u4()), StandardCharsets.UTF_8);
      links.add(new Link(name, Links.decode(reader.raw(reader.u4()), name), order));
    }
    return links;
  }

  @Override
  public List<Link> list() throws H5Exception {
    checkUsable();
    return links(ask("list", () -> encode(store().list(token()))));
  }

  @Override
  public Optional<Link> link(String name) throws H5Exception {
    checkUsable();
    List<Link> found =
        links(
            ask("link name=" + name, () -> encode(store().find(token(), name).stream().toList())));
    return found.stream().findFirst();
  }

  /** What a new object is kept as besides what all objects have. */
  private interface Contents {
    void addTo(Changes changes, ObjectId object) throws IOException;
  }

  private ObjectToken create(String name, ObjectKind kind, Contents contents) throws IOException {
    OpenContainer open = container().container();
    return Changes.retried(
        () -> {
          ObjectToken token = FileLayout.token(kind, open.newId());
          Changes changes = new Changes();
          contents.addTo(changes, open.layout().id(token));
          store().createObject(token(), name, token, changes);
          return token;
        });
  }

  @Override
  public VolGroup createGroup(String name) throws H5Exception {
    checkChangeable();
    byte[] answer =
        ask(
            "create group name=" + name,
            () ->
                FileLayout.number(create(name, ObjectKind.GROUP, (changes, object) -> {}).value()));
    ObjectToken token = new ObjectToken(FileLayout.number(answer));
    return (VolGroup) container().known(new DaosGroup(container(), token));
  }

  @Override
  public VolDataset createDataset(String name, DatasetCreation creation) throws H5Exception {
    checkChangeable();
    String call =
        "create dataset name=%s type=%s space=%s layout=%s filters=%s"
            .formatted(
                name, creation.type(), creation.space(), creation.layout(), creation.filters());
    byte[] answer = ask(call, () -> storeDataset(name, creation));
    ByteReader reader = new ByteReader(answer, "dataset " + name);
    ObjectToken token = new ObjectToken(reader.u8());
    return (VolDataset)
        container().known(new DaosDataset(container(), token, CreationCodec.decode(reader)));
  }

  private byte[] storeDataset(String name, DatasetCreation creation) throws IOException {
    check(name, creation);
    long[] chunk = CreationCodec.chunk(creation);
    byte[] type = TypeCodec.encode(creation.type());
    byte[] space = SpaceCodec.encode(creation.space());
    byte[] properties = CreationCodec.properties(creation, chunk);
    Optional<Elements> value = creation.fill().value();
    byte[] fill = value.isEmpty() ? NOTHING : Packed.encode(value.get(), creation.type());
    ObjectToken token =
        create(
            name,
            ObjectKind.DATASET,
            (changes, object) -> {
              changes
                  .set(object, FileLayout.INTERNAL, FileLayout.DATATYPE, type)
                  .set(object, FileLayout.INTERNAL, FileLayout.DATASPACE, space)
                  .set(object, FileLayout.INTERNAL, FileLayout.CREATION, properties);
              if (fill.length > 0) {
                changes.set(object, FileLayout.INTERNAL, FileLayout.FILL, fill);
              }
            });
    byte[] message = CreationCodec.message(type, space, properties, fill);
    return new ByteWriter().u8(token.value()).raw(message).bytes();
  }

  private static void check(String name, DatasetCreation creation) throws H5Exception {
    if (!creation.filters().isEmpty()) {
      throw unsupported("filters", name, creation.filters());
    }
    switch (creation.layout()) {
      case StorageLayout.Chunked chunked -> {
        for (long length : chunked.shape()) {
          if (length < 1) {
            throw new H5Exception(H5Error.ARG, "no chunk: %s dataset=%s".formatted(chunked, name));
          }
        }
      }
      case StorageLayout.Contiguous contiguous -> {
        if (creation.space().canGrow()) {
          throw unsupported("growing without chunks", name, contiguous);
        }
      }
      default -> throw unsupported("layout", name, creation.layout());
    }
  }

  private static H5Exception unsupported(String what, String name, Object asked) {
    return new H5Exception(
        H5Error.UNSUPPORTED,
        "objects of a store have no such datasets: %s=%s dataset=%s".formatted(what, asked, name));
  }

  @Override
  public VolType createType(String name, H5Type type) throws H5Exception {
    checkChangeable();
    byte[] answer =
        ask(
            "create type name=%s type=%s".formatted(name, type),
            () -> {
              byte[] encoded = TypeCodec.encode(type);
              ObjectToken token =
                  create(
                      name,
                      ObjectKind.NAMED_TYPE,
                      (changes, object) ->
                          changes.set(object, FileLayout.INTERNAL, FileLayout.DATATYPE, encoded));
              return new ByteWriter().u8(token.value()).raw(encoded).bytes();
            });
    ByteReader reader = new ByteReader(answer, "type " + name);
    ObjectToken token = new ObjectToken(reader.u8());
    return (VolType) container().known(new DaosType(container(), token, TypeCodec.decode(reader)));
  }

  @Override
  public void createLink(String name, LinkTarget target) throws H5Exception {
    checkChangeable();
    ask(
        "create link name=%s target=%s".formatted(name, target),
        () -> {
          store().create(token(), name, target);
          return NOTHING;
        });
  }

  @Override
  public void deleteLink(String name) throws H5Exception {
    checkChangeable();
    // Elements that others still write would outlive the object.
    container().agreement().barrier();
    byte[] answer =
        ask(
            "delete link name=" + name,
            () -> {
              ByteWriter out = new ByteWriter();
              for (ObjectToken token : store().delete(token(), name)) {
                out.u8(token.value());
              }
              return out.bytes();
            });
    ByteReader reader = new ByteReader(answer, "objects");
    while (reader.left() > 0) {
      container().forget(new ObjectToken(reader.u8()));
    }
  }

  @Override
  public void moveLink(String name, VolGroup to, String newName) throws H5Exception {
    checkChangeable();
    ask(
        "move link name=%s to=0x%x new=%s".formatted(name, to.token().value(), newName),
        () -> {
          store().move(token(), name, to.token(), newName);
          return NOTHING;
        });
  }
}
