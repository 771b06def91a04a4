package io.jromio.adio;

/**
 * The MPI error classes that file operations raise.
 *
 * @source MPI 4.1 section 14.8
 */
public enum ErrorClass {
  ARG("MPI_ERR_ARG"),
  BUFFER("MPI_ERR_BUFFER"),
  COUNT("MPI_ERR_COUNT"),
  TYPE("MPI_ERR_TYPE"),
  COMM("MPI_ERR_COMM"),
  FILE("MPI_ERR_FILE"),
  NOT_SAME("MPI_ERR_NOT_SAME"),
  AMODE("MPI_ERR_AMODE"),
  UNSUPPORTED_DATAREP("MPI_ERR_UNSUPPORTED_DATAREP"),
  UNSUPPORTED_OPERATION("MPI_ERR_UNSUPPORTED_OPERATION"),
  NO_SUCH_FILE("MPI_ERR_NO_SUCH_FILE"),
  FILE_EXISTS("MPI_ERR_FILE_EXISTS"),
  BAD_FILE("MPI_ERR_BAD_FILE"),
  ACCESS("MPI_ERR_ACCESS"),
  NO_SPACE("MPI_ERR_NO_SPACE"),
  QUOTA("MPI_ERR_QUOTA"),
  READ_ONLY("MPI_ERR_READ_ONLY"),
  FILE_IN_USE("MPI_ERR_FILE_IN_USE"),
  DUP_DATAREP("MPI_ERR_DUP_DATAREP"),
  CONVERSION("MPI_ERR_CONVERSION"),
  NO_MEM("MPI_ERR_NO_MEM"),
  IO("MPI_ERR_IO");

  private final String mpiName;

  ErrorClass(String mpiName) {
    this.mpiName = mpiName;
  }

  /** The name in the standard, for example {@code MPI_ERR_NO_SPACE}. */
  public String mpiName() {
    return mpiName;
  }
}
