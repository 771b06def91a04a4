package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.codec.SpaceCodec;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.nativefile.format.HeaderMessage;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An object of an open file, the same on all ranks: what its header says, and what of that has
 * changed since the last flush.
 */
abstract sealed class NativeObject implements VolObject
    permits NativeGroup, NativeDataset, NativeType {
  private final NativeFile file;
  private final ObjectHeader header;
  private final AttributeTable attributes;
  private long links = 1;
  private boolean changed;
  private boolean deleted;

  NativeObject(NativeFile file, ObjectHeader header) {
    this.file = file;
    this.header = header;
    this.attributes = new AttributeTable(file, header);
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.RefCount count) {
        links = count.links();
      }
    }
  }

  /** The object that a header describes. Reads what else belongs to it; to be done together. */
  static NativeObject of(NativeFile file, ObjectHeader header, Metadata metadata)
      throws H5Exception {
    boolean typed = false;
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.LinkInfo
          || message instanceof HeaderMessage.SymbolTable) {
        return new NativeGroup(file, header);
      }
      if (message instanceof HeaderMessage.Layout) {
        return NativeDataset.read(file, header, metadata);
      }
      typed |= message instanceof HeaderMessage.Type;
    }
    if (typed) {
      return new NativeType(file, header);
    }
    throw new H5Exception(
        H5Error.BAD_FILE,
        "neither group nor dataset nor type: address=%d file=%s"
            .formatted(header.address(), file.name()));
  }

  ObjectHeader header() {
    return header;
  }

  /** Adds the messages that are neither attributes nor the number of links. */
  abstract void addMessages(Metadata metadata, List<HeaderMessage> messages) throws H5Exception;

  /** Gives back what belongs to the object besides its header, as its last link is gone. */
  abstract void freeParts(Metadata metadata) throws H5Exception;

  /** Brings the object to its header. */
  final void store(Metadata metadata) throws H5Exception {
    if (deleted) {
      return;
    }
    List<HeaderMessage> messages = new ArrayList<>();
    addMessages(metadata, messages);
    if (links != 1) {
      messages.add(new HeaderMessage.RefCount(links));
    }
    messages.addAll(attributes.store(metadata));
    header.store(metadata, messages);
    changed = false;
  }

  /** Something of the object is to be written at the next flush. */
  final void changed() {
    if (!changed) {
      changed = true;
      file.writer().changed(this);
    }
  }

  final void checkThere() throws H5Exception {
    file.checkOpen();
    if (deleted) {
      throw new H5Exception(
          H5Error.NOT_FOUND,
          "object was deleted: address=%d file=%s".formatted(header.address(), file.name()));
    }
  }

  /** Whether the object may be changed but for its elements. */
  final void checkChange(String call) throws H5Exception {
    checkThere();
    file.checkStructure(call);
    if (header.version() < 2) {
      throw file.oldFormat(call, "object header of version 1");
    }
  }

  /** Notes a call about this object, for the comparison between ranks. */
  final CallLog log() {
    return file.log().add(header.address());
  }

  /** Hard links that the header tells of. */
  final long linkCount() {
    return links;
  }

  /** One hard link more. */
  final void linked() {
    links++;
    changed();
  }

  /** One hard link less: without any, the object is given up. */
  final void unlinked() throws H5Exception {
    links--;
    if (links > 0) {
      changed();
      return;
    }
    deleted = true;
    file.remove(this);
    Metadata metadata = file.metadata();
    freeParts(metadata);
    metadata.together(
        () -> {
          attributes.free(metadata);
          header.free(metadata);
          return true;
        });
  }

  @Override
  public final VolFile file() {
    return file;
  }

  final NativeFile nativeFile() {
    return file;
  }

  @Override
  public final ObjectToken token() {
    return new ObjectToken(header.address());
  }

  @Override
  public final long links() throws H5Exception {
    checkThere();
    return links;
  }

  @Override
  public final List<String> attributes() throws H5Exception {
    checkThere();
    return attributes.names();
  }

  @Override
  public final Optional<AttributeValue> attribute(String name) throws H5Exception {
    checkThere();
    return attributes.get(name);
  }

  @Override
  public final void putAttribute(AttributeValue value) throws H5Exception {
    checkChange("put attribute");
    CallLog log = log().add(value.name()).add(TypeCodec.encode(value.elements().type()));
    log.add(SpaceCodec.encode(value.space()));
    if (value.elements().type().hasVlen()) {
      Blobs blobs = value.elements().blobs();
      for (int slot = 0; slot < blobs.size(); slot++) {
        log.add(blobs.get(slot));
      }
    } else {
      log.add(value.elements().bytes());
    }
    log.made("put attribute " + value.name());
    attributes.put(value);
    changed();
  }

  @Override
  public final void renameAttribute(String name, String newName) throws H5Exception {
    checkChange("rename attribute");
    log().add(name).add(newName).made("rename attribute " + name);
    attributes.rename(name, newName);
    changed();
  }

  @Override
  public final void deleteAttribute(String name) throws H5Exception {
    checkChange("delete attribute");
    log().add(name).made("delete attribute " + name);
    attributes.delete(name);
    changed();
  }
}
