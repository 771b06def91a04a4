package io.jromio.collective;

import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads windows from the file: what guests want into the depot, own pieces to where they belong.
 */
final class FileInlet implements DrainKeeper.Inlet {
  private final TwoPhaseCall call;
  private final WindowReader reader;
  private final StagingArea staging;
  private final @Nullable FileWorker worker;
  private final FileWorker.@Nullable Task[] tasks = new FileWorker.@Nullable Task[DepotSpace.DEPTH];

  /** Belongs to whoever does the reading, as {@code broken} does. */
  private long fileEnd = Long.MAX_VALUE;

  private boolean broken;

  /**
   * @param worker does the reading; null for the calling thread itself
   */
  FileInlet(
      TwoPhaseCall call, WindowReader reader, StagingArea staging, @Nullable FileWorker worker) {
    this.call = call;
    this.reader = reader;
    this.staging = staging;
    this.worker = worker;
  }

  @Override
  public void begin(Assembly empty) {
    PlannedWindow window = empty.window;
    FileRuns runs = reader.plan(window.runs());
    boolean exact = runs.bytes() == window.runs().bytes() && reader.stagingBytes(runs) == 0;
    int own = call.own(window);
    if (own >= 0 && exact && window.isDisjoint() && reaches(window, own)) {
      OwnPieces pieces = new OwnPieces();
      call.ownPieces(window, pieces);
      empty.inPlace = pieces;
    }
    tasks[empty.place] = FileWorker.submit(worker, () -> read(empty, runs));
  }

  private boolean reaches(PlannedWindow window, int own) {
    return OwnPieces.pays(call.buffer(), window, own)
        && (worker == null || worker.reaches(call.memory()));
  }

  private void read(Assembly empty, FileRuns runs) throws MpiIoException {
    PlannedWindow window = empty.window;
    // A guest counts only what lies before the limit; before 0 nothing does.
    empty.limit = 0;
    if (broken) {
      return;
    }
    broken = true;
    if (window.start() < fileEnd) {
      OwnPieces own = empty.inPlace;
      long end;
      if (own == null) {
        MemorySegment staged = staging.during(reader.stagingBytes(runs), call.nodes().all());
        end = reader.read(runs, window.start(), empty.memory(), staged);
      } else {
        end =
            reader.scatter(
                runs, own, new OwnPieces.Memories(call.buffer(), empty.memory(), window.start()));
      }
      fileEnd = Math.min(fileEnd, end);
    }
    broken = false;
    empty.limit = fileEnd;
  }

  @Override
  public boolean isDone(Assembly empty) {
    FileWorker.Task reading = tasks[empty.place];
    if (reading == null || !reading.isDone()) {
      return reading == null;
    }
    tasks[empty.place] = null;
    Exception failure = reading.failure();
    if (failure != null) {
      call.fail(failure);
    }
    return true;
  }
}
