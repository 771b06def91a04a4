package io.jromio.collective;

import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.CommException;
import java.lang.foreign.MemorySegment;

/** Writes full windows to the file: what guests put in, and own pieces from where they are. */
final class FileOutlet implements FillKeeper.Outlet {
  private final TwoPhaseCall call;
  private final WindowWriter writer;
  private final StagingArea staging;
  private long failedFrom = Long.MAX_VALUE;

  FileOutlet(TwoPhaseCall call, WindowWriter writer, StagingArea staging) {
    this.call = call;
    this.writer = writer;
    this.staging = staging;
  }

  /**
   * From where on this rank's file domain has not been written; {@link Long#MAX_VALUE} if it has.
   */
  long failedFrom() {
    return failedFrom;
  }

  @Override
  public boolean takesInPlace(PlannedWindow window) {
    return writer.stagingBytes(window.runs()) == 0;
  }

  @Override
  public void begin(Assembly full) {
    if (call.failure() != null) {
      return;
    }
    PlannedWindow window = full.window;
    FileRuns runs = window.runs();
    OwnPieces own = full.inPlace;
    try {
      if (own == null) {
        MemorySegment staged = staging.during(writer.stagingBytes(runs), call.nodes().all());
        writer.write(runs, window.start(), full.memory(), staged);
      } else {
        writer.gather(
            runs, own, new OwnPieces.Memories(call.buffer(), full.memory(), window.start()));
      }
    } catch (CommException e) {
      throw e;
    } catch (MpiIoException | RuntimeException e) {
      call.fail(e);
      long written = e instanceof MpiIoException failure ? failure.transferred() : 0;
      failedFrom = WindowWriter.offsetAfter(runs, written);
    }
  }

  @Override
  public boolean isDone(Assembly full) {
    return true;
  }
}
