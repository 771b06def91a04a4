package io.jromio.mpiio;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.independent.IndependentIo;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.collective.CollectiveIo;
import io.jromio.collective.CollectiveRequest;
import io.jromio.hints.Hints;

/**
 * Moves bytes between memory and the file through the view in force: at an explicit offset or at
 * the individual pointer, alone or together with all ranks.
 *
 * <p>A call on one rank alone is checked, then done or refused. A call of all ranks is entered with
 * bad arguments too, so that nobody waits for this rank and all throw its error class.
 */
final class Transfers {
  /** Arguments that were found good: the bytes of the file and those of memory. */
  private record Request(AccessList list, TypedBuffer buffer) {}

  /** The view of a call, which may turn out to be none. */
  private interface ViewOfCall {
    FileView get() throws MpiIoException;
  }

  private final OpenFile file;
  private final FilePointer pointer = new FilePointer();

  Transfers(OpenFile file) {
    this.file = file;
    if (file.has(AccessMode.APPEND)) {
      pointer.moveTo(file.sizeAtOpen());
    }
  }

  FilePointer pointer() {
    return pointer;
  }

  /** On this rank alone, at an explicit offset in etypes. */
  IoStatus at(Direction direction, long offset, Memory memory) throws MpiIoException {
    file.checkOpen();
    return new IoStatus(alone(direction, request(direction, offset, memory)));
  }

  /** On this rank alone, at the individual pointer. */
  IoStatus next(Direction direction, Memory memory) throws MpiIoException {
    file.checkOpen();
    synchronized (pointer) {
      Request request = request(direction, pointer.position(), memory);
      long etypeSize = file.view().etype().size();
      try {
        long moved = alone(direction, request);
        pointer.advance(moved, etypeSize);
        return new IoStatus(moved);
      } catch (MpiIoException e) {
        pointer.advance(e.transferred(), etypeSize);
        throw e;
      }
    }
  }

  /** Collective, at an explicit offset in etypes. */
  IoStatus atAll(Direction direction, long offset, Memory memory) throws MpiIoException {
    file.checkOpen();
    return new IoStatus(together(direction, offset, memory));
  }

  /** Collective, at the individual pointer. */
  IoStatus nextAll(Direction direction, Memory memory) throws MpiIoException {
    file.checkOpen();
    synchronized (pointer) {
      long etypeSize = file.view().etype().size();
      try {
        long moved = together(direction, pointer.position(), memory);
        pointer.advance(moved, etypeSize);
        return new IoStatus(moved);
      } catch (MpiIoException e) {
        pointer.advance(e.transferred(), etypeSize);
        throw e;
      }
    }
  }

  /** On this rank alone, from the beginning of a view for this call only. */
  IoStatus through(Direction direction, View view, Memory memory) throws MpiIoException {
    file.checkOpen();
    return new IoStatus(alone(direction, request(direction, () -> file.checked(view), 0, memory)));
  }

  /**
   * Collective, each rank from the beginning of a view for this call only. What the other ranks see
   * is not known, so any of them may see holes.
   */
  IoStatus throughAll(Direction direction, View view, Memory memory) throws MpiIoException {
    file.checkOpen();
    return new IoStatus(together(direction, () -> file.checked(view), 0, memory, true));
  }

  /** Moves the individual pointer. */
  void seek(long offset, Whence whence) throws MpiIoException {
    file.checkOpen();
    file.checkNotSequential("individual pointer");
    synchronized (pointer) {
      long base =
          switch (whence) {
            case SET -> 0;
            case CUR -> pointer.position();
            case END -> file.view().etypesBelow(file.local().size());
          };
      pointer.seek(base, offset);
    }
  }

  private long alone(Direction direction, Request request) throws MpiIoException {
    AdioFile local = file.local();
    Hints hints = file.hints();
    boolean atomic = file.atomic();
    return direction == Direction.READ
        ? IndependentIo.read(local, request.list(), request.buffer(), hints, atomic)
        : IndependentIo.write(local, request.list(), request.buffer(), hints, atomic);
  }

  private long together(Direction direction, long offset, Memory memory) throws MpiIoException {
    return together(direction, file::view, offset, memory, file.scattered());
  }

  private long together(
      Direction direction, ViewOfCall view, long offset, Memory memory, boolean scattered)
      throws MpiIoException {
    CollectiveRequest mine;
    try {
      Request request = request(direction, view, offset, memory);
      mine =
          new CollectiveRequest(
              request.list(), request.buffer(), file.hints(), file.atomic(), scattered, null);
    } catch (MpiIoException e) {
      mine = CollectiveRequest.failed(e, file.hints(), scattered);
    }
    CollectiveIo collective = file.collective();
    return direction == Direction.READ ? collective.readAll(mine) : collective.writeAll(mine);
  }

  private Request request(Direction direction, long offset, Memory memory) throws MpiIoException {
    return request(direction, file::view, offset, memory);
  }

  /** Checks everything that can be checked without moving a byte; throws nothing unchecked. */
  private Request request(Direction direction, ViewOfCall view, long offset, Memory memory)
      throws MpiIoException {
    try {
      return checked(direction, view.get(), offset, memory);
    } catch (RuntimeException e) {
      throw new MpiIoException(ErrorClass.ARG, direction + " refused: " + e, e);
    }
  }

  private Request checked(Direction direction, FileView view, long offset, Memory memory)
      throws MpiIoException {
    direction.check(file);
    file.checkNotSequential("explicit offset or individual pointer");
    if (offset < 0) {
      throw file.error(ErrorClass.ARG, "negative offset: offset=" + offset);
    }
    TypedBuffer buffer = memory.buffer(direction);
    long etypeSize = view.etype().size();
    if (buffer.bytes() > 0 && (etypeSize == 0 || buffer.bytes() % etypeSize != 0)) {
      throw file.error(
          ErrorClass.ARG,
          "not a whole number of etypes: bytes=%d etype=%s size=%d"
              .formatted(buffer.bytes(), view.etype(), etypeSize));
    }
    if (etypeSize > 0 && offset > Long.MAX_VALUE / etypeSize) {
      throw file.error(ErrorClass.ARG, "offset out of range: offset=%d etypes".formatted(offset));
    }
    AccessList list = view.access(offset * etypeSize, buffer.bytes());
    if (direction == Direction.WRITE && list.overlaps()) {
      throw file.error(ErrorClass.ARG, "a write touches a byte of the file twice: " + list);
    }
    return new Request(list, buffer);
  }
}
