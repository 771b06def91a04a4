package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.MpiIoException;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.mpiio.MpiFile;

/** Does calls to MPI-IO and counts them. */
final class RawFile {
  private final MpiFile file;
  private final Direction direction;
  private final boolean collective;
  private long requests;
  private long bytes;

  RawFile(MpiFile file, Direction direction, TransferMode mode) {
    this.file = file;
    this.direction = direction;
    this.collective = mode == TransferMode.COLLECTIVE;
  }

  /** Does a call, together with all ranks if the transfer is collective. */
  void run(Request request) throws H5Exception {
    run(request, direction);
  }

  /** Does a call in any direction; reads get zeros for what is behind the end of the file. */
  void run(Request request, Direction way) throws H5Exception {
    try {
      long moved = way == Direction.READ ? read(request) : write(request);
      requests++;
      bytes += moved;
      if (way == Direction.READ) {
        request.clearFrom(moved);
      }
    } catch (MpiIoException e) {
      throw H5Exception.of(way == Direction.READ ? "reading elements" : "writing elements", e);
    }
  }

  private long read(Request request) throws MpiIoException {
    return (collective
            ? file.readThroughAll(request.view(), request.memory(), 1, request.type())
            : file.readThrough(request.view(), request.memory(), 1, request.type()))
        .bytes();
  }

  private long write(Request request) throws MpiIoException {
    return (collective
            ? file.writeThroughAll(request.view(), request.memory(), 1, request.type())
            : file.writeThrough(request.view(), request.memory(), 1, request.type()))
        .bytes();
  }

  long requests() {
    return requests;
  }

  long bytes() {
    return bytes;
  }
}
