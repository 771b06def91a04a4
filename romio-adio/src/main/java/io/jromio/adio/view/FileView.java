package io.jromio.adio.view;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.FlatType;

/**
 * What a rank sees of a file: from the displacement on, the filetype is laid out again and again,
 * each instance one extent behind the other, and its data, in order, is the view's data. The lower
 * bound of a filetype has no influence but through its extent.
 *
 * <p>Immutable and safe for any thread. Regular filetypes take memory for their strips only; the
 * data positions of any request are found by arithmetic. If tiles interleave (the filetype reaches
 * further than its extent), every request is spelled out and sorted.
 *
 * @source MPI 4.1 sections 14.1.1 and 14.3
 */
public final class FileView {
  private static final FileView BYTES = new FileView();

  private final long displacement;
  private final Datatype etype;
  private final Datatype filetype;
  private final Tiling tiling;
  private final boolean overlaps;

  private FileView() {
    displacement = 0;
    etype = Datatype.BYTE;
    filetype = Datatype.BYTE;
    tiling = Tiling.endless(0, filetype.flatten());
    overlaps = false;
  }

  /**
   * Builds a view and checks MPI's rules. A filetype without data is legal; nothing can be accessed
   * through it.
   *
   * @throws MpiIoException {@link ErrorClass#ARG} for a negative displacement or one so large that
   *     no tile fits behind it; {@link ErrorClass#TYPE} if etype or filetype has negative or
   *     decreasing displacements or an extent that is not positive, if size or extent of the
   *     filetype is no multiple of the etype's, or if some block of the filetype does not hold
   *     whole etypes
   */
  public FileView(long displacement, Datatype etype, Datatype filetype) throws MpiIoException {
    this.displacement = displacement;
    this.etype = etype;
    this.filetype = filetype;
    FlatType flat = filetype.flatten();
    if (displacement < 0 || displacement > Long.MAX_VALUE - Math.max(0, flat.trueUpperBound())) {
      throw new MpiIoException(
          ErrorClass.ARG,
          "no place for a view: displacement=%d filetype=%s".formatted(displacement, filetype));
    }
    ViewRules.check(etype, filetype);
    tiling = Tiling.endless(displacement, flat);
    overlaps = !flat.isMonotonic() || !etype.flatten().isMonotonic();
  }

  /** The view a file has when it is opened: all bytes. */
  public static FileView bytes() {
    return BYTES;
  }

  /** Where the first tile of the filetype lies. */
  public long displacement() {
    return displacement;
  }

  /** The unit of offsets and positions in this view. */
  public Datatype etype() {
    return etype;
  }

  /** What is laid out again and again. */
  public Datatype filetype() {
    return filetype;
  }

  /** Whether the view's data is one range of the file without end. */
  public boolean isContiguous() {
    return tiling.endless() && tiling.tile().blocks() == 1;
  }

  /**
   * Whether etype or filetype hold some byte twice. MPI allows that only for files that are not
   * written. Tiles that reach into each other are another matter: they are legal, and whether a
   * request meets the same byte twice is told by {@link AccessList#overlaps}.
   */
  public boolean overlaps() {
    return overlaps;
  }

  /**
   * The bytes of the file that a request touches.
   *
   * @param dataOffset bytes of data into the view
   * @param bytes of data; need not be whole etypes
   * @throws MpiIoException {@link ErrorClass#ARG} if either is negative, if the view has no data
   *     but some is asked for, or if the file range leaves the range of a long
   */
  public AccessList access(long dataOffset, long bytes) throws MpiIoException {
    boolean noData = filetype.size() == 0;
    if (dataOffset < 0 || bytes < 0 || (noData && bytes > 0)) {
      throw outside("dataOffset=%d bytes=%d".formatted(dataOffset, bytes));
    }
    try {
      if (noData) {
        return AccessList.empty(displacement);
      }
      return bytes == 0
          ? AccessList.empty(tiling.offsetAt(dataOffset))
          : tiling.access(dataOffset, Math.addExact(dataOffset, bytes));
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw outside("dataOffset=%d bytes=%d".formatted(dataOffset, bytes));
    }
  }

  /**
   * Where in the file an etype begins (MPI_File_get_byte_offset). In a view without data everything
   * is at the displacement.
   *
   * @throws MpiIoException {@link ErrorClass#ARG} if {@code etypeOffset} is negative or lies beyond
   *     the range of a long
   */
  public long byteOffset(long etypeOffset) throws MpiIoException {
    if (etypeOffset < 0) {
      throw outside("etypeOffset=%d".formatted(etypeOffset));
    }
    if (filetype.size() == 0) {
      return displacement;
    }
    try {
      return tiling.offsetAt(Math.multiplyExact(etypeOffset, etype.size()));
    } catch (ArithmeticException e) {
      throw outside("etypeOffset=%d".formatted(etypeOffset));
    }
  }

  /** Bytes of data of the view that lie before {@code fileOffset}. */
  public long dataBelow(long fileOffset) {
    return tiling.dataBelow(fileOffset);
  }

  /**
   * Etypes that it takes to hold the data before {@code fileOffset}. For the file's size this is
   * MPI's end of file, where MPI_SEEK_END begins.
   */
  public long etypesBelow(long fileOffset) {
    return filetype.size() == 0 ? 0 : Math.ceilDiv(dataBelow(fileOffset), etype.size());
  }

  private MpiIoException outside(String request) {
    return new MpiIoException(
        ErrorClass.ARG,
        "not in the view: %s (displacement=%d filetype=%s)"
            .formatted(request, displacement, filetype));
  }

  @Override
  public String toString() {
    return "FileView[displacement=%d etype=%s filetype=%s]"
        .formatted(displacement, etype, filetype);
  }
}
