package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.model.TransferReport.Reason;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.TransferMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One transfer. What is plain, regular or not, goes straight to MPI-IO: one reduction in which the
 * ranks agree that all arguments are good and that one call each is enough, then that call. What
 * needs more (space in the file, filters at owners of chunks, heaps) goes through steps of its own
 * before.
 */
final class Move {
  private final RawSpace space;
  private final Ranks ranks;
  private final Direction direction;
  private final TransferMode mode;
  private final MoveContext context;
  private final RawFile file;
  private final List<PartPlan> plans = new ArrayList<>();

  /** Parts whose elements go straight between memory and the file. */
  private List<PartPlan> plain = new ArrayList<>();

  private @Nullable MoverRow row;
  private Request first = Request.NOTHING;

  /** What is to be done, how, and how much of it at a time. */
  record Kind(Direction direction, TransferMode mode, Limits limits) {}

  Move(RawSpace space, Kind kind, Staging staging) {
    this.space = space;
    this.ranks = new Ranks(space.communicator());
    this.direction = kind.direction();
    this.mode = kind.mode();
    this.context =
        new MoveContext(direction, space.base(), staging, new HeapReader(space), kind.limits());
    this.file = new RawFile(space.file(), direction, mode);
  }

  TransferReport run(List<Transfers.Part> parts) throws H5Exception {
    H5Exception failure = Ranks.attempt(() -> prepare(parts));
    try {
      if (mode == TransferMode.COLLECTIVE) {
        together(failure, digest(parts));
      } else {
        alone(failure);
      }
    } finally {
      if (row != null) {
        row.close();
      }
    }
    return report();
  }

  private void prepare(List<Transfers.Part> parts) throws H5Exception {
    for (Transfers.Part part : parts) {
      PartPlan plan = PartPlan.of(direction, part);
      if (mode == TransferMode.INDEPENDENT && direction == Direction.WRITE) {
        checkAlone(plan);
      }
      plans.add(plan);
    }
  }

