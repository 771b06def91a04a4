package io.jromio.hints;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which hints are in force. A value from {@link Info} wins over one from the hint file,
 * and that over the default. The hint file is the one that the environment variable ROMIO_HINTS
 * names; if it is not set, or its file cannot be read, {@code /etc/romio-hints}.
 *
 * <p>A value that cannot be read is passed over, for the next value of the hint file or the next
 * lower source, and is kept in {@link Hints#rejected}. Keys that nobody knows are left out, as MPI
 * wants it. An object of this class is the environment; resolving needs none and gives the same on
 * every rank that hands in the same.
 *
 * @source ROMIO adio/common/system_hints.c, adio/common/ad_hints.c, adio/common/hint_fns.c
 */
public final class HintResolver {
  /** Largest hint file, in bytes. */
  public static final int MAX_FILE = 64 << 10;

  /** A program opens one file after the other with the same hints. */
  private static volatile @Nullable Resolved last;

  private final Map<String, String> environment;
  private final Path systemFile;

  /** An answer, with what was asked. */
  private record Resolved(Map<String, List<String>> user, HintFile file, Hints hints) {}

  /** The environment of this process. */
  public HintResolver() {
    this(System.getenv(), Path.of("/etc/romio-hints"));
  }

  /** Another environment, as tests need it. */
  public HintResolver(Map<String, String> environment, Path systemFile) {
    this.environment = Map.copyOf(environment);
    this.systemFile = systemFile;
  }

  /**
   * Reads the hint file; on one rank, which sends it to the others. Never fails: a file that cannot
   * be read is named in the warnings.
   */
  public HintFile readFile() {
    List<String> warnings = new ArrayList<>();
    String named = environment.getOrDefault("ROMIO_HINTS", "");
    if (!named.isEmpty()) {
      try {
        return new HintFile(Origin.HINTS_FILE, read(Path.of(named)), warnings);
      } catch (IOException | InvalidPathException e) {
        warnings.add(
            "ROMIO_HINTS=%s cannot be read, %s instead: %s".formatted(named, systemFile, e));
      }
    }
    String text = "";
    try {
      text = read(systemFile);
    } catch (NoSuchFileException e) {
      // The usual case: the site has no hints.
    } catch (IOException e) {
      warnings.add("hint file %s cannot be read: %s".formatted(systemFile, e));
    }
    return new HintFile(Origin.SYSTEM_FILE, text, warnings);
  }

  /** Whether the user wants {@link HintPrinter}'s lines: ROMIO_PRINT_HINTS is set, to anything. */
  public boolean printsHints() {
    return environment.containsKey("ROMIO_PRINT_HINTS");
  }

  /** The hints of a file that is being opened. */
  public static Hints resolve(Info user, HintFile file) {
    Map<String, List<String>> entries = user.entries();
    Resolved before = last;
    if (before != null && before.user.equals(entries) && before.file.equals(file)) {
      return before.hints;
    }
    HintDraft draft = new HintDraft(Map.of());
    draft.warn(file.warnings());
    draft.take(file.entries(draft.rejected()), file.origin(), hint -> true);
    draft.take(entries, Origin.INFO, hint -> true);
    draft.settle();
    Hints hints = draft.finish();
    last = new Resolved(entries, file, hints);
    return hints;
  }

  /**
   * The hints of an open file after set_view or set_info. What {@code user} does not name stays,
   * and so do hints that are taken at open alone: {@code cb_nodes}, {@code cb_config_list}, those
   * of the file's layout. Rejections and warnings are those of {@code user} only.
   */
  public static Hints update(Hints old, Info user) {
    HintDraft draft = new HintDraft(old.settings());
    draft.take(user.entries(), Origin.INFO, hint -> !hint.openOnly());
    draft.settle();
    return draft.finish();
  }

  private static String read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_FILE + 1);
      if (bytes.length > MAX_FILE) {
        throw new IOException("larger than %d bytes".formatted(MAX_FILE));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("not a text file", e);
    }
  }
}
