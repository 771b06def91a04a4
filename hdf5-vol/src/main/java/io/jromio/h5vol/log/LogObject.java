package io.jromio.h5vol.log;

import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolObject;
import java.util.List;
import java.util.Optional;

/** What is common to groups, datasets and named types. */
abstract class LogObject<T extends VolObject> implements VolObject {
  private final LogFile file;
  private final T below;
  private final String path;

  LogObject(LogFile file, T below, String path) {
    this.file = file;
    this.below = below;
    this.path = path;
  }

  final T below() {
    return below;
  }

  final String path() {
    return path;
  }

  final LogFile logFile() {
    return file;
  }

  final CallLog log() {
    return file.log();
  }

  private String nameOf(String attribute) {
    return path + "@" + attribute;
  }

  @Override
  public final VolFile file() {
    return file;
  }

  @Override
  public final ObjectKind kind() {
    return below.kind();
  }

  @Override
  public final ObjectToken token() {
    return below.token();
  }

  @Override
  public final long links() throws H5Exception {
    return log().call("links", path, below::links);
  }

  @Override
  public final List<String> attributes() throws H5Exception {
    return log().call("attributes", path, below::attributes);
  }

  @Override
  public final Optional<AttributeValue> attribute(String name) throws H5Exception {
    return log().call("attribute", nameOf(name), () -> below.attribute(name));
  }

  @Override
  public final void putAttribute(AttributeValue value) throws H5Exception {
    log().run("putAttribute", nameOf(value.name()), () -> below.putAttribute(value));
  }

  @Override
  public final void renameAttribute(String name, String newName) throws H5Exception {
    log().run("renameAttribute", nameOf(name), () -> below.renameAttribute(name, newName));
  }

  @Override
  public final void deleteAttribute(String name) throws H5Exception {
    log().run("deleteAttribute", nameOf(name), () -> below.deleteAttribute(name));
  }
}
