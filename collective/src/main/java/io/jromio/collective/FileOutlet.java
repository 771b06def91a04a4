package io.jromio.collective;

import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writes full windows to the file: what guests put in, and own pieces from where they are. */
final class FileOutlet implements FillKeeper.Outlet {
  private final TwoPhaseCall call;
  private final WindowWriter writer;
  private final StagingArea staging;
  private final @Nullable FileWorker worker;
  private FileWorker.@Nullable Task task;
  private long failedFrom = Long.MAX_VALUE;

  /**
   * @param worker does the writing; null for the calling thread itself
   */
  FileOutlet(
      TwoPhaseCall call, WindowWriter writer, StagingArea staging, @Nullable FileWorker worker) {
    this.call = call;
    this.writer = writer;
    this.staging = staging;
    this.worker = worker;
  }

  /**
   * From where on this rank's file domain has not been written; {@link Long#MAX_VALUE} if it has.
   */
  long failedFrom() {
    return failedFrom;
  }

  @Override
  public boolean takesInPlace(PlannedWindow window) {
    return writer.stagingBytes(window.runs()) == 0
        && call.buffer().isContiguous()
        && (worker == null || worker.reaches(call.memory()));
  }

  @Override
  public void begin(Assembly full) {
    if (call.failure() == null) {
      task = FileWorker.submit(worker, () -> write(full));
    }
  }

  private void write(Assembly full) throws MpiIoException {
    PlannedWindow window = full.window;
    FileRuns runs = window.runs();
    OwnPieces own = full.inPlace;
    if (own == null) {
      MemorySegment staged = staging.during(writer.stagingBytes(runs), call.nodes().all());
      writer.write(runs, window.start(), full.memory(), staged);
    } else {
      writer.gather(
          runs, own, new OwnPieces.Memories(call.buffer(), full.memory(), window.start()));
    }
  }

  @Override
  public boolean isDone(Assembly full) {
    FileWorker.Task writing = task;
    if (writing == null) {
      return true;
    }
    if (!writing.isDone()) {
      return false;
    }
    task = null;
    Exception failure = writing.failure();
    if (failure != null) {
      call.fail(failure);
      long written = failure instanceof MpiIoException known ? known.transferred() : 0;
      failedFrom = WindowWriter.offsetAfter(full.window.runs(), written);
    }
    return true;
  }
}
