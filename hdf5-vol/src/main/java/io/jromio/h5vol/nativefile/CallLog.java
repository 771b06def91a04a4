package io.jromio.h5vol.nativefile;

import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * All structural calls of this rank and their arguments, as one number. Ranks whose numbers are
 * equal have made the same calls, but for one case in 2^64.
 */
final class CallLog {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Communicator comm;
  private final boolean checked;
  private final String file;
  private long hash = 0x6a09e667f3bcc908L;
  private boolean differs;

  CallLog(Communicator comm, boolean checked, String file) {
    this.comm = comm;
    this.checked = checked;
    this.file = file;
  }

  CallLog add(long value) {
    long mixed = (hash ^ value) * 0x9e3779b97f4a7c15L;
    hash = mixed ^ (mixed >>> 29);
    return this;
  }

  CallLog add(long... values) {
    add(values.length);
    for (long value : values) {
      add(value);
    }
    return this;
  }

  CallLog add(String text) {
    add(text.length());
    for (int i = 0; i < text.length(); i++) {
      add(text.charAt(i));
    }
    return this;
  }

  CallLog add(byte[] bytes) {
    return add(MemorySegment.ofArray(bytes));
  }

  CallLog add(MemorySegment bytes) {
    add(bytes.byteSize());
    long words = bytes.byteSize() / 8;
    for (long i = 0; i < words; i++) {
      add(bytes.get(LONG, i * 8));
    }
    for (long i = words * 8; i < bytes.byteSize(); i++) {
      add(bytes.get(ValueLayout.JAVA_BYTE, i));
    }
    return this;
  }

  /**
   * Ends the arguments of a call, which has not changed anything yet. In checked mode collective.
   *
   * @throws H5Exception {@link H5Error#NOT_SAME} on all ranks if a rank makes another call
   */
  void made(String call) throws H5Exception {
    add(call);
    if (checked) {
      compare(call);
    }
  }

  /**
   * Collective: compares the ranks.
   *
   * @param call what this rank is about to do, for the message
   */
  void compare(String call) throws H5Exception {
    long[] most = comm.allreduce(ReduceOp.MAX, hash, ~hash, differs ? 1 : 0);
    if (most[0] == ~most[1] && most[2] == 0) {
      return;
    }
    boolean again = most[2] != 0;
    differs = true;
    byte[] root = comm.bcast(call.getBytes(StandardCharsets.UTF_8), 0);
    throw new H5Exception(
        H5Error.NOT_SAME,
        "ranks made different structural calls%s: rank %d calls %s, rank 0 calls %s, file=%s"
            .formatted(
                again ? " before" : checked ? "" : " since the last flush",
                comm.rank(),
                call,
                new String(root, StandardCharsets.UTF_8),
                file));
  }

  /** Whether the ranks were found to differ; what they wrote is not to be trusted. */
  boolean differs() {
    return differs;
  }
}
