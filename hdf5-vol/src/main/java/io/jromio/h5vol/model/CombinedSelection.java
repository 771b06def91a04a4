package io.jromio.h5vol.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two selections combined; in row-major order, each element once, whatever the order of the two.
 * Costs follow the number of blocks, not of elements. Equal only to itself.
 */
final class CombinedSelection implements Selection {
  /** How they are combined. */
  enum Operator {
    OR,
    AND,
    MINUS
  }

  private final Operator operator;
  private final Selection left;
  private final Selection right;
  // The last result; a transfer asks several times for the same extent.
  private volatile @Nullable Result last;

  private record Result(Dataspace space, Spans spans) {}

  CombinedSelection(Operator operator, Selection left, Selection right) {
    this.operator = operator;
    this.left = left;
    this.right = right;
  }

  private Spans spans(Dataspace space) {
    Result result = last;
    if (result == null || !result.space().equals(space)) {
      result = new Result(space, evaluate(this, space, new SpanTable()));
      last = result;
    }
    return result.spans();
  }

  /** Goes down the left operands in a loop: chains of many thousands are usual. */
  private static Spans evaluate(Selection selection, Dataspace space, SpanTable table) {
    Deque<CombinedSelection> chain = new ArrayDeque<>();
    Selection first = selection;
    while (first instanceof CombinedSelection combined) {
      chain.push(combined);
      first = combined.left;
    }
    Spans spans = leaf(first, space, table);
    while (!chain.isEmpty()) {
      Operator operator = chain.element().operator;
      List<Spans> operands = new ArrayList<>();
      while (!chain.isEmpty() && chain.element().operator == operator) {
        rightOperands(chain.pop(), space, table, operands);
        if (operator == Operator.AND) {
          break;
        }
      }
      spans = table.combine(operator, spans, table.union(operands));
    }
    return spans;
  }

  /** The right side; what is united there is taken apart. */
  private static void rightOperands(
      CombinedSelection combined, Dataspace space, SpanTable table, List<Spans> operands) {
    Deque<Selection> open = new ArrayDeque<>();
    open.push(combined.right);
    while (!open.isEmpty()) {
      Selection selection = open.pop();
      if (selection instanceof CombinedSelection inner && inner.operator == Operator.OR) {
        open.push(inner.right);
        open.push(inner.left);
      } else {
        operands.add(
            selection instanceof CombinedSelection
                ? evaluate(selection, space, table)
                : leaf(selection, space, table));
      }
    }
  }

  private static Spans leaf(Selection selection, Dataspace space, SpanTable table) {
    long elements = selection.elements(space);
    if (elements == 0) {
      return Spans.NONE;
    }
    if (space.rank() == 0) {
      return table.of(Slab.box(new long[1], new long[] {1}));
    }
    return selection instanceof PointSelection points
        ? table.of(points, space)
        : table.of(selection.regular(space).orElseThrow());
  }

  @Override
  public long elements(Dataspace space) {
    return spans(space).elements;
  }

  @Override
  public Runs runs(Dataspace space) {
    return new SpanRuns(spans(space), space.rank() == 0 ? new long[] {1} : space.shape());
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Spans of one table are equal only if they are the same
  public Optional<Slab> regular(Dataspace space) {
    int rank = space.rank();
    Spans spans = spans(space);
    if (rank == 0) {
      return Optional.empty();
    }
    if (spans.size == 0) {
      return Optional.of(Slab.empty(rank));
    }
    long[] start = new long[rank];
    long[] stride = new long[rank];
    long[] count = new long[rank];
    long[] block = new long[rank];
    for (int d = 0; d < rank; d++) {
      start[d] = spans.low(0);
      count[d] = spans.size;
      block[d] = spans.high(0) - spans.low(0);
      stride[d] = spans.size == 1 ? 1 : spans.low(1) - spans.low(0);
      for (int i = 0; i < spans.size; i++) {
        if (spans.low(i) != start[d] + i * stride[d]
            || spans.high(i) - spans.low(i) != block[d]
            || spans.below(i) != spans.below(0)) {
          return Optional.empty();
        }
      }
      spans = spans.below(0);
    }
    return Optional.of(new Slab(start, stride, count, block));
  }

  /** The operators and operands, the leftmost first; long chains are cut. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    Selection selection = this;
    while (selection instanceof CombinedSelection combined && parts.size() < 6) {
      boolean deep = combined.right instanceof CombinedSelection;
      parts.addFirst(combined.operator + " " + (deep ? "(...)" : combined.right));
      selection = combined.left;
    }
    parts.addFirst(selection instanceof CombinedSelection ? "..." : selection.toString());
    return "CombinedSelection" + Arrays.toString(parts.toArray());
  }
}
