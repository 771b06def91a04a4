package io.jromio.dfs.embedded;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What the engine of a store wrote down about itself: {@code storage/endpoint}, three lines. A
 * process that was killed leaves the file; the lock of the store says whether there is an engine.
 *
 * @param endpoint where it listens
 * @param pid of its process
 * @param embedded whether it lives in a job and ends with it
 */
public record RunningEngine(String endpoint, long pid, boolean embedded) {
  private static final String NAME = "endpoint";
  private static final String EMBEDDED = "embedded";
  private static final String ALONE = "engine";

  /** Reads it; empty if no engine has written any, or half of it. */
  public static Optional<RunningEngine> find(Path storage) throws StoreException {
    Path file = storage.resolve(NAME);
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() < 3
          ? Optional.empty()
          : Optional.of(
              new RunningEngine(
                  lines.get(0), Long.parseLong(lines.get(1)), lines.get(2).equals(EMBEDDED)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new StoreException(Der.IO, "cannot read where the engine is (%s)".formatted(file), e);
    }
  }

  /** Whether there is such a process. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).isPresent();
  }

  /** Replaces what an earlier engine wrote. */
  void write(Path storage) throws IOException {
    Path draft = storage.resolve(NAME + ".new");
    Files.write(draft, List.of(endpoint, Long.toString(pid), embedded ? EMBEDDED : ALONE));
    Files.move(
        draft,
        storage.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  static void remove(Path storage) throws IOException {
    Files.deleteIfExists(storage.resolve(NAME));
  }
}
