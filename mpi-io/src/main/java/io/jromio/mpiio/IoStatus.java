package io.jromio.mpiio;

import io.jromio.adio.datatype.Datatype;

/**
 * How much one call really moved: less than asked for when a read met the end of the file.
 *
 * @param bytes moved between the caller's buffer and the file
 * @source MPI 4.1 section 14.4.1, MPI_Get_count
 */
public record IoStatus(long bytes) {

  /** What {@link #count} gives when the bytes are no whole number of items (MPI_UNDEFINED). */
  public static final long UNDEFINED = -1;

  public IoStatus {
    if (bytes < 0) {
      throw new IllegalArgumentException("no byte count: bytes=" + bytes);
    }
  }

  /**
   * The number of whole items moved.
   *
   * @return {@link #UNDEFINED} if the bytes are no whole number of {@code type}
   */
  public long count(Datatype type) {
    if (bytes == 0) {
      return 0;
    }
    long size = type.size();
    return size == 0 || bytes % size != 0 ? UNDEFINED : bytes / size;
  }
}
