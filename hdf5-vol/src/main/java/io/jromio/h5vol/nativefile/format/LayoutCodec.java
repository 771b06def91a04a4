package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;

/**
 * A layout as a layout message: versions 1 to 4 read; 3 written for what it has, else 4.
 *
 * @source HDF5 file format specification v3.0, section IV.A.2.i
 */
final class LayoutCodec {
  private static final int COMPACT = 0;
  private static final int CONTIGUOUS = 1;
  private static final int CHUNKED = 2;
  private static final int VIRTUAL = 3;

  private static final int UNFILTERED_EDGES = 1;
  private static final int FILTERED_SINGLE = 2;

  private static final int SINGLE = 1;
  private static final int IMPLICIT = 2;
  private static final int FIXED_ARRAY = 3;
  private static final int EXTENSIBLE_ARRAY = 4;
  private static final int BTREE2 = 5;

  private LayoutCodec() {}

  /**
   * @param filtered whether the dataset has filters
   * @throws H5Exception {@link H5Error#UNSUPPORTED} for what is only read
   */
  static byte[] encode(DataLayout layout, boolean filtered) throws H5Exception {
    ByteWriter out = new ByteWriter();
    switch (layout) {
      case DataLayout.Contiguous contiguous ->
          out.u1(3).u1(CONTIGUOUS).u8(contiguous.address()).u8(contiguous.size());
      case DataLayout.Compact compact -> {
        byte[] bytes = compact.bytes();
        if (bytes.length > RawMessage.MAX_BODY) {
          throw new H5Exception(
              H5Error.UNSUPPORTED,
              "compact dataset is too large for its header: bytes=" + bytes.length);
        }
        out.u1(3).u1(COMPACT).u2(bytes.length).raw(bytes);
      }
      case DataLayout.Chunked chunked -> {
        if (chunked.index() instanceof DataLayout.Index.BTree1) {
          writeOldChunked(out, chunked);
        } else {
          writeChunked(out, chunked, filtered);
        }
      }
      case DataLayout.Foreign foreign ->
          throw new H5Exception(
              H5Error.UNSUPPORTED, "storage cannot be written: " + foreign.what());
    }
    return out.bytes();
  }

  private static void writeOldChunked(ByteWriter out, DataLayout.Chunked chunked) {
    long[] shape = chunked.shape();
    out.u1(3).u1(CHUNKED).u1(shape.length + 1).u8(chunked.address());
    for (long length : shape) {
      out.u4(length);
    }
    out.u4(chunked.elementSize());
  }

  private static void writeChunked(ByteWriter out, DataLayout.Chunked chunked, boolean filtered) {
    long[] shape = chunked.shape();
    long largest = chunked.elementSize();
    for (long length : shape) {
      largest = Math.max(largest, length);
    }
    int width = (63 - Long.numberOfLeadingZeros(largest)) / 8 + 1;
    boolean filteredSingle = filtered && chunked.index() instanceof DataLayout.Index.Single;
    out.u1(4).u1(CHUNKED);
    out.u1((chunked.filterEdges() ? 0 : UNFILTERED_EDGES) | (filteredSingle ? FILTERED_SINGLE : 0));
    out.u1(shape.length + 1).u1(width);
    for (long length : shape) {
      out.uint(length, width);
    }
    out.uint(chunked.elementSize(), width);
    switch (chunked.index()) {
      case DataLayout.Index.BTree1 _ -> throw new IllegalStateException("layout of version 3");
      case DataLayout.Index.Single single -> {
        out.u1(SINGLE);
        if (filteredSingle) {
          out.u8(single.size()).u4(single.mask());
        }
      }
      case DataLayout.Index.Implicit _ -> out.u1(IMPLICIT);
      case DataLayout.Index.FixedArray array -> out.u1(FIXED_ARRAY).u1(array.pageBits());
      case DataLayout.Index.ExtensibleArray array ->
          out.u1(EXTENSIBLE_ARRAY)
              .u1(array.maxBits())
              .u1(array.indexElements())
              .u1(array.minPointers())
              .u1(array.minElements())
              .u1(array.pageBits());
      case DataLayout.Index.BTree2 tree ->
          out.u1(BTREE2).u4(tree.nodeSize()).u1(tree.split()).u1(tree.merge());
    }
    out.u8(chunked.address());
  }

  /**
   * @param bytes of all elements, for old messages that do not say it
   */
  static DataLayout decode(ByteReader in, long bytes) throws H5Exception {
    int version = in.u1();
    return switch (version) {
      case 1, 2 -> old(in, bytes);
      case 3, 4 -> recent(in, version);
      case 5 -> throw unsupported("layout version 5 of HDF5 2");
      default -> throw in.bad("has a layout of an unknown version: version=" + version);
    };
  }

