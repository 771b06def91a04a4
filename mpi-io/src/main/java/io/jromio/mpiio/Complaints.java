package io.jromio.mpiio;

import io.jromio.hints.Hints;
import io.jromio.hints.RejectedHint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one rank has to tell the user about hints: values that were not understood, hints that
 * contradict each other. Rank 0 tells for all ranks, so the texts travel to it.
 */
record Complaints(List<String> texts) {
  static final Complaints NONE = new Complaints(List.of());

  Complaints {
    texts = List.copyOf(texts);
  }

  /** About the hints of one rank. */
  static Complaints about(Hints hints) {
    List<String> texts = new ArrayList<>();
    for (RejectedHint hint : hints.rejected()) {
      texts.add(
          "hint %s=%s from %s: expected %s"
              .formatted(hint.key(), hint.value(), hint.origin(), hint.expected()));
    }
    texts.addAll(hints.warnings());
    return new Complaints(texts);
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Each text after its length in bytes; nothing at all if there is none. */
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String text : texts) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  static Complaints decode(byte[] bytes) {
    List<String> texts = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      while (in.available() > 0) {
        texts.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new IllegalStateException("no complaints: bytes=" + bytes.length, e);
    }
    return new Complaints(texts);
  }

  /**
   * Lines for the user: every text once, with the ranks that have it unless rank 0 is one of them.
   *
   * @param ofRanks in rank order
   */
  static Map<String, String> lines(List<Complaints> ofRanks) {
    Map<String, SortedSet<Integer>> ranks = new LinkedHashMap<>();
    for (int rank = 0; rank < ofRanks.size(); rank++) {
      for (String text : ofRanks.get(rank).texts()) {
        ranks.computeIfAbsent(text, key -> new TreeSet<>()).add(rank);
      }
    }
    Map<String, String> lines = new LinkedHashMap<>();
    ranks.forEach((text, who) -> lines.put(text, name(who) + text));
    return lines;
  }

  private static String name(SortedSet<Integer> ranks) {
    if (ranks.first() == 0) {
      return "";
    }
    return ranks.size() == 1
        ? "rank %d: ".formatted(ranks.first())
        : "rank %d and %d more: ".formatted(ranks.first(), ranks.size() - 1);
  }
}
