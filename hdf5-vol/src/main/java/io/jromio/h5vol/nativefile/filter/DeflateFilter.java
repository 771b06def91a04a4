package io.jromio.h5vol.nativefile.filter;

import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Filter 1: a zlib stream. As C does it, a chunk that grows a little keeps the filter; only what
 * outgrows the bound below counts as failed.
 *
 * @source HDF5 1.14 H5Zdeflate.c
 */
final class DeflateFilter implements ChunkFilter {
  /** What is shown to zlib at a time; a buffer holds no more than 2 GiB. */
  private static final long WINDOW = 1L << 30;

  private final Deflater deflater;
  private final Inflater inflater = new Inflater();

  DeflateFilter(int level) {
    deflater = new Deflater(level);
  }

  @Override
  public long bound(long bytes) {
    return (long) Math.ceil(bytes * 1.001) + 12;
  }

  private static ByteBuffer window(MemorySegment segment, long from) {
    return segment.asSlice(from, Math.min(WINDOW, segment.byteSize() - from)).asByteBuffer();
  }

  @Override
  public long encode(MemorySegment source, MemorySegment target) {
    deflater.reset();
    long in = 0;
    long out = 0;
    while (!deflater.finished()) {
      if (deflater.needsInput()) {
        ByteBuffer more = window(source, in);
        in += more.remaining();
        deflater.setInput(more);
        if (in == source.byteSize()) {
          deflater.finish();
        }
      }
      if (out == target.byteSize()) {
        return FAILED;
      }
      out += deflater.deflate(window(target, out));
    }
    return out;
  }

  @Override
  public long decode(MemorySegment source, MemorySegment target) throws H5Exception {
    inflater.reset();
    ByteBuffer spare = ByteBuffer.allocate(1);
    long in = 0;
    long out = 0;
    try {
      while (!inflater.finished()) {
        if (inflater.needsInput()) {
          if (in == source.byteSize()) {
            throw ChunkFilter.bad(
                "deflated chunk ends too early: stored=%d inflated=%d"
                    .formatted(source.byteSize(), out));
          }
          ByteBuffer more = window(source, in);
          in += more.remaining();
          inflater.setInput(more);
        }
        boolean full = out == target.byteSize();
        int made = inflater.inflate(full ? spare : window(target, out));
        if (full && made > 0) {
          throw ChunkFilter.bad("deflated chunk is too long: limit=" + target.byteSize());
        }
        out += made;
        if (inflater.needsDictionary()) {
          throw ChunkFilter.bad("deflated chunk wants a dictionary");
        }
      }
    } catch (DataFormatException e) {
      throw ChunkFilter.bad("chunk is no zlib stream: " + e.getMessage());
    }
    return out;
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
