package io.jromio.adio.ufs;

import io.jromio.adio.AdioFile;
import io.jromio.adio.Errno;
import io.jromio.adio.MpiIoException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A range of a file as memory. What is stored there is the file's at once: the pages are those of
 * the page cache, which calls move bytes to and from, too. Taking the mapping away marks as dirty
 * what was stored, and fdatasync writes back all dirty pages of a file, whoever made them so.
 *
 * @source linux/mm/memory.c, zap_pte_range; linux/mm/filemap.c, file_write_and_wait_range
 */
final class UfsMapping implements AdioFile.Mapping {
  static final int MAP_SHARED = 1;

  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;

  /** The largest page of any Linux: offsets that are multiples of it suit all. */
  private static final long PAGE = 1 << 16;

  private final Arena arena = Arena.ofConfined();
  private final long address;
  private final long mapped;
  private final MemorySegment segment;
  private boolean open = true;

  @SuppressWarnings("restricted")
  private UfsMapping(long address, long mapped, long length, boolean writes) {
    this.address = address;
    this.mapped = mapped;
    MemorySegment all =
        MemorySegment.ofAddress(address + mapped - length).reinterpret(length, arena, null);
    this.segment = writes ? all : all.asReadOnly();
  }

  /**
   * Maps a range that the file has.
   *
   * @param path for messages
   */
  static AdioFile.Mapping of(int file, String path, long offset, long length, boolean writes)
      throws MpiIoException {
    long skip = offset % PAGE;
    long mapped = skip + length;
    int protection = writes ? PROT_READ | PROT_WRITE : PROT_READ;
    long address = Libc.mmap(Scratch.ofThread(), file, offset - skip, mapped, protection);
    if (address >= 0) {
      return new UfsMapping(address, mapped, length, writes);
    }
    String what = "mmap offset=%d length=%d file=%s".formatted(offset, length, path);
    throw Errno.failure((int) -address, what, 0);
  }

  /** Nothing of a file. */
  static AdioFile.Mapping empty() {
    return new AdioFile.Mapping() {
      @Override
      public MemorySegment segment() {
        return MemorySegment.NULL;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  @Override
  public void close() {
    if (open) {
      arena.close();
      open = false;
      int result = Libc.munmap(Scratch.ofThread(), address, mapped);
      if (result < 0) {
        throw new IllegalStateException(
            "munmap failed: errno=%d address=%d length=%d".formatted(-result, address, mapped));
      }
    }
  }
}
