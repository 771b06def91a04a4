package io.jromio.hints;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One hint, and the single place of everything about it: key, syntax, default, whether all ranks
 * must agree on it. The constants are in {@link RomioHints}, {@link DfsHints} and {@link
 * JromioHints}; values are read through {@link Hints#get}.
 *
 * @param <T> what the value means to the code that reads it; sizes are bytes
 */
public final class Hint<T> {

  /** What sets a hint apart from one that is printed always, may change, and concerns one rank. */
  enum Trait {
    /** All ranks must give the same value: MPI's [SAME], or it steers what ranks do together. */
    MUST_AGREE,
    /** Taken when the file is opened; ignored by set_view and set_info. */
    OPEN_ONLY,
    /** Told to the user, never taken from him. */
    REPORTED_ONLY,
    /** Not printed as long as nobody gave it. */
    QUIET,
    /** Read and reported, because hint files written for ROMIO have it, but without effect here. */
    IGNORED
  }

  private final List<String> keys;
  private final T defaultValue;
  private final HintSyntax<T> syntax;
  private final String doc;
  private final Set<Trait> traits;

  Hint(String key, T defaultValue, HintSyntax<T> syntax, String doc, Trait... traits) {
    this(List.of(key), defaultValue, syntax, doc, Set.of(traits));
  }

  private Hint(
      List<String> keys, T defaultValue, HintSyntax<T> syntax, String doc, Set<Trait> traits) {
    this.keys = keys;
    this.defaultValue = defaultValue;
    this.syntax = syntax;
    this.doc = doc;
    this.traits = traits;
  }

  /** This hint, read from one more key too, which wins where both are given. */
  Hint<T> readAlsoFrom(String key) {
    List<String> more = new ArrayList<>(keys);
    more.add(key);
    return new Hint<>(List.copyOf(more), defaultValue, syntax, doc, traits);
  }

  /** The key it is printed under. */
  public String key() {
    return keys.getFirst();
  }

  /** All keys it is read from, {@link #key} first; the last one given wins. */
  public List<String> keys() {
    return keys;
  }

  public T defaultValue() {
    return defaultValue;
  }

  /**
   * Reads a value as it stands in a hint file or an {@link Info}.
   *
   * @throws IllegalArgumentException with key, value and what is expected
   */
  public T parse(String text) {
    try {
      return syntax.parser().apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "hint %s=%s: expected %s".formatted(key(), text, expected()), e);
    }
  }

  /** The canonical text of a value: {@link #parse} gives the value back. */
  public String format(T value) {
    return syntax.printer().apply(value);
  }

  /** What {@link #parse} accepts, in words. */
  public String expected() {
    return syntax.expected();
  }

  /** What it steers, in one sentence. */
  public String doc() {
    return doc;
  }

  /** Whether all ranks must have the same value in force. */
  public boolean mustAgree() {
    return traits.contains(Trait.MUST_AGREE);
  }

  /** Whether it is taken at open alone, and left as it is by set_view and set_info. */
  public boolean openOnly() {
    return traits.contains(Trait.OPEN_ONLY);
  }

  /** Whether it only tells what the library does; a value given by the user is ignored. */
  public boolean reportedOnly() {
    return traits.contains(Trait.REPORTED_ONLY);
  }

  /** Whether it is printed only when it was given or reported. */
  public boolean quiet() {
    return traits.contains(Trait.QUIET);
  }

  /** Whether it is read and reported only, and changes nothing. */
  public boolean ignored() {
    return traits.contains(Trait.IGNORED);
  }

  @Override
  public String toString() {
    return key();
  }
}
