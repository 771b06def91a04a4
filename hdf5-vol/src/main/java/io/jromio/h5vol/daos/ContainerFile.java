package io.jromio.h5vol.daos;

import io.jromio.comm.Communicator;
import io.jromio.dfs.object.StoreException;
import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.PendingTransfer;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open HDF5 file in a container. Objects that were opened once are kept, so that all handles of
 * a dataset agree on its shape and opening again asks nobody.
 */
final class ContainerFile implements VolFile {
  private static final byte[] NOTHING = new byte[0];

  private final VolRequest request;
  private final Communicator communicator;
  private final Agreement agreement;
  private final OpenContainer container;
  private final Links links;
  private final Map<ObjectToken, DaosObject> objects = new HashMap<>();
  private final ElementMover mover;
  private boolean closed;

  /**
   * @param communicator the file's own, which it closes
   */
  ContainerFile(
      VolRequest request, Communicator communicator, Agreement agreement, OpenContainer container) {
    this.request = request;
    this.communicator = communicator;
    this.agreement = agreement;
    this.container = container;
    this.links = new Links(container);
    this.mover = new ElementMover(this);
  }

  Agreement agreement() {
    return agreement;
  }

  OpenContainer container() {
    return container;
  }

  Links links() {
    return links;
  }

  @Override
  public String name() {
    return request.name();
  }

  @Override
  public FileProperties properties() {
    return request.properties();
  }

  @Override
  public Set<VolCapability> capabilities() {
    return DaosConnector.CAPABILITIES;
  }

  @Override
  public Communicator communicator() {
    return request.communicator();
  }

  void checkOpen() throws H5Exception {
    if (closed) {
      throw new H5Exception(H5Error.CLOSED, "file was closed: file=" + name());
    }
  }

  void checkWritable() throws H5Exception {
    if (!properties().writes()) {
      throw new H5Exception(H5Error.READ_ONLY, "opened for reading only: file=" + name());
    }
  }

  /** The object that is used for a token from now on. */
  DaosObject known(DaosObject object) {
    objects.put(object.token(), object);
    return object;
  }

  /** An object is gone. */
  void forget(ObjectToken token) {
    DaosObject object = objects.remove(token);
    if (object != null) {
      object.markRemoved();
    }
  }

  @Override
  public VolGroup root() throws H5Exception {
    return (VolGroup) object(FileLayout.ROOT);
  }

  @Override
  public VolObject object(ObjectToken token) throws H5Exception {
    checkOpen();
    DaosObject open = objects.get(token);
    if (open != null) {
      agreement.note("object token=0x%x".formatted(token.value()));
      return open;
    }
    byte[] answer =
        agreement.ask("object token=0x%x".formatted(token.value()), () -> describe(token));
    ByteReader reader = new ByteReader(answer, "object 0x%x".formatted(token.value()));
    return known(
        switch (ObjectKind.values()[FileLayout.kindCode(token)]) {
          case GROUP -> new DaosGroup(this, token);
          case DATASET -> new DaosDataset(this, token, CreationCodec.decode(reader));
          case NAMED_TYPE -> new DaosType(this, token, TypeCodec.decode(reader));
        });
  }

  /** All that other ranks need to know of an object; one fetch. */
  private byte[] describe(ObjectToken token) throws IOException {
    if (!links.exists(token)) {
      throw new H5Exception(
          H5Error.NOT_FOUND, "no such object: token=0x%x".formatted(token.value()));
    }
    if (FileLayout.kindCode(token) == ObjectKind.GROUP.ordinal()) {
      return NOTHING;
    }
    Values values =
        new Values(container.store(), container.layout().id(token), FileLayout.INTERNAL);
    List<Optional<byte[]>> found =
        values.get(FileLayout.DATATYPE, FileLayout.DATASPACE, FileLayout.CREATION, FileLayout.FILL);
    byte[] type = found.get(0).orElse(null);
    byte[] space = found.get(1).orElse(null);
    byte[] properties = found.get(2).orElse(null);
    boolean dataset = FileLayout.kindCode(token) == ObjectKind.DATASET.ordinal();
    if (type == null || (dataset && (space == null || properties == null))) {
      throw new H5Exception(
          H5Error.BAD_FILE, "object is incomplete: token=0x%x".formatted(token.value()));
    }
    if (space == null || properties == null) {
      return type;
    }
    byte[] fill = found.get(3).orElse(NOTHING);
    return CreationCodec.message(type, space, properties, fill);
  }

  @Override
  public void flush() throws H5Exception {
    checkOpen();
    // What returned is safe; all ranks must have come so far.
    agreement.note("flush");
    agreement.compare("flush");
  }

  @Override
  public PendingTransfer transfer(Direction direction, TransferMode mode, List<Transfer> parts)
      throws H5Exception {
    return PendingTransfer.done(mover.move(direction, mode, parts));
  }

  @Override
  public void close() throws H5Exception {
    if (closed) {
      return;
    }
    closed = true;
    boolean given = false;
    try (communicator) {
      @Nullable H5Exception failure = null;
      agreement.note("close");
      try {
        agreement.compare("close");
      } catch (H5Exception e) {
        failure = e;
      }
      given = true;
      @Nullable H5Exception here = giveBack();
      agreement.agree(failure == null ? here : failure);
    } finally {
      if (!given) {
        giveBack();
      }
    }
  }

  private @Nullable H5Exception giveBack() {
    try {
      container.close();
      return null;
    } catch (StoreException e) {
      return StoreErrors.of(e, agreement.doing("close"));
    }
  }
}
