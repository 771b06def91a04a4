package io.jromio.bench.ior;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Moves nothing, so that the harness itself can be timed; also serves a dry run of another API.
 *
 * @param version what the report calls it
 */
record DummyBackend(String version) implements IorBackend {

  /** The version of the C program's backend of this name. */
  static final String VERSION = "0.5";

  @Override
  public IorFile open(String name, Access access, int owner) {
    return new Nothing();
  }

  @Override
  public boolean exists(String name) {
    return false;
  }

  @Override
  public void delete(String name) {}

  @Override
  public OptionalLong size(String name) {
    return OptionalLong.empty();
  }

  @Override
  public Optional<Path> location(String name) {
    return Optional.empty();
  }

  /** A file that swallows all and gives nothing. */
  private record Nothing() implements IorFile {
    @Override
    public void write(long offset, MemorySegment transfer) {}

    @Override
    public void read(long offset, MemorySegment target) {}

    @Override
    public void sync() {}

    @Override
    public void close() {}
  }
}
