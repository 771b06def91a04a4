package io.jromio.h5vol.nativefile;

import io.jromio.adio.MpiIoException;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.Allocator.Extent;
import io.jromio.mpiio.MpiFile;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The file as rank 0 reads and writes what describes objects. Reads go by pages, which are kept, as
 * small things that belong together lie together; writes are joined.
 */
final class RootFile {
  private static final int PAGE = 1 << 16;
  private static final int MOST_PAGES = 128;

  /** Most bytes of one write. */
  private static final int LARGEST_WRITE = 1 << 24;

  private final MpiFile file;
  private final String name;
  private final long base;
  private final Map<Long, byte[]> pages =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
          return size() > MOST_PAGES;
        }
      };

  /**
   * @param base where addresses count from
   */
  RootFile(MpiFile file, String name, long base) {
    this.file = file;
    this.name = name;
    this.base = base;
  }

  String name() {
    return name;
  }

  /** Bytes at an address; zeros behind the end of the file. */
  byte[] read(long address, int length) throws H5Exception {
    byte[] bytes = new byte[length];
    if (length > PAGE) {
      fill(bytes, address);
      return bytes;
    }
    int done = 0;
    while (done < length) {
      long at = address + done;
      byte[] page = page(at / PAGE);
      int from = (int) (at % PAGE);
      int part = Math.min(length - done, PAGE - from);
      System.arraycopy(page, from, bytes, done, part);
      done += part;
    }
    return bytes;
  }

  private byte[] page(long number) throws H5Exception {
    byte[] known = pages.get(number);
    if (known != null) {
      return known;
    }
    byte[] page = new byte[PAGE];
    fill(page, number * PAGE);
    pages.put(number, page);
    return page;
  }

  private void fill(byte[] bytes, long address) throws H5Exception {
    try {
      file.readAt(base + address, MemorySegment.ofArray(bytes));
    } catch (MpiIoException e) {
      throw H5Exception.of("reading metadata: address=" + address, e);
    }
  }

  /**
   * Writes blocks, in few requests.
   *
   * @param blocks by address, without overlap
   * @param fresh where what lies between two blocks is nobody's and may be written as zeros
   */
  void write(SortedMap<Long, byte[]> blocks, List<Extent> fresh) throws H5Exception {
    pages.clear();
    byte[] joined = new byte[0];
    int size = 0;
    long start = 0;
    int region = 0;
    for (var block : blocks.entrySet()) {
      long address = block.getKey();
      byte[] bytes = block.getValue();
      while (region < fresh.size() && fresh.get(region).to() <= start + size) {
        region++;
      }
      boolean nobodys =
          region < fresh.size()
              && fresh.get(region).from() <= start + size
              && address <= fresh.get(region).to();
      long gap = address - start - size;
      if (size > 0 && ((gap != 0 && !nobodys) || size + gap + bytes.length > LARGEST_WRITE)) {
        write(start, MemorySegment.ofArray(joined).asSlice(0, size));
        size = 0;
        gap = 0;
      }
      if (size == 0) {
        start = address;
        gap = 0;
      }
      int from = (int) (size + gap);
      if (from + bytes.length > joined.length) {
        joined = Arrays.copyOf(joined, Math.max(2 * joined.length, from + bytes.length));
      }
      Arrays.fill(joined, size, from, (byte) 0);
      System.arraycopy(bytes, 0, joined, from, bytes.length);
      size = from + bytes.length;
    }
    if (size > 0) {
      write(start, MemorySegment.ofArray(joined).asSlice(0, size));
    }
  }

  /** Writes bytes at an address. */
  void write(long address, MemorySegment bytes) throws H5Exception {
    try {
      file.writeAt(base + address, bytes);
    } catch (MpiIoException e) {
      throw H5Exception.of("writing metadata: address=" + address, e);
    }
  }
}
