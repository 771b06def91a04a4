package io.jromio.comm.mpj;

import io.jromio.comm.CommException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How the ranks of an MPJ Express job learn from our launcher that the job cannot go on: MPJ itself
 * lets them wait for ever. A file in a folder of the job's own, written at most once, by whoever
 * sees the end first:
 *
 * <pre>
 *   CODE REASON      CODE: the exit code of an abort, else 0
 * </pre>
 *
 * <p>Ranks find it by {@value #VARIABLE} in their environment: the launcher's process id, a colon,
 * the path. Without the variable nobody tells them.
 */
public final class MpjNotice implements AutoCloseable {
  /** Set in the environment of the ranks. */
  public static final String VARIABLE = "JROMIO_MPJ_NOTICE";

  private final long launcherPid;
  private final Path file;

  /** Whether the job is over, so that nobody needs news. */
  private boolean closed;

  private MpjNotice(long launcherPid, Path file) {
    this.launcherPid = launcherPid;
    this.file = file;
  }

  /** Makes the folder; to be closed when the job is over. */
  public static MpjNotice create() throws IOException {
    Path folder = Files.createTempDirectory("jromio-mpj-");
    return new MpjNotice(ProcessHandle.current().pid(), folder.resolve("notice"));
  }

  /** The notice of the job that this process belongs to. */
  static @Nullable MpjNotice find(Map<String, String> environment) {
    String value = environment.get(VARIABLE);
    int colon = value == null ? -1 : value.indexOf(':');
    if (value == null || colon < 1) {
      return null;
    }
    try {
      return new MpjNotice(
          Long.parseLong(value, 0, colon, 10), Path.of(value.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new CommException("%s=%s, expected pid:path".formatted(VARIABLE, value), e);
    }
  }

  /** What {@link #VARIABLE} must be. */
  public String value() {
    return launcherPid + ":" + file;
  }

  /** Says why the job is over; the first call counts, and none after {@link #close}. */
  public synchronized void post(int abortCode, String reason) {
    if (closed || !isLaunched()) {
      return;
    }
    try {
      Path draft = Files.createTempFile(folder(), "draft", "");
      Files.writeString(draft, abortCode + " " + reason);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Somebody was first.
    } catch (IOException e) {
      System.err.printf("jromio: cannot tell the ranks that %s: %s%n", reason, e);
    }
  }

  /** Why the job is over, if it is. A launcher that is gone has left the folder to its ranks. */
  Optional<String> reason() {
    Optional<String> text = read();
    if (text.isPresent()) {
      return text.map(t -> t.substring(t.indexOf(' ') + 1));
    }
    if (isLaunched()) {
      return Optional.empty();
    }
    close();
    return Optional.of("the launcher of this job is gone");
  }

  private boolean isLaunched() {
    return ProcessHandle.of(launcherPid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** The code that a rank has aborted the job with. */
  public OptionalInt abortCode() {
    int code = read().map(text -> Integer.parseInt(text, 0, text.indexOf(' '), 10)).orElse(0);
    return code == 0 ? OptionalInt.empty() : OptionalInt.of(code);
  }

  /** Removes the folder. */
  @Override
  public synchronized void close() {
    closed = true;
    try (var files = Files.newDirectoryStream(folder())) {
      for (Path path : files) {
        Files.deleteIfExists(path);
      }
      Files.deleteIfExists(folder());
    } catch (IOException e) {
      // Removed before or meanwhile, or left in the temporary folder.
    }
  }

  private Optional<String> read() {
    try {
      return Files.exists(file)
          ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path folder() {
    Path folder = file.getParent();
    return folder == null ? file : folder;
  }
}
