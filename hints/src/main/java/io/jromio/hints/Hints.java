package io.jromio.hints;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hints in force for one open file: every hint has a value, and every value an origin.
 * Immutable. Made by {@link HintResolver}; what turns out later (the real number of aggregators,
 * the driver) is added by {@link #with}.
 *
 * <p>Ranks compare theirs in one exchange of what {@link #encode} gives. Values in force are
 * compared, so a key that one rank lacks differs like any other.
 */
public final class Hints {
  private static final Hints DEFAULTS = new Hints(Map.of(), List.of(), List.of());

  private final Map<Hint<?>, Setting<?>> settings;
  private final List<RejectedHint> rejected;
  private final List<String> warnings;
  private byte @Nullable [] encoded;

  /** A value that is not the default, or not by default. */
  record Setting<T>(T value, Origin origin) {}

  /**
   * @param settings not changed any more
   */
  Hints(Map<Hint<?>, Setting<?>> settings, List<RejectedHint> rejected, List<String> warnings) {
    this.settings = Collections.unmodifiableMap(settings);
    this.rejected = List.copyOf(rejected);
    this.warnings = List.copyOf(warnings);
  }

  /** Every hint at its default. */
  public static Hints defaults() {
    return DEFAULTS;
  }

  /** The value in force. */
  public <T> T get(Hint<T> hint) {
    Setting<T> setting = setting(hint);
    return setting == null ? hint.defaultValue() : setting.value();
  }

  public Origin origin(Hint<?> hint) {
    Setting<?> setting = settings.get(hint);
    return setting == null ? Origin.DEFAULT : setting.origin();
  }

  /** Values that were given and could not be read, in the order they were met. */
  public List<RejectedHint> rejected() {
    return rejected;
  }

  /** What the user should know about: contradictions, hint files that could not be read. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * These hints with one value as it turned out to be, of origin {@link Origin#REPORTED}.
   *
   * @throws IllegalArgumentException if the hint does not allow the value
   */
  public <T> Hints with(Hint<T> hint, T value) {
    T allowed = hint.parse(hint.format(value));
    Map<Hint<?>, Setting<?>> changed = new LinkedHashMap<>(settings);
    changed.put(hint, new Setting<>(allowed, Origin.REPORTED));
    return new Hints(changed, rejected, warnings);
  }

  /**
   * These hints without a value that turned out to be impossible: as if it could not have been read
   * where it was given. The default is in force again.
   *
   * @param expected what would have been accepted, in words
   */
  public <T> Hints reject(Hint<T> hint, String expected) {
    Map<Hint<?>, Setting<?>> changed = new LinkedHashMap<>(settings);
    changed.remove(hint);
    List<RejectedHint> more = new ArrayList<>(rejected);
    more.add(new RejectedHint(hint.key(), text(hint), origin(hint), expected));
    return new Hints(changed, more, warnings);
  }

  /** The values in force in canonical form, in the order in which ROMIO prints them. */
  public Info toInfo() {
    Info info = new Info();
    for (Hint<?> hint : RomioHints.all()) {
      if (!hint.quiet() || settings.containsKey(hint)) {
        info.set(hint.key(), text(hint));
      }
    }
    return info;
  }

  /** The values of the hints that must agree, for {@link #difference} on another rank. */
  public byte[] encode() {
    byte[] code = encoded;
    if (code == null) {
      List<String> texts = new ArrayList<>();
      for (Hint<?> hint : RomioHints.agreed()) {
        texts.add(text(hint));
      }
      code = TextCodec.encode(texts);
      encoded = code;
    }
    return code.clone();
  }

  /**
   * Compares with the hints of rank 0.
   *
   * @param root what {@link #encode} gave there
   * @param rank the rank whose hints these are
   * @return the first hint that differs, with both values, as a message; empty if all agree
   * @throws IllegalArgumentException if {@code root} is not what this program encodes
   */
  public Optional<String> difference(byte[] root, int rank) {
    List<String> theirs = TextCodec.decode(root);
    List<Hint<?>> hints = RomioHints.agreed();
    if (theirs.size() != hints.size()) {
      throw new IllegalArgumentException(
          "not the same set of hints: count=%d on rank 0, count=%d on rank %d"
              .formatted(theirs.size(), hints.size(), rank));
    }
    for (int i = 0; i < hints.size(); i++) {
      String mine = text(hints.get(i));
      if (!mine.equals(theirs.get(i))) {
        return Optional.of(
            "hint %s=%s on rank %d, but %s on rank 0"
                .formatted(hints.get(i), mine, rank, theirs.get(i)));
      }
    }
    return Optional.empty();
  }

  Map<Hint<?>, Setting<?>> settings() {
    return settings;
  }

  /** Only {@link #with} and {@link HintResolver} put values in, each with the type of its hint. */
  @SuppressWarnings("unchecked")
  private <T> @Nullable Setting<T> setting(Hint<T> hint) {
    return (Setting<T>) settings.get(hint);
  }

  private <T> String text(Hint<T> hint) {
    return hint.format(get(hint));
  }

  @Override
  public String toString() {
    return toInfo().toString();
  }
}
