package io.jromio.h5vol.log;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.PendingTransfer;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of the connector below. */
final class LogFile implements VolFile {
  private final VolFile below;
  private final CallLog log;

  /** What objects were called when they were last seen in a group. */
  private final Map<ObjectToken, String> paths = new HashMap<>();

  private boolean closed;

  LogFile(VolFile below, CallLog log) {
    this.below = below;
    this.log = log;
  }

  CallLog log() {
    return log;
  }

  void seen(ObjectToken token, String path) {
    paths.put(token, path);
  }

  private String path(ObjectToken token) {
    return paths.getOrDefault(token, "object(0x%x)".formatted(token.value()));
  }

  @Override
  public String name() {
    return below.name();
  }

  @Override
  public FileProperties properties() {
    return below.properties();
  }

  @Override
  public Set<VolCapability> capabilities() {
    return below.capabilities();
  }

  @Override
  public Communicator communicator() {
    return below.communicator();
  }

  @Override
  public VolGroup root() throws H5Exception {
    return new LogGroup(this, log.call("root", "/", below::root), "/");
  }

  @Override
  public VolObject object(ObjectToken token) throws H5Exception {
    String path = path(token);
    VolObject object = log.call("object", path, () -> below.object(token));
    return switch (object.kind()) {
      case GROUP -> new LogGroup(this, (VolGroup) object, path);
      case DATASET -> new LogDataset(this, (VolDataset) object, path);
      case NAMED_TYPE -> new LogType(this, (VolType) object, path);
    };
  }

  @Override
  public void flush() throws H5Exception {
    log.run("flush", below.name(), below::flush);
  }

  @Override
  public PendingTransfer transfer(Direction direction, TransferMode mode, List<Transfer> parts)
      throws H5Exception {
    List<String> objects = new ArrayList<>();
    List<Transfer> passed = new ArrayList<>();
    for (Transfer part : parts) {
      if (!(part.dataset() instanceof LogDataset dataset)) {
        throw new H5Exception(
            H5Error.ARG, "dataset of another connector: %s (file %s)".formatted(part, name()));
      }
      objects.add(dataset.path());
      passed.add(
          new Transfer(
              dataset.below(),
              part.selection(),
              part.memory(),
              part.memorySpace(),
              part.memorySelection()));
    }
    String call = direction == Direction.WRITE ? "write" : "read";
    String name =
        "call=%s%s object=%s"
            .formatted(
                call, mode == TransferMode.COLLECTIVE ? "All" : "", String.join(",", objects));
    long begin = System.nanoTime();
    try {
      return new Logged(name, direction, below.transfer(direction, mode, passed), begin);
    } catch (H5Exception e) {
      log.failed(name, e, System.nanoTime() - begin);
      throw e;
    }
  }

  /** A transfer of the connector below, printed when its end is known. */
  private final class Logged implements PendingTransfer {
    private final String name;
    private final Direction direction;
    private final PendingTransfer pending;
    private final long begin;
    private boolean printed;

    Logged(String name, Direction direction, PendingTransfer pending, long begin) {
      this.name = name;
      this.direction = direction;
      this.pending = pending;
      this.begin = begin;
    }

    @Override
    public boolean isDone() {
      return pending.isDone();
    }

    @Override
    public TransferReport await() throws H5Exception {
      try {
        TransferReport report = pending.await();
        if (!printed) {
          log.transferred(name, direction, report, System.nanoTime() - begin);
        }
        return report;
      } catch (H5Exception e) {
        if (!printed) {
          log.failed(name, e, System.nanoTime() - begin);
        }
        throw e;
      } finally {
        printed = true;
      }
    }
  }

  @Override
  public void close() throws H5Exception {
    if (closed) {
      below.close();
      return;
    }
    closed = true;
    try {
      log.run("close", below.name(), below::close);
    } finally {
      log.totals(below.name());
    }
  }
}
