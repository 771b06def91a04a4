package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A file in memory: what is allocated is never reused, what is freed is remembered. */
final class MemorySpace implements MetadataSpace {
  private byte[] bytes;
  private long end;
  private final TreeMap<Long, Long> freed = new TreeMap<>();

  /** A new file: the superblock comes first. */
  MemorySpace() {
    this.bytes = new byte[4096];
    this.end = Superblock.SIZE;
  }

  /** What stands in a file already. */
  MemorySpace(byte[] bytes) {
    this.bytes = bytes.clone();
    this.end = bytes.length;
  }

  static MemorySpace of(Path file) throws IOException {
    return new MemorySpace(Files.readAllBytes(file));
  }

  @Override
  public byte[] read(long address, long length, String what) throws H5Exception {
    if (address < 0 || length < 0 || length > end - address) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "%s is outside the file: address=%d length=%d end=%d"
              .formatted(what, address, length, end));
    }
    return Arrays.copyOfRange(bytes, (int) address, (int) (address + length));
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public long allocate(long length) {
    long address = (end + 7) / 8 * 8;
    end = address + length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) (2 * end));
    }
    return address;
  }

  @Override
  public void free(long address, long length) {
    freed.put(address, length);
  }

  @Override
  public void put(long address, byte[] block) {
    if (address + block.length > end) {
      throw new IllegalArgumentException("outside: address=%d".formatted(address));
    }
    System.arraycopy(block, 0, bytes, (int) address, block.length);
  }

  /** Bytes that were given back, by address. */
  Map<Long, Long> freed() {
    return freed;
  }

  byte[] content() {
    return Arrays.copyOf(bytes, (int) end);
  }

  /** The file, with a superblock that leads to this root group. */
  byte[] finish(long root) {
    put(0, new Superblock(3, 0, 0, UNDEFINED, end, root).encode());
    return content();
  }
}
