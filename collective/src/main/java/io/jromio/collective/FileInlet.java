package io.jromio.collective;

import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.CommException;
import java.lang.foreign.MemorySegment;

/**
 * Reads windows from the file: what guests want into the depot, own pieces to where they belong.
 */
final class FileInlet implements DrainKeeper.Inlet {
  private final TwoPhaseCall call;
  private final WindowReader reader;
  private final WindowSequence windows;
  private final StagingArea staging;
  private long fileEnd = Long.MAX_VALUE;

  FileInlet(TwoPhaseCall call, WindowReader reader, WindowSequence windows, StagingArea staging) {
    this.call = call;
    this.reader = reader;
    this.windows = windows;
    this.staging = staging;
  }

  @Override
  public void begin(Assembly empty) {
    PlannedWindow window = empty.window;
    if (call.failure() == null && window.start() < fileEnd) {
      try {
        fileEnd = Math.min(fileEnd, read(empty));
      } catch (CommException e) {
        throw e;
      } catch (MpiIoException | RuntimeException e) {
        call.fail(e);
      }
    }
    // A guest counts only what lies before the limit; before 0 nothing does.
    empty.limit = call.failure() == null ? fileEnd : 0;
  }

  private long read(Assembly empty) throws MpiIoException {
    PlannedWindow window = empty.window;
    FileRuns runs = reader.plan(window.runs());
    int own = call.own(window);
    boolean exact = runs.bytes() == window.runs().bytes() && reader.stagingBytes(runs) == 0;
    if (own >= 0 && exact && window.isDisjoint() && OwnPieces.pays(call.buffer(), window, own)) {
      OwnPieces pieces = new OwnPieces();
      empty.inPlace = pieces;
      PieceWalk walk = windows.own(window.domain());
      if (walk != null) {
        walk.below(window.end(), pieces);
      }
      return reader.scatter(
          runs, pieces, new OwnPieces.Memories(call.buffer(), empty.memory(), window.start()));
    }
    MemorySegment staged = staging.during(reader.stagingBytes(runs), call.nodes().all());
    return reader.read(runs, window.start(), empty.memory(), staged);
  }

  @Override
  public boolean isDone(Assembly empty) {
    return true;
  }
}