  private void checkAlone(PartPlan plan) throws H5Exception {
    String what = null;
    if (plan.isFiltered()) {
      what = "filtered chunks";
    } else if (plan.hasVlen()) {
      what = "elements of variable length";
    } else if (plan.storage() instanceof Storage.Compact && ranks.size() > 1) {
      what = "compact elements, which every rank keeps,";
    }
    if (what != null) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "%s cannot be written by one rank alone, only collectively: dataset=%s"
              .formatted(what, plan.path()));
    }
  }

  /** A number that is the same on two ranks if they move the same datasets the same way. */
  private long digest(List<Transfers.Part> parts) {
    long digest = 31L * direction.ordinal() + parts.size();
    for (Transfers.Part part : parts) {
      digest = digest * 0x9e3779b97f4a7c15L + part.dataset().path().hashCode();
    }
    return digest;
  }

  private void alone(@Nullable H5Exception failure) throws H5Exception {
    if (failure != null) {
      throw failure;
    }
    H5Exception mine = Ranks.attempt(this::moveAlone);
    if (mine != null) {
      throw mine;
    }
  }

  private void moveAlone() throws H5Exception {
    for (PartPlan plan : plans) {
      Storage.Compact compact = CompactMover.of(plan);
      if (compact == null) {
        plain.add(plan);
      } else if (direction == Direction.WRITE) {
        new CompactMover(plan, compact).write(ranks);
      }
    }
    start();
    while (row != null && !first.isNothing()) {
      if (first.bytes() > 0) {
        file.run(first);
      }
      first.after().run();
      first = row.next();
    }
    readCompact();
  }

  private void readCompact() throws H5Exception {
    if (direction == Direction.READ) {
      for (PartPlan plan : plans) {
        Storage.Compact compact = CompactMover.of(plan);
        if (compact != null) {
          new CompactMover(plan, compact).read(context.heap());
        }
      }
    }
  }

  /** Whether writing a part takes more than calls to MPI-IO; the same on all ranks. */
  private boolean needsSteps(PartPlan plan) {
    return direction == Direction.WRITE
        && (plan.hasVlen()
            || plan.isFiltered()
            || plan.storage() instanceof Storage.Compact
            || Placing.isNeeded(plan));
  }

  private void together(@Nullable H5Exception prepared, long digest) throws H5Exception {
    H5Exception failure = prepared;
    boolean steps = false;
    for (PartPlan plan : plans) {
      steps |= needsSteps(plan);
    }
    if (failure == null && !steps) {
      for (PartPlan plan : plans) {
        if (CompactMover.of(plan) == null) {
          plain.add(plan);
        }
      }
      failure = Ranks.attempt(this::start);
    }
    long[] agreed = ranks.agree(failure, digest, ~digest, calls(), after());
    if (agreed[0] != ~agreed[1]) {
      throw new H5Exception(
          H5Error.NOT_SAME, "ranks move elements of different datasets: parts=" + plans.size());
    }
    if (steps) {
      for (PartPlan plan : plans) {
        step(plan);
      }
      failure = Ranks.attempt(this::start);
      agreed = ranks.agree(failure, 0, 0, calls(), after());
    }
    callAll(agreed[2], agreed[3] > 0);
  }

  private void step(PartPlan part) throws H5Exception {
    PartPlan plan = part;
    if (plan.hasVlen()) {
      plan = new VlenWriter(space, ranks, plan).write(file, context.limits());
    }
    Storage.Compact compact = CompactMover.of(plan);
    if (compact != null) {
      new CompactMover(plan, compact).write(ranks);
    } else if (plan.isFiltered()) {
      new FilteredWriter(space, ranks, plan).write(file, context.limits());
    } else {
      if (Placing.isNeeded(plan)) {
        new Placing(space, ranks).place(plan);
      }
      plain.add(plan);
    }
  }

  /** Makes ready the first call of this rank. */
  private void start() throws H5Exception {
    MoverRow movers = new MoverRow(context, plain);
    row = movers;
    first = movers.next();
  }

  /** Calls that this rank needs: 0, 1, or 2 for more. */
  private long calls() throws H5Exception {
    if (row == null || first.isNothing()) {
      return 0;
    }
    return row.hasNext() ? 2 : 1;
  }

  private long after() {
    boolean compact = false;
    for (PartPlan plan : plans) {
      compact |= direction == Direction.READ && plan.storage() instanceof Storage.Compact;
    }
    return compact || (row != null && row.mayFailAfter()) ? 1 : 0;
  }

  /**
   * Makes the calls of all ranks together.
   *
   * @param calls 0, 1, or 2 for more: then the ranks agree after each whether there is another
   * @param mayFailAfter whether something can go wrong when all bytes are there
   */
  private void callAll(long calls, boolean mayFailAfter) throws H5Exception {
    H5Exception late = null;
    boolean more = calls > 0;
    while (more) {
      Request request = first;
      file.run(request);
      late = Ranks.attempt(() -> request.after().run());
      more = false;
      if (calls > 1) {
        MoverRow movers = row;
        if (late == null && movers != null) {
          late = Ranks.attempt(() -> first = movers.next());
        }
        more = ranks.agree(late, first.isNothing() ? 0 : 1)[0] > 0;
      }
    }
    if (late == null) {
      late = Ranks.attempt(this::readCompact);
    }
    if (mayFailAfter) {
      ranks.agree(late);
    } else if (late != null) {
      throw late;
    }
  }

  private TransferReport report() {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    long elements = 0;
    boolean compactOnly = !plans.isEmpty();
    for (PartPlan plan : plans) {
      elements += plan.elements();
      boolean compact = plan.storage() instanceof Storage.Compact;
      compactOnly &= compact;
      if (compact) {
        reasons.add(Reason.COMPACT_DATASET);
      }
      if (plan.isConverted()) {
        reasons.add(Reason.TYPE_CONVERSION);
      }
      if (plan.isFiltered()) {
        reasons.add(Reason.FILTERS);
      }
      if (plan.hasVlen()) {
        reasons.add(Reason.VARIABLE_LENGTH);
      }
    }
    if (mode == TransferMode.INDEPENDENT) {
      reasons.add(Reason.INDEPENDENT_REQUESTED);
    }
    boolean collective = mode == TransferMode.COLLECTIVE && !compactOnly;
    return new TransferReport(collective, reasons, elements, file.bytes(), file.requests());
  }
}
