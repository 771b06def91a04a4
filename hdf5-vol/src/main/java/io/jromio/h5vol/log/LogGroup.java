package io.jromio.h5vol.log;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolType;
import java.util.List;
import java.util.Optional;

/** A group of the connector below. */
final class LogGroup extends LogObject<VolGroup> implements VolGroup {
  LogGroup(LogFile file, VolGroup below, String path) {
    super(file, below, path);
  }

  private String child(String name) {
    return path().endsWith("/") ? path() + name : path() + "/" + name;
  }

  private void seen(Link link) {
    if (link.target() instanceof LinkTarget.Hard hard) {
      logFile().seen(hard.token(), child(link.name()));
    }
  }

  @Override
  public List<Link> list() throws H5Exception {
    List<Link> links = log().call("list", path(), () -> below().list());
    links.forEach(this::seen);
    return links;
  }

  @Override
  public Optional<Link> link(String name) throws H5Exception {
    Optional<Link> link = log().call("link", child(name), () -> below().link(name));
    link.ifPresent(this::seen);
    return link;
  }

  @Override
  public VolGroup createGroup(String name) throws H5Exception {
    String path = child(name);
    VolGroup group = log().call("createGroup", path, () -> below().createGroup(name));
    return new LogGroup(logFile(), group, path);
  }

  @Override
  public VolDataset createDataset(String name, DatasetCreation creation) throws H5Exception {
    String path = child(name);
    VolDataset dataset =
        log().call("createDataset", path, () -> below().createDataset(name, creation));
    return new LogDataset(logFile(), dataset, path);
  }

  @Override
  public VolDataset createDataset(String name, DatasetCreation creation, VolType named)
      throws H5Exception {
    String path = child(name);
    if (!(named instanceof LogType type)) {
      throw new H5Exception(
          H5Error.ARG,
          "type of another connector: dataset=%s (file %s)".formatted(path, file().name()));
    }
    VolDataset dataset =
        log()
            .call("createDataset", path, () -> below().createDataset(name, creation, type.below()));
    return new LogDataset(logFile(), dataset, path);
  }

  @Override
  public VolType createType(String name, H5Type type) throws H5Exception {
    String path = child(name);
    VolType made = log().call("createType", path, () -> below().createType(name, type));
    return new LogType(logFile(), made, path);
  }

  @Override
  public void createLink(String name, LinkTarget target) throws H5Exception {
    log().run("createLink", child(name), () -> below().createLink(name, target));
  }

  @Override
  public void deleteLink(String name) throws H5Exception {
    log().run("deleteLink", child(name), () -> below().deleteLink(name));
  }

  @Override
  public void moveLink(String name, VolGroup to, String newName) throws H5Exception {
    if (!(to instanceof LogGroup group)) {
      throw new H5Exception(
          H5Error.ARG,
          "group of another connector: link=%s (file %s)".formatted(child(name), file().name()));
    }
    log().run("moveLink", child(name), () -> below().moveLink(name, group.below(), newName));
  }
}
