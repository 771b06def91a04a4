package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.nativefile.format.HeaderMessage;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import io.jromio.h5vol.vol.VolType;
import java.util.ArrayList;
import java.util.List;

/** A type with a header of its own. */
final class NativeType extends NativeObject implements VolType {
  private static final int RESERVE = 128;

  private final List<HeaderMessage> messages = new ArrayList<>();
  private final H5Type type;

  NativeType(NativeFile file, ObjectHeader header) {
    super(file, header);
    H5Type found = H5Type.I8;
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.Type typed) {
        found = typed.type();
      }
      if (!AttributeTable.isAbout(message) && !(message instanceof HeaderMessage.RefCount)) {
        messages.add(message);
      }
    }
    this.type = found;
  }

  static NativeType create(NativeFile file, H5Type type) throws H5Exception {
    List<HeaderMessage> messages = List.of(new HeaderMessage.Type(type, MetadataSource.UNDEFINED));
    NativeType created =
        new NativeType(file, ObjectHeader.create(file.metadata(), messages, RESERVE));
    file.add(created);
    return created;
  }

  @Override
  void addMessages(Metadata metadata, List<HeaderMessage> all) {
    all.addAll(messages);
  }

  @Override
  void freeParts(Metadata metadata) {}

  @Override
  public ObjectKind kind() {
    return ObjectKind.NAMED_TYPE;
  }

  @Override
  public H5Type type() {
    return type;
  }
}