  private static H5Exception unsupported(String what) {
    return new H5Exception(H5Error.UNSUPPORTED, what + " cannot be read");
  }

  private static DataLayout old(ByteReader in, long bytes) throws H5Exception {
    int rank = in.u1();
    int layoutClass = in.u1();
    in.skip(5);
    if (rank > Dataspace.MAX_RANK + 1 || layoutClass > CHUNKED) {
      throw in.bad("has no layout: dimensions=%d class=%d".formatted(rank, layoutClass));
    }
    long address = layoutClass == COMPACT ? MetadataSource.UNDEFINED : in.u8();
    if (layoutClass == CHUNKED) {
      return chunked(in, rank, 4, new Found(true, new DataLayout.Index.BTree1(), address));
    }
    in.skip(4L * rank);
    return layoutClass == CONTIGUOUS
        ? new DataLayout.Contiguous(address, bytes)
        : new DataLayout.Compact(in.raw(in.u4()));
  }

  private static DataLayout recent(ByteReader in, int version) throws H5Exception {
    int layoutClass = in.u1();
    return switch (layoutClass) {
      case COMPACT -> new DataLayout.Compact(in.raw(in.u2()));
      case CONTIGUOUS -> contiguous(in);
      case CHUNKED -> version == 4 ? indexed(in) : treeOfChunks(in);
      case VIRTUAL -> new DataLayout.Foreign("virtual");
      default -> throw in.bad("has a layout of an unknown class: class=" + layoutClass);
    };
  }

  private static DataLayout contiguous(ByteReader in) throws H5Exception {
    long address = in.u8();
    long size = in.u8();
    if (size < 0) {
      throw in.bad("has a layout without sense: size=" + size);
    }
    return new DataLayout.Contiguous(address, size);
  }

  private static DataLayout treeOfChunks(ByteReader in) throws H5Exception {
    int rank = in.u1();
    long tree = in.u8();
    return chunked(in, rank, 4, new Found(true, new DataLayout.Index.BTree1(), tree));
  }

  /** What stands after the shape in version 4, before it in others. */
  private record Found(boolean filterEdges, DataLayout.Index index, long address) {}

  private static DataLayout indexed(ByteReader in) throws H5Exception {
    int flags = in.u1();
    int rank = in.u1();
    int width = in.u1();
    if (width < 1 || width > 8) {
      throw in.bad("has a layout with numbers of an unknown size: bytes=" + width);
    }
    ByteReader shape = in.slice((long) rank * width);
    int code = in.u1();
    DataLayout.Index index =
        switch (code) {
          case SINGLE ->
              (flags & FILTERED_SINGLE) != 0
                  ? new DataLayout.Index.Single(in.u8(), (int) in.u4())
                  : new DataLayout.Index.Single(0, 0);
          case IMPLICIT -> new DataLayout.Index.Implicit();
          case FIXED_ARRAY -> new DataLayout.Index.FixedArray(in.u1());
          case EXTENSIBLE_ARRAY ->
              new DataLayout.Index.ExtensibleArray(in.u1(), in.u1(), in.u1(), in.u1(), in.u1());
          case BTREE2 -> new DataLayout.Index.BTree2(in.u4(), in.u1(), in.u1());
          default -> throw in.bad("has chunks with an unknown index: index=" + code);
        };
    return chunked(shape, rank, width, new Found((flags & UNFILTERED_EDGES) == 0, index, in.u8()));
  }

  private static DataLayout chunked(ByteReader in, int rank, int width, Found found)
      throws H5Exception {
    if (rank < 2 || rank > Dataspace.MAX_RANK + 1) {
      throw in.bad("has chunks of an unknown rank: dimensions=" + rank);
    }
    long[] shape = new long[rank - 1];
    long bytes = 1;
    for (int d = 0; d < rank; d++) {
      long length = in.uint(width);
      if (length < 1 || bytes > 0xffff_ffffL / length) {
        throw in.bad("has chunks without sense: dimension=%d length=%d".formatted(d, length));
      }
      bytes *= length;
      if (d < rank - 1) {
        shape[d] = length;
      } else if (length > Integer.MAX_VALUE) {
        throw in.bad("has elements that are too large: bytes=" + length);
      } else {
        return new DataLayout.Chunked(
            shape, (int) length, found.filterEdges(), found.index(), found.address());
      }
    }
    throw new IllegalStateException("rank=" + rank);
  }
}
