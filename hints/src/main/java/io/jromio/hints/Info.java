package io.jromio.hints;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MPI_Info: the wishes a program hands to the library, as keys and values in order of insertion.
 * Any key may be set; what a key means, and whether it means anything, is decided by {@link
 * HintResolver}. An empty Info is MPI_INFO_NULL. Owned by one thread.
 *
 * @source MPI 4.1 chapter 10
 */
public final class Info {
  /** Longest key, in characters (MPI_MAX_INFO_KEY). */
  public static final int MAX_KEY = 255;

  /** Longest value, in characters (MPI_MAX_INFO_VAL). */
  public static final int MAX_VALUE = 1024;

  private final Map<String, String> entries = new LinkedHashMap<>();

  /** An empty one. */
  public Info() {}

  /** Holds {@code entries} in the map's order; throws as {@link #set} does. */
  public static Info of(Map<String, String> entries) {
    Info info = new Info();
    entries.forEach(info::set);
    return info;
  }

  /**
   * Sets or replaces a value; a replaced key keeps its place.
   *
   * @throws IllegalArgumentException if the key is empty or longer than {@link #MAX_KEY}, or the
   *     value longer than {@link #MAX_VALUE}
   */
  public Info set(String key, String value) {
    if (key.isEmpty() || key.length() > MAX_KEY) {
      throw new IllegalArgumentException(
          "info key of length=%d, not 1 to %d: key=%s".formatted(key.length(), MAX_KEY, key));
    }
    if (value.length() > MAX_VALUE) {
      throw new IllegalArgumentException(
          "info value of length=%d, more than %d: key=%s"
              .formatted(value.length(), MAX_VALUE, key));
    }
    entries.put(key, value);
    return this;
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /**
   * Removes a key.
   *
   * @throws IllegalArgumentException if it is not there (MPI_ERR_INFO_NOKEY)
   */
  public Info delete(String key) {
    if (entries.remove(key) == null) {
      throw new IllegalArgumentException("no such info key: key=" + key);
    }
    return this;
  }

  public int size() {
    return entries.size();
  }

  /** A snapshot, in order of insertion. */
  public List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  /** Equal content that can be changed apart. */
  public Info copy() {
    return of(entries);
  }

  /** In order of insertion; a key has one value. */
  Map<String, List<String>> entries() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    entries.forEach((key, value) -> lists.put(key, List.of(value)));
    return lists;
  }

  @Override
  public String toString() {
    return entries.toString();
  }
}
