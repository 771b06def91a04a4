package io.jromio.dfs.transport;

import io.jromio.dfs.wire.FrameException;
import java.lang.foreign.MemorySegment;

/** Takes the bulk of one frame as it comes in. */
interface FrameSink {
  /** Bytes that follow the head. */
  long bulkLength();

  void accept(MemorySegment piece);

  /** All is there. */
  void done() throws FrameException;

  /** The rest will not come; nothing is called any more. */
  void abandon();
}
