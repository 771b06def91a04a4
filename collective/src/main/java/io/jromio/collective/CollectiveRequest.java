package io.jromio.collective;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.hints.Hints;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One rank's part in a collective call. Every rank brings one, also a rank that moves nothing and a
 * rank whose arguments were wrong.
 *
 * @param list what the rank touches in the file, in bytes
 * @param buffer the memory that the data comes from or goes to, at least as long as the list's data
 * @param hints in force for the file; the same on all ranks
 * @param atomic whether the file is in atomic mode; the same on all ranks
 * @param scattered whether any rank sees the file through a view with holes; the same on all ranks,
 *     and so worth a look at what all of them want
 * @param failure what was wrong with this rank's arguments; then all ranks throw its class
 */
public record CollectiveRequest(
    AccessList list,
    TypedBuffer buffer,
    Hints hints,
    boolean atomic,
    boolean scattered,
    @Nullable MpiIoException failure) {

  /** The part of a rank whose arguments are good, where nobody's view has holes. */
  public CollectiveRequest(AccessList list, TypedBuffer buffer, Hints hints, boolean atomic) {
    this(list, buffer, hints, atomic, false, null);
  }

  /** The part of a rank whose arguments were wrong: it moves nothing, and all ranks throw. */
  public static CollectiveRequest failed(MpiIoException failure, Hints hints) {
    return failed(failure, hints, false);
  }

  /** The same, with what all ranks know of their views. */
  public static CollectiveRequest failed(MpiIoException failure, Hints hints, boolean scattered) {
    TypedBuffer nothing = TypedBuffer.of(MemorySegment.ofArray(new byte[0]));
    return new CollectiveRequest(AccessList.empty(0), nothing, hints, false, scattered, failure);
  }
}
