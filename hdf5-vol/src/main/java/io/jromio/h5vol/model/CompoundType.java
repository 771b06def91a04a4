package io.jromio.h5vol.model;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Structs.
 *
 * @param size bytes, gaps included
 * @param members in order; names differ, members do not overlap
 */
public record CompoundType(int size, List<Member> members) implements H5Type {
  /**
   * A member.
   *
   * @param offset bytes from the beginning of the struct
   */
  public record Member(String name, int offset, H5Type type) {}

  public CompoundType {
    members = List.copyOf(members);
    Set<String> names = new HashSet<>();
    for (Member member : members) {
      if (member.offset() < 0 || (long) member.offset() + member.type().size() > size) {
        throw new IllegalArgumentException(
            "member outside its compound: member=%s size=%d".formatted(member, size));
      }
      if (!names.add(member.name())) {
        throw new IllegalArgumentException("two members of one name: name=" + member.name());
      }
    }
    if (members.isEmpty()) {
      throw new IllegalArgumentException("compound without members");
    }
    requireApart(members);
  }

  private static void requireApart(List<Member> members) {
    List<Member> placed = new ArrayList<>(members);
    placed.sort(Comparator.comparingInt(Member::offset));
    for (int i = 1; i < placed.size(); i++) {
      Member before = placed.get(i - 1);
      if (before.offset() + before.type().size() > placed.get(i).offset()) {
        throw new IllegalArgumentException(
            "members overlap: member=%s member=%s".formatted(before, placed.get(i)));
      }
    }
  }

  /** Members one after the other, without gaps. */
  public static CompoundType packed(SequencedMap<String, H5Type> members) {
    List<Member> placed = new ArrayList<>();
    int offset = 0;
    for (var member : members.entrySet()) {
      placed.add(new Member(member.getKey(), offset, member.getValue()));
      offset = Math.addExact(offset, member.getValue().size());
    }
    return new CompoundType(offset, placed);
  }

  public Optional<Member> member(String name) {
    for (Member member : members) {
      if (member.name().equals(name)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  @Override
  public CompoundType order(ByteOrder order) {
    List<Member> changed = new ArrayList<>();
    for (Member member : members) {
      changed.add(new Member(member.name(), member.offset(), member.type().order(order)));
    }
    return new CompoundType(size, changed);
  }

  @Override
  public boolean hasVlen() {
    for (Member member : members) {
      if (member.type().hasVlen()) {
        return true;
      }
    }
    return false;
  }
}
