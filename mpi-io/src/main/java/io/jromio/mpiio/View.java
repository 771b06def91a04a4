package io.jromio.mpiio;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.FileView;

/**
 * What a rank sees of a file: from byte {@code displacement} on, the holes and data of {@code
 * filetype}, tiled, in units of {@code etype}.
 *
 * @param displacement bytes from the beginning of the file
 * @param etype the unit of offsets and positions
 * @param filetype the pattern of data and holes, built of {@code etype}
 * @param datarep how values are represented in the file: {@code native}
 * @source MPI 4.1 section 14.3
 */
public record View(long displacement, Datatype etype, Datatype filetype, String datarep) {
  /** Values are in the file as they are in memory. */
  public static final String NATIVE = "native";

  /**
   * Bytes of the file in native representation: from {@code displacement} on those of the filetype.
   */
  public View(long displacement, Datatype filetype) {
    this(displacement, Datatype.BYTE, filetype, NATIVE);
  }

  static View of(FileView view) {
    return new View(view.displacement(), view.etype(), view.filetype(), NATIVE);
  }
}
