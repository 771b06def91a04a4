package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.nativefile.format.GroupLinks;
import io.jromio.h5vol.nativefile.format.HeaderMessage;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.ObjectHeader;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A group. Its links are read when they are first asked for, and written as messages. */
final class NativeGroup extends NativeObject implements VolGroup {
  private static final int RESERVE = 192;
  private static final long NONE = MetadataSource.UNDEFINED;

  private final List<HeaderMessage> others = new ArrayList<>();
  private HeaderMessage.@Nullable LinkInfo info;
  private @Nullable Map<String, Link> loaded;
  private boolean linksChanged;
  private long next;

  NativeGroup(NativeFile file, ObjectHeader header) {
    super(file, header);
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.LinkInfo found) {
        info = found;
        next = found.next();
      } else if (!isRebuilt(message)) {
        others.add(message);
      }
    }
  }

  private static boolean isRebuilt(HeaderMessage message) {
    return AttributeTable.isAbout(message)
        || message instanceof HeaderMessage.RefCount
        || message instanceof HeaderMessage.LinkTo;
  }

  static NativeGroup create(NativeFile file, String name) throws H5Exception {
    List<HeaderMessage> messages =
        List.of(
            new HeaderMessage.LinkInfo(true, false, 0, NONE, NONE, NONE),
            new HeaderMessage.GroupInfo());
    NativeGroup group =
        new NativeGroup(file, ObjectHeader.create(file.metadata(), messages, RESERVE));
    file.add(group);
    file.log().add(name);
    return group;
  }

  private Map<String, Link> all() throws H5Exception {
    if (loaded != null) {
      return loaded;
    }
    Metadata metadata = nativeFile().metadata();
    List<Link> read =
        isCompact()
            ? GroupLinks.read(metadata, header())
            : metadata.together(() -> GroupLinks.read(metadata, header()));
    Map<String, Link> byName = new LinkedHashMap<>();
    for (Link link : read) {
      byName.put(link.name(), link);
      next = Math.max(next, link.order() + 1);
    }
    loaded = byName;
    return byName;
  }

  /** Whether all links are in the header. */
  private boolean isCompact() {
    for (HeaderMessage message : header().messages()) {
      if (message instanceof HeaderMessage.SymbolTable) {
        return false;
      }
    }
    return info != null && info.heap() == NONE;
  }

  @Override
  void addMessages(Metadata metadata, List<HeaderMessage> messages) throws H5Exception {
    if (!linksChanged || info == null) {
      for (HeaderMessage message : header().messages()) {
        if (!AttributeTable.isAbout(message) && !(message instanceof HeaderMessage.RefCount)) {
          messages.add(message);
        }
      }
      return;
    }
    info = new HeaderMessage.LinkInfo(info.tracked(), info.indexed(), next, NONE, NONE, NONE);
    messages.add(info);
    messages.addAll(others);
    for (Link link : all().values()) {
      messages.add(new HeaderMessage.LinkTo(link));
    }
    linksChanged = false;
  }

  @Override
  void freeParts(Metadata metadata) throws H5Exception {
    for (Link link : List.copyOf(all().values())) {
      if (link.target() instanceof LinkTarget.Hard hard) {
        nativeFile().object(hard.token().value()).unlinked();
      }
    }
  }

  @Override
  public ObjectKind kind() {
    return ObjectKind.GROUP;
  }

  @Override
  public List<Link> list() throws H5Exception {
    checkThere();
    return List.copyOf(all().values());
  }

  @Override
  public Optional<Link> link(String name) throws H5Exception {
    checkThere();
    return Optional.ofNullable(all().get(name));
  }

  /** Whether a link of this name may be made. */
  private void checkFree(String name) throws H5Exception {
    if (name.isEmpty() || name.equals(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw new H5Exception(H5Error.ARG, "no name for a link: name=" + name);
    }
    if (all().containsKey(name)) {
      throw new H5Exception(
          H5Error.EXISTS, "name is taken: name=%s file=%s".formatted(name, file().name()));
    }
  }

  private void insert(String name, LinkTarget target) throws H5Exception {
    long order = info != null && info.tracked() ? next++ : -1;
    all().put(name, new Link(name, target, order));
    linksChanged = true;
    changed();
  }

  @Override
  public VolGroup createGroup(String name) throws H5Exception {
    checkChange("create group");
    log().add(name).made("create group " + name);
    checkFree(name);
    NativeGroup group = create(nativeFile(), name);
    insert(name, new LinkTarget.Hard(group.token()));
    return group;
  }

  @Override
  public VolDataset createDataset(String name, DatasetCreation creation) throws H5Exception {
    checkChange("create dataset");
    DatasetPlan.log(log().add(name), creation);
    return created(name, creation, null);
  }

  @Override
  public VolDataset createDataset(String name, DatasetCreation creation, VolType named)
      throws H5Exception {
    checkChange("create dataset");
    DatasetPlan.log(log().add(name).add(named.token().value()), creation);
    if (!(named instanceof NativeType type) || type.file() != file()) {
      throw new H5Exception(
          H5Error.ARG, "type of another file: name=%s file=%s".formatted(name, file().name()));
    }
    type.checkChange("create dataset");
    if (!type.type().equals(creation.type())) {
      throw new H5Exception(
          H5Error.ARG,
          "another type than the named one: type=%s named=%s name=%s file=%s"
              .formatted(creation.type(), type.type(), name, file().name()));
    }
    return created(name, creation, type);
  }

  private VolDataset created(String name, DatasetCreation creation, @Nullable NativeType named)
      throws H5Exception {
    nativeFile().log().made("create dataset " + name);
    checkFree(name);
    NativeDataset dataset = NativeDataset.create(nativeFile(), name, creation, named);
    insert(name, new LinkTarget.Hard(dataset.token()));
    return dataset;
  }

  @Override
  public VolType createType(String name, H5Type type) throws H5Exception {
    checkChange("create type");
    log().add(name).add(TypeCodec.encode(type)).made("create type " + name);
    checkFree(name);
    NativeType created = NativeType.create(nativeFile(), type);
    insert(name, new LinkTarget.Hard(created.token()));
    return created;
  }

  @Override
  public void createLink(String name, LinkTarget target) throws H5Exception {
    checkChange("create link");
    CallLog log = log().add(name);
    switch (target) {
      case LinkTarget.Hard hard -> log.add(hard.token().value());
      case LinkTarget.Soft soft -> log.add(soft.path());
      case LinkTarget.External external -> log.add(external.file()).add(external.path());
    }
    log.made("create link " + name);
    checkFree(name);
    if (target instanceof LinkTarget.Hard hard) {
      NativeObject object = nativeFile().object(hard.token().value());
      object.checkChange("create link");
      object.linked();
    }
    insert(name, target);
  }

  private Link require(String name) throws H5Exception {
    Link link = all().get(name);
    if (link == null) {
      throw new H5Exception(
          H5Error.NOT_FOUND, "no such link: name=%s file=%s".formatted(name, file().name()));
    }
    return link;
  }

  private void remove(String name) throws H5Exception {
    all().remove(name);
    linksChanged = true;
    changed();
  }

  @Override
  public void deleteLink(String name) throws H5Exception {
    checkChange("delete link");
    log().add(name).made("delete link " + name);
    Link link = require(name);
    if (link.target() instanceof LinkTarget.Hard hard) {
      NativeObject object = nativeFile().object(hard.token().value());
      object.checkChange("delete link");
      remove(name);
      object.unlinked();
    } else {
      remove(name);
    }
  }

  @Override
  public void moveLink(String name, VolGroup to, String newName) throws H5Exception {
    checkChange("move link");
    if (!(to instanceof NativeGroup target) || target.file() != file()) {
      throw new H5Exception(
          H5Error.ARG, "links move within a file: name=%s file=%s".formatted(name, file().name()));
    }
    target.checkChange("move link");
    log().add(name).add(to.token().value()).add(newName).made("move link " + name);
    Link link = require(name);
    target.checkFree(newName);
    remove(name);
    target.insert(newName, link.target());
  }
}
