package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.H5Exception;
import java.util.ArrayList;
import java.util.List;

/** Compounds by names of members. Bytes of the target that belong to no such member stay. */
final class CompoundConverter extends Converter {
  /** Elements of one pass over the members; their bytes stay in a cache. */
  private static final int CACHED_BYTES = 64 << 10;

  /** A member of both, or several side by side that need no conversion. */
  private record Step(int from, int to, Converter converter) {}

  private final Step[] steps;
  private final boolean identity;
  private final boolean keepsTarget;
  private final CopyConverter copy;
  private final int block;

  /**
   * @param members of {@code to}, by name also in {@code from}, with their converters in the same
   *     order
   */
  CompoundConverter(
      CompoundType from,
      CompoundType to,
      List<CompoundType.Member> members,
      List<Converter> converters) {
    List<Step> plan = new ArrayList<>();
    boolean equal = from.size() == to.size() && members.size() == from.members().size();
    boolean kept = members.size() < to.members().size();
    for (int i = 0; i < members.size(); i++) {
      CompoundType.Member member = members.get(i);
      int offset = from.member(member.name()).orElseThrow().offset();
      equal &= converters.get(i).isIdentity() && offset == member.offset();
      kept |= converters.get(i).keepsTarget();
      plan.add(new Step(offset, member.offset(), converters.get(i)));
    }
    identity = equal && !kept;
    keepsTarget = kept;
    steps = merged(plan, members);
    copy = new CopyConverter(from.size());
    block = Math.max(1, CACHED_BYTES / Math.max(from.size(), to.size()));
  }

  private static Step[] merged(List<Step> plan, List<CompoundType.Member> members) {
    List<Step> merged = new ArrayList<>();
    int bytes = 0;
    for (int i = 0; i < plan.size(); i++) {
      Step step = plan.get(i);
      int size = members.get(i).type().size();
      Step before = merged.isEmpty() ? null : merged.getLast();
      boolean joins =
          before != null
              && before.converter().isIdentity()
              && step.converter().isIdentity()
              && before.from() + bytes == step.from()
              && before.to() + bytes == step.to();
      if (before != null && joins) {
        bytes += size;
        merged.set(
            merged.size() - 1, new Step(before.from(), before.to(), new CopyConverter(bytes)));
      } else {
        bytes = size;
        merged.add(step);
      }
    }
    return merged.toArray(new Step[0]);
  }

  @Override
  boolean isIdentity() {
    return identity;
  }

  @Override
  boolean keepsTarget() {
    return keepsTarget;
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) throws H5Exception {
    if (identity) {
      copy.convert(source, target, count, stores);
      return;
    }
    for (long done = 0; done < count; done += block) {
      long n = Math.min(block, count - done);
      for (Step step : steps) {
        Strided from = source.from(done).part(step.from());
        step.converter().convert(from, target.from(done).part(step.to()), n, stores);
      }
    }
  }
}
