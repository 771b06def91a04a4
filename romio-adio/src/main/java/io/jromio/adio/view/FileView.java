package io.jromio.adio.view;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;

/** What a rank sees of a file. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable", "exports"})
public final class FileView {

  /**
   * Builds a view and checks MPI's rules.
   *
   * @throws MpiIoException {@link io.jromio.adio.ErrorClass#ARG} for a negative displacement,
   *     {@link io.jromio.adio.ErrorClass#TYPE} for types that cannot make a view
   */
  public FileView(long displacement, Datatype etype, Datatype filetype) throws MpiIoException {
    throw new UnsupportedOperationException(displacement + " " + etype + " " + filetype);
  }

  /** The view a file has when it is opened: all bytes. */
  public static FileView bytes() {
    throw new UnsupportedOperationException();
  }

  /** Where the first tile of the filetype lies. */
  public long displacement() {
    throw new UnsupportedOperationException();
  }

  public Datatype etype() {
    throw new UnsupportedOperationException();
  }

  public Datatype filetype() {
    throw new UnsupportedOperationException();
  }

  /** Whether every byte from the displacement on is in the view, in order. */
  public boolean isContiguous() {
    throw new UnsupportedOperationException();
  }

  /** Whether some byte of the file is in the view more than once; good for reading only. */
  public boolean overlaps() {
    throw new UnsupportedOperationException();
  }

  /**
   * The bytes of the file that a request touches.
   *
   * @param dataOffset bytes of data into the view
   * @param bytes of data
   * @throws MpiIoException {@link io.jromio.adio.ErrorClass#ARG} if either is negative, if the view
   *     has no data but some is asked for, or if the file range leaves the range of a long
   */
  public AccessList access(long dataOffset, long bytes) throws MpiIoException {
    throw new UnsupportedOperationException(dataOffset + " " + bytes);
  }

  /**
   * Where in the file an etype begins (MPI_File_get_byte_offset).
   *
   * @throws MpiIoException {@link io.jromio.adio.ErrorClass#ARG} if {@code etypeOffset} is negative
   *     or lies beyond the range of a long
   */
  public long byteOffset(long etypeOffset) throws MpiIoException {
    throw new UnsupportedOperationException("" + etypeOffset);
  }

  /** Bytes of data of the view that lie before {@code fileOffset}. */
  public long dataBelow(long fileOffset) {
    throw new UnsupportedOperationException("" + fileOffset);
  }

  /**
   * The first etype that begins at or after {@code fileOffset}; with the file's size, MPI's end of
   * file, for MPI_SEEK_END.
   */
  public long etypesBelow(long fileOffset) {
    throw new UnsupportedOperationException("" + fileOffset);
  }
}
