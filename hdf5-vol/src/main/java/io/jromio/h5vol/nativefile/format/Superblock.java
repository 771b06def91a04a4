package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.Arrays;

/**
 * The beginning of a file. A file may begin within another: after 512, 1024, 2048, ... bytes.
 *
 * @param version 0 to 3 read, 2 and 3 written
 * @param flags {@link #WRITING} while a writer has it open (version 3)
 * @param base where the file begins within the file of the system; addresses count from there
 * @param extension header of the superblock extension, or -1
 * @param end of the address space, counted from {@code base}
 * @param root header of the root group
 * @source HDF5 file format specification v3.0, section II.A
 */
public record Superblock(int version, int flags, long base, long extension, long end, long root) {
  /** Flag: open for writing. */
  public static final int WRITING = 1;

  /** Flag: open for writing while others read. */
  public static final int SWMR = 4;

  /** Bytes of versions 2 and 3. */
  public static final int SIZE = 48;

  private static final byte[] SIGNATURE = {
    (byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n',
  };

  private static final int FIRST_PLACE = 512;

  /**
   * Looks for the superblock where it may be.
   *
   * @param file the file of the system: its addresses count from its first byte
   * @throws H5Exception {@link H5Error#BAD_FILE} if there is none, or it is damaged; {@link
   *     H5Error#UNSUPPORTED} if addresses or lengths are not of 8 bytes
   */
  public static Superblock find(MetadataSource file) throws H5Exception {
    for (long place = 0;
        place <= file.end() - SIGNATURE.length;
        place = place == 0 ? FIRST_PLACE : 2 * place) {
      if (Arrays.equals(file.read(place, SIGNATURE.length, "signature"), SIGNATURE)) {
        return read(file, place);
      }
    }
    throw new H5Exception(
        H5Error.BAD_FILE, "no HDF5 file: it has no signature, size=" + file.end());
  }

  private static Superblock read(MetadataSource file, long place) throws H5Exception {
    String what = "superblock at " + place;
    long most = Math.min(128, file.end() - place);
    byte[] bytes = file.read(place, most, what);
    ByteReader in = new ByteReader(bytes, what);
    in.skip(SIGNATURE.length);
    int version = in.u1();
    Superblock found =
        switch (version) {
          case 0, 1 -> old(in, version, place);
          case 2, 3 -> recent(in, version, place);
          default -> throw in.bad("is of an unknown version: version=" + version);
        };
    if (found.end < 0 || found.root < 0 || found.root >= found.end) {
      throw in.bad("contradicts itself: end=%d root=%d".formatted(found.end, found.root));
    }
    return found;
  }

  private static void sizes(ByteReader in) throws H5Exception {
    int offsets = in.u1();
    int lengths = in.u1();
    if (offsets != 8 || lengths != 8) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "only files with addresses and lengths of 8 bytes can be read: addresses=%d lengths=%d"
              .formatted(offsets, lengths));
    }
  }

  private static Superblock old(ByteReader in, int version, long place) throws H5Exception {
    in.skip(4);
    sizes(in);
    in.skip(1 + 2 + 2);
    int flags = (int) in.u4();
    if (version == 1) {
      in.skip(4);
    }
    long base = in.u8();
    in.skip(8);
    long end = in.u8();
    in.skip(8 + 8);
    return new Superblock(version, flags, place, MetadataSource.UNDEFINED, end - base, in.u8());
  }

  private static Superblock recent(ByteReader in, int version, long place) throws H5Exception {
    sizes(in);
    int flags = in.u1();
    long base = in.u8();
    long extension = in.u8();
    long end = in.u8();
    long root = in.u8();
    in.checksum(0);
    return new Superblock(version, flags, place, extension, end - base, root);
  }

  /** The {@link #SIZE} bytes that stand at {@code base}; the version is 2 or 3. */
  public byte[] encode() {
    if (version != 2 && version != 3) {
      throw new IllegalArgumentException("superblock is not written: version=" + version);
    }
    ByteWriter out = new ByteWriter();
    out.raw(SIGNATURE).u1(version).u1(8).u1(8).u1(flags);
    return out.u8(base).u8(extension).u8(end + base).u8(root).checksum().bytes();
  }
}
