package io.jromio.hints;

import io.jromio.hints.Hints.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@link Hints} in the making: sources are taken in ascending precedence, then settled. */
final class HintDraft {
  private static final List<Hint<Toggle>> COLLECTIVE =
      List.of(RomioHints.CB_READ, RomioHints.CB_WRITE);

  private final Map<Hint<?>, Setting<?>> settings;
  private final Set<Hint<?>> taken = new HashSet<>();
  private final List<RejectedHint> rejected = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  HintDraft(Map<Hint<?>, Setting<?>> before) {
    this.settings = new LinkedHashMap<>(before);
  }

  List<RejectedHint> rejected() {
    return rejected;
  }

  void warn(List<String> more) {
    warnings.addAll(more);
  }

  /**
   * Reads all known hints of one source, which may give several values of a key: the first that can
   * be read counts. Hints that are not {@code wanted} are checked only.
   */
  void take(Map<String, List<String>> source, Origin origin, Predicate<Hint<?>> wanted) {
    for (Hint<?> hint : RomioHints.all()) {
      if (!hint.reportedOnly()) {
        for (String key : hint.keys()) {
          Optional<Setting<?>> first =
              readable(hint, key, source.getOrDefault(key, List.of()), origin);
          if (first.isPresent() && wanted.test(hint)) {
            settings.put(hint, first.get());
            taken.add(hint);
          }
        }
      }
    }
  }

  /** Reads all values; those that cannot be read are rejected. */
  private Optional<Setting<?>> readable(
      Hint<?> hint, String key, List<String> texts, Origin origin) {
    Optional<Setting<?>> first = Optional.empty();
    for (String text : texts) {
      try {
        Setting<?> setting = new Setting<>(hint.parse(text), origin);
        first = first.or(() -> Optional.of(setting));
      } catch (IllegalArgumentException e) {
        rejected.add(new RejectedHint(key, text, origin, hint.expected()));
      }
    }
    return first;
  }

  /**
   * A promise of collective I/O alone turns both collective toggles on, whoever turned them off, as
   * in ROMIO. A toggle that is turned off after the promise ends the promise.
   */
  void settle() {
    if (!taken.contains(RomioHints.NO_INDEP_RW)) {
      COLLECTIVE.stream().filter(taken::contains).forEach(this::endPromise);
    }
    COLLECTIVE.forEach(this::keepPromise);
  }

  private void endPromise(Hint<Toggle> hint) {
    Hints now = finish();
    if (now.get(RomioHints.NO_INDEP_RW) && now.get(hint) == Toggle.DISABLE) {
      warn("%s=disable (%s) ends romio_no_indep_rw=true (%s)", hint, now);
      settings.put(RomioHints.NO_INDEP_RW, new Setting<>(false, now.origin(hint)));
    }
  }

  private void keepPromise(Hint<Toggle> hint) {
    Hints now = finish();
    if (now.get(RomioHints.NO_INDEP_RW) && now.get(hint) != Toggle.ENABLE) {
      if (now.get(hint) == Toggle.DISABLE) {
        warn("%s=disable (%s) contradicts romio_no_indep_rw=true (%s): it is enabled", hint, now);
      }
      settings.put(hint, new Setting<>(Toggle.ENABLE, now.origin(RomioHints.NO_INDEP_RW)));
    }
  }

  private void warn(String format, Hint<Toggle> hint, Hints now) {
    warnings.add(format.formatted(hint, now.origin(hint), now.origin(RomioHints.NO_INDEP_RW)));
  }

  Hints finish() {
    return new Hints(settings, rejected, warnings);
  }
}
