package io.jromio.bench.ior;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One way to move bytes between memory and a file, as one rank uses it. The test decides what is
 * moved when; a backend only translates.
 *
 * <p>Every method throws {@link IOException} when the store refuses. {@link #open} and {@link
 * #size} are called by all ranks at the same time; {@link #exists} and {@link #delete} are not.
 */
interface IorBackend extends AutoCloseable {

  /** The version of the API, for the report; may be empty. */
  String version();

  /**
   * Opens a file.
   *
   * @param access {@link Access#WRITE} creates the file if it is missing; else it is only read
   * @param owner the rank whose blocks will be moved
   */
  IorFile open(String name, Access access, int owner) throws IOException;

  /** Whether there is such a file. */
  boolean exists(String name) throws IOException;

  /** Removes a file. */
  void delete(String name) throws IOException;

  /** The size of a file; nothing, if the backend has no files. */
  OptionalLong size(String name) throws IOException;

  /** Where the file lies in the local file system; nothing, if it does not. */
  Optional<Path> location(String name) throws IOException;

  /** Collective: gives back what the backend holds between its files. */
  @Override
  default void close() throws IOException {}

  /** As {@link #close} on this rank alone, after a failure; never fails. */
  default void abandon() {}

  /** Makes the directory of a file unless it is there. */
  default void makeDirectory(String name) throws IOException {
    Optional<Path> directory = location(name).map(Path::getParent);
    if (directory.isPresent() && !Files.isDirectory(directory.get())) {
      Files.createDirectory(directory.get());
    }
  }
}
