package io.jromio.h5vol.vol;

import io.jromio.hints.Info;

/**
 * How a file is created and accessed; the same on all ranks.
 *
 * @param access for reading, for writing too, or, when it is created, whether it must be new
 * @param format which readers a new file is for
 * @param placement where new things are put
 * @param checked whether every structural call is compared between the ranks; else only at flush
 *     and close
 * @param info hints for MPI-IO
 */
public record FileProperties(
    Access access, Format format, Placement placement, boolean checked, Info info) {
  /** What may be done with the file. */
  public enum Access {
    READ,
    WRITE,
    /** Create: replaces what is there. */
    TRUNCATE,
    /** Create: nothing may be there. */
    EXCLUSIVE
  }

  /**
   * Which readers a new file is for.
   *
   * @source H5Pset_libver_bounds
   */
  public enum Format {
    /** HDF5 1.8 and later: superblock v2; no chunked datasets. */
    V18,
    /** HDF5 1.10 and later: superblock v3. */
    V110
  }

  /**
   * Where new things are put; bytes.
   *
   * @param threshold elements that take at least so much are aligned
   * @param alignment 1 for none
   * @param metadataBlock what descriptions of objects are allocated in
   * @source H5Pset_alignment, H5Pset_meta_block_size
   */
  public record Placement(long threshold, long alignment, int metadataBlock) {
    /**
     * If nothing is said: as C has it, but large data begin at a page, where they are copied
     * faster.
     */
    public static final Placement DEFAULT = new Placement(1 << 20, 4096, 2048);

    public Placement {
      if (alignment < 1 || threshold < 0 || metadataBlock < 0) {
        throw new IllegalArgumentException(
            "no placement: threshold=%d alignment=%d metadataBlock=%d"
                .formatted(threshold, alignment, metadataBlock));
      }
    }
  }

  public static FileProperties of(Access access) {
    return new FileProperties(access, Format.V110, Placement.DEFAULT, false, new Info());
  }

  public boolean writes() {
    return access != Access.READ;
  }

  public FileProperties access(Access newAccess) {
    return new FileProperties(newAccess, format, placement, checked, info);
  }

  public FileProperties format(Format newFormat) {
    return new FileProperties(access, newFormat, placement, checked, info);
  }

  public FileProperties placement(Placement newPlacement) {
    return new FileProperties(access, format, newPlacement, checked, info);
  }

  public FileProperties checked(boolean compared) {
    return new FileProperties(access, format, placement, compared, info);
  }

  public FileProperties info(Info hints) {
    return new FileProperties(access, format, placement, checked, hints);
  }
}
