package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collections of byte strings that variable-length elements refer to by address and index.
 *
 * <pre>
 * "GCOL" 1 000 size 8, objects
 * object: index 2, references 2, 0000, size 8, bytes, zeros up to a multiple of 8
 * </pre>
 *
 * Object 0 is the free space, whose size counts its own 16 bytes in front.
 *
 * @source HDF5 file format specification v3.0, section III.E
 */
public final class GlobalHeap {
  /** Most objects of a collection. */
  public static final int MAX_OBJECTS = 65535;

  /** Bytes in front of the objects of a collection. */
  public static final int HEADER = 16;

  private static final int OBJECT_HEADER = 16;
  private static final int MIN_SIZE = 4096;

  private GlobalHeap() {}

  /**
   * Bytes of a collection with objects of these sizes, in whatever order: a multiple of 8, 4096 at
   * least.
   *
   * @param payloadBytes of all objects together
   */
  public static long collectionSize(long payloadBytes, int objects) {
    long most = HEADER + payloadBytes + (OBJECT_HEADER + 7L) * objects;
    return Math.max(MIN_SIZE, (most + 7) / 8 * 8);
  }

  /**
   * The collection with these objects, which get the indexes 1, 2, ...
   *
   * @param size from {@link #collectionSize}
   */
  public static byte[] collection(List<byte[]> objects, long size) {
    if (objects.size() > MAX_OBJECTS) {
      throw new IllegalArgumentException(
          "too many objects: objects=%d limit=%d".formatted(objects.size(), MAX_OBJECTS));
    }
    ByteWriter out = new ByteWriter();
    out.text("GCOL").u1(1).zeros(3).u8(size);
    int index = 1;
    for (byte[] object : objects) {
      out.u2(index++).u2(1).u4(0).u8(object.length).raw(object).zeros(-object.length & 7);
    }
    long free = size - out.size();
    if (free < 0 || size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "objects do not fit: size=%d needs=%d".formatted(size, out.size()));
    }
    if (free >= OBJECT_HEADER) {
      out.u2(0).u2(0).u4(0).u8(free);
    }
    return out.zeros((int) (size - out.size())).bytes();
  }

  /** The object of this index. */
  public static byte[] read(MetadataSource source, long address, int index) throws H5Exception {
    String what = "global heap collection at " + address;
    long size = size(source.read(address, HEADER, what), address);
    byte[] object = objects(source.read(address, size, what), address).get(index);
    if (object == null) {
      throw new H5Exception(H5Error.BAD_FILE, what + " has no such object: index=" + index);
    }
    return object;
  }

  /**
   * Bytes of a whole collection, as its first {@link #HEADER} bytes say. Whether they are all in
   * the file is for the caller to see.
   */
  public static long size(byte[] header, long address) throws H5Exception {
    ByteReader in = new ByteReader(header, "global heap collection at " + address);
    in.expect("GCOL");
    int version = in.u1();
    in.skip(3);
    long size = in.u8();
    if (version != 1 || size < HEADER || size > Integer.MAX_VALUE - 8) {
      throw in.bad("is of no use: version=%d size=%d".formatted(version, size));
    }
    return size;
  }

  /** The objects of a whole collection by index. */
  public static Map<Integer, byte[]> objects(byte[] collection, long address) throws H5Exception {
    String what = "global heap collection at " + address;
    ByteReader in =
        new ByteReader(
            collection, 0, (int) Math.min(collection.length, size(collection, address)), what);
    in.skip(HEADER);
    Map<Integer, byte[]> objects = new HashMap<>();
    while (in.left() >= OBJECT_HEADER) {
      int index = in.u2();
      in.skip(2 + 4);
      long size = in.u8();
      if (index == 0) {
        break;
      }
      objects.put(index, in.raw(size));
      in.skip(Math.min(in.left(), -size & 7));
    }
    return objects;
  }
}
