package io.jromio.dfs.object;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an object is spread and protected. {@code groups} redundancy groups, {@link #MAX_GROUPS} for
 * as many as there are targets; each has one shard, a number of replicas, or data and parity cells.
 *
 * <pre>
 * class id (32 bits) = redundancy code &lt;&lt; 24 | groups
 * </pre>
 *
 * @source DAOS src/include/daos_obj_class.h; src/object/obj_class.c
 */
public sealed interface ObjectClass {
  /** The X of {@code SX} and {@code RP_2GX}. */
  int MAX_GROUPS = 0xffff;

  int groups();

  /** The code of the redundancy, as object ids have it. */
  int redundancy();

  /** How many shards each group has. */
  int groupSize();

  /** One shard for each group, no redundancy: S1 to S32, SX. */
  record Sharded(int groups) implements ObjectClass {
    @Override
    public int redundancy() {
      return 1;
    }

    @Override
    public int groupSize() {
      return 1;
    }

    @Override
    public String toString() {
      return "S" + Groups.text(groups);
    }
  }

  /** Every byte {@code replicas} times. */
  record Replicated(int replicas, int groups) implements ObjectClass {
    @Override
    public int redundancy() {
      return Groups.replicated(replicas);
    }

    @Override
    public int groupSize() {
      return replicas;
    }

    @Override
    public String toString() {
      return "RP_%dG%s".formatted(replicas, Groups.text(groups));
    }
  }

  /** {@code data} cells and {@code parity} cells of a Reed-Solomon code. */
  record ErasureCoded(int data, int parity, int groups) implements ObjectClass {
    @Override
    public int redundancy() {
      return Groups.erasureCoded(data, parity);
    }

    @Override
    public int groupSize() {
      return data + parity;
    }

    @Override
    public String toString() {
      return "EC_%dP%dG%s".formatted(data, parity, Groups.text(groups));
    }
  }

  /** The number that DAOS has for the class; unsigned 32 bits. */
  default int id() {
    return redundancy() << 24 | groups();
  }

  /**
   * The class of an object.
   *
   * @throws IllegalArgumentException if there is no such redundancy
   */
  static ObjectClass of(ObjectId object) {
    return of(object.redundancy() << 24 | object.groups());
  }

  /**
   * The class with a number.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ObjectClass of(int id) {
    return Groups.of(id >>> 24, id & 0xffff)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no object class: id=" + Integer.toUnsignedString(id)));
  }

  /**
   * Reads a name such as {@code SX}, {@code RP_3G1} or {@code EC_16P2GX}, with or without {@code
   * OC_} in front.
   *
   * @return empty if no class is called so
   */
  static Optional<ObjectClass> parse(String name) {
    String bare = name.toUpperCase(Locale.ROOT).replaceFirst("^OC_", "");
    Matcher matcher = Groups.NAME.matcher(bare);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group("s") != null) {
      return Groups.of(1, Groups.number(matcher.group("s")));
    }
    int groups = Groups.number(matcher.group("g"));
    int redundancy =
        matcher.group("r") != null
            ? Groups.replicated(Integer.parseInt(matcher.group("r")))
            : Groups.erasureCoded(
                Integer.parseInt(matcher.group("k")), Integer.parseInt(matcher.group("p")));
    return Groups.of(redundancy, groups);
  }

  /** The tables of names and codes. */
  final class Groups {
    private static final Pattern NAME =
        Pattern.compile(
            "S(?<s>\\d{1,2}|X)|(?:RP_(?<r>\\d{1,2})|EC_(?<k>\\d{1,2})P(?<p>\\d))G(?<g>\\d{1,2}|X)");
    private static final int[] COUNTS = {1, 2, 4, 6, 8, 12, 16, 32, MAX_GROUPS};
    private static final int[][] REPLICAS = {{2, 8}, {3, 9}, {4, 10}, {5, 11}, {6, 12}, {8, 13}};
    private static final int[][] CELLS = {
      {2, 1, 32},
      {2, 2, 33},
      {4, 1, 34},
      {4, 2, 35},
      {8, 1, 36},
      {8, 2, 37},
      {16, 1, 38},
      {16, 2, 39},
      {4, 3, 40},
      {8, 3, 41},
      {16, 3, 42}
    };

    private Groups() {}

    private static String text(int groups) {
      return groups == MAX_GROUPS ? "X" : Integer.toString(groups);
    }

    /** 0, which is in no class, for what is no number of groups of a named class. */
    private static int number(String text) {
      if (text.equals("X")) {
        return MAX_GROUPS;
      }
      int number = Integer.parseInt(text);
      for (int count : COUNTS) {
        if (count == number) {
          return number;
        }
      }
      return 0;
    }

    private static int replicated(int replicas) {
      for (int[] row : REPLICAS) {
        if (row[0] == replicas) {
          return row[1];
        }
      }
      return 0;
    }

    private static int erasureCoded(int data, int parity) {
      for (int[] row : CELLS) {
        if (row[0] == data && row[1] == parity) {
          return row[2];
        }
      }
      return 0;
    }

    private static Optional<ObjectClass> of(int redundancy, int groups) {
      if (groups == 0) {
        return Optional.empty();
      }
      if (redundancy == 1) {
        return Optional.of(new Sharded(groups));
      }
      for (int[] row : REPLICAS) {
        if (row[1] == redundancy) {
          return Optional.of(new Replicated(row[0], groups));
        }
      }
      for (int[] row : CELLS) {
        if (row[2] == redundancy) {
          return Optional.of(new ErasureCoded(row[0], row[1], groups));
        }
      }
      return Optional.empty();
    }
  }
}
