package io.jromio.h5vol.nativefile.transfer;

import io.jromio.comm.Communicator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Messages of all ranks to all ranks whose sizes only the senders know. */
final class Exchange {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private Exchange() {}

  /** Collective: what every rank sent to this one, in rank order. */
  static MemorySegment[] all(Communicator comm, MemorySegment... send) {
    int size = comm.size();
    MemorySegment[] mine = new MemorySegment[size];
    MemorySegment[] theirs = new MemorySegment[size];
    for (int r = 0; r < size; r++) {
      mine[r] = MemorySegment.ofArray(new byte[8]);
      mine[r].set(LONG, 0, send[r].byteSize());
      theirs[r] = MemorySegment.ofArray(new byte[8]);
    }
    comm.alltoallv(mine, theirs);
    MemorySegment[] receive = new MemorySegment[size];
    for (int r = 0; r < size; r++) {
      receive[r] = memory(theirs[r].get(LONG, 0));
    }
    comm.alltoallv(send, receive);
    return receive;
  }

  /** Memory for a message. */
  static MemorySegment memory(long bytes) {
    return bytes <= Integer.MAX_VALUE - 16
        ? MemorySegment.ofArray(new byte[(int) bytes])
        : java.lang.foreign.Arena.ofAuto().allocate(bytes);
  }
}
