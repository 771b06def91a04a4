package io.jromio.h5vol.vol;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectToken;
import java.util.List;
import java.util.Set;

/** An open file; see {@link VolConnector} for what holds for all calls. */
public interface VolFile extends AutoCloseable {

  /** As it was given; local. */
  String name();

  /** Local. */
  FileProperties properties();

  /** What this file can do; local. */
  Set<VolCapability> capabilities();

  /** The ranks of the file; local. */
  Communicator communicator();

  /** The root group. */
  VolGroup root() throws H5Exception;

  /**
   * The object that a hard link or a reference leads to.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  VolObject object(ObjectToken token) throws H5Exception;

  /** Makes all that was done before readable after a crash of any rank. */
  void flush() throws H5Exception;

  /**
   * Moves elements of one or more datasets of this file. {@link TransferMode#INDEPENDENT} is local,
   * and each rank brings what it likes; otherwise all ranks bring the same datasets in the same
   * order, each with its own selections. Memory must stay as it is until the transfer is done.
   *
   * <p>The first of several parts that cannot be moved fails the whole call before anything is
   * moved: {@link H5Error#ARG} for selections outside the extent, of different numbers of elements
   * or memory that is too small; {@link H5Error#CONVERSION} for types that do not go together;
   * {@link H5Error#UNSUPPORTED} for independent writing through filters and what the connector
   * cannot.
   *
   * <p>An element that two ranks write in one call is one of the two values.
   */
  PendingTransfer transfer(Direction direction, TransferMode mode, List<Transfer> parts)
      throws H5Exception;

  /** Collective, and done if it fails too; a second call does nothing. */
  @Override
  void close() throws H5Exception;
}
