package io.jromio.h5vol.model;

import io.jromio.adio.ErrorClass;

/** What kind of thing went wrong; every rank of a collective call gets the same. */
public enum H5Error {
  /** Arguments that can never be right, such as a selection outside the extent. */
  ARG,
  /** Ranks passed different arguments to a collective call. */
  NOT_SAME,
  /** No such file, object, link or attribute. */
  NOT_FOUND,
  /** The name is taken. */
  EXISTS,
  /** The file is no HDF5 file, or its bytes contradict themselves. */
  BAD_FILE,
  /** The file was not closed by its last writer, or is open elsewhere. */
  IN_USE,
  /** The file was opened for reading only. */
  READ_ONLY,
  /** Something HDF5 has, but this connector, format or file has not. */
  UNSUPPORTED,
  /** Values cannot be converted between the two types. */
  CONVERSION,
  /** A handle was used after it was closed. */
  CLOSED,
  /** No room in the file system, pool or quota. */
  NO_SPACE,
  /** The file system failed otherwise. */
  IO;

  /** The kind that stands for an error of MPI-IO. */
  public static H5Error of(ErrorClass errorClass) {
    return switch (errorClass) {
      case NO_SUCH_FILE -> NOT_FOUND;
      case FILE_EXISTS -> EXISTS;
      case NO_SPACE, QUOTA -> NO_SPACE;
      case READ_ONLY, ACCESS -> READ_ONLY;
      case FILE_IN_USE -> IN_USE;
      case NOT_SAME -> NOT_SAME;
      case ARG, BUFFER, COUNT, TYPE, AMODE, COMM, BAD_FILE -> ARG;
      case UNSUPPORTED_DATAREP, UNSUPPORTED_OPERATION -> UNSUPPORTED;
      case CONVERSION, DUP_DATAREP -> CONVERSION;
      case FILE -> CLOSED;
      case NO_MEM, IO -> IO;
    };
  }
}
