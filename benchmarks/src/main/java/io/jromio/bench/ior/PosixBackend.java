package io.jromio.bench.ior;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Positional reads and writes of a {@link FileChannel}: what an MPI-IO layer must be compared with.
 * Opening for writing does not truncate, as with the C program.
 *
 * @param singleAttempt whether an incomplete transfer is an error instead of being continued
 */
record PosixBackend(boolean singleAttempt) implements IorBackend {
  private static final Set<OpenOption> TO_WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  private static final Set<OpenOption> TO_READ = Set.of(StandardOpenOption.READ);

  @Override
  public String version() {
    return "";
  }

  @Override
  public IorFile open(String name, Access access, int owner) throws IOException {
    Path path = Path.of(name);
    return new Channel(
        FileChannel.open(path, access.writes() ? TO_WRITE : TO_READ), path, singleAttempt);
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(Path.of(name));
  }

  @Override
  public void delete(String name) throws IOException {
    Files.delete(Path.of(name));
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    return OptionalLong.of(Files.size(Path.of(name)));
  }

  @Override
  public Optional<Path> location(String name) {
    return Optional.of(Path.of(name));
  }

  /** An open file. */
  private record Channel(FileChannel channel, Path path, boolean singleAttempt) implements IorFile {
    /** As much as Linux moves in one call. */
    private static final long LARGEST_CALL = Integer.MAX_VALUE & ~4095L;

    @Override
    public void write(long offset, MemorySegment transfer) throws IOException {
      move(offset, transfer, true);
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      move(offset, target, false);
    }

    private void move(long offset, MemorySegment memory, boolean write) throws IOException {
      long size = memory.byteSize();
      long done = 0;
      while (done < size) {
        long piece = Math.min(size - done, LARGEST_CALL);
        ByteBuffer bytes = memory.asSlice(done, piece).asByteBuffer();
        int moved =
            write ? channel.write(bytes, offset + done) : channel.read(bytes, offset + done);
        if (moved <= 0 || (singleAttempt && moved < piece)) {
          throw new IOException(
              "incomplete %s: file=%s offset=%d length=%d moved=%d"
                  .formatted(
                      write ? "write" : "read", path, offset, size, done + Math.max(0, moved)));
        }
        done += moved;
      }
    }

    @Override
    public void sync() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
