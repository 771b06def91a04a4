package io.jromio.comm.mpj;

import io.jromio.comm.Transfer;
import io.jromio.comm.mpj.MpjWire.Part;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The receives of one address, in order. For each an opening is posted at once; when it has come,
 * the chunks of its message are, all of them before those of the next message.
 *
 * <p>MPJ cannot take a posted receive back. So an opening whose receive was given up stays, and
 * serves the next receive of this address: nobody can tell whether what it takes comes from before
 * or after the address was used anew, and the latter must not be lost.
 */
final class MpjInbound implements MpjStream {

  /** A posted opening and the receive that it is for, if any. */
  private static final class Slot {
    private final Part opening;
    private @Nullable Transfer receive;

    private Slot(Part opening, Transfer receive) {
      this.opening = opening;
      this.receive = receive;
    }
  }

  /** A message that has been opened; it is dropped if there is no receive. */
  private static final class Landing {
    private final long length;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private @Nullable Transfer receive;
    private @Nullable MemorySegment inlined;
    private long posted;
    private long copied;

    private Landing(long length, @Nullable Transfer receive) {
      this.length = length;
      this.receive = receive;
    }

    private boolean mayCopy() {
      Transfer target = receive;
      return target == null || target.isAccessible();
    }

    private void copy(MemorySegment bytes) {
      Transfer target = receive;
      if (target != null) {
        MemorySegment.copy(bytes, 0, target.segment(), copied, bytes.byteSize());
      }
      copied += bytes.byteSize();
    }
  }

  private final MpjWire wire;
  private final MpjAddress address;
  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private final ArrayDeque<Landing> landings = new ArrayDeque<>();

  MpjInbound(MpjWire wire, MpjAddress address) {
    this.wire = wire;
    this.address = address;
  }

  void post(Transfer receive) {
    step();
    for (Slot slot : slots) {
      if (slot.receive == null) {
        slot.receive = receive;
        return;
      }
    }
    slots.add(new Slot(wire.receiveOpening(address), receive));
    step();
  }

  @Override
  public boolean step() {
    boolean moved = land();
    for (Slot slot = slots.peek(); slot != null && slot.receive != null; slot = slots.peek()) {
      if (!mayOpen() || !wire.isComplete(slot.opening)) {
        break;
      }
      slots.remove();
      open(slot);
      land();
      moved = true;
    }
    return moved;
  }

  private boolean mayOpen() {
    Landing last = landings.peekLast();
    return last == null || last.posted == last.length;
  }

  private void open(Slot slot) {
    long length = MpjWire.length(slot.opening);
    Transfer receive = slot.receive;
    Landing landing =
        new Landing(length, receive != null && receive.accepts(length) ? receive : null);
    if (length <= MpjWire.INLINE) {
      landing.inlined = MpjWire.inlined(slot.opening);
      landing.posted = length;
    }
    landings.add(landing);
  }

  private boolean land() {
    boolean moved = false;
    for (Landing landing : landings) {
      moved |= copyParts(landing);
      while (landing.posted < landing.length && landing.parts.size() < MpjWire.WINDOW) {
        landing.parts.add(wire.receiveChunk(landing.posted, landing.length, address));
        landing.posted += wire.chunkAt(landing.posted, landing.length);
        moved = true;
      }
    }
    for (Landing first = landings.peek(); first != null; first = landings.peek()) {
      if (first.copied < first.length || first.inlined != null) {
        break;
      }
      Transfer receive = first.receive;
      if (receive != null) {
        receive.complete();
      }
      landings.remove();
      moved = true;
    }
    return moved;
  }

  private boolean copyParts(Landing landing) {
    if (!landing.mayCopy()) {
      return false;
    }
    MemorySegment few = landing.inlined;
    if (few != null) {
      landing.inlined = null;
      landing.copy(few);
      return true;
    }
    boolean moved = false;
    for (Part part = landing.parts.peek(); part != null; part = landing.parts.peek()) {
      if (!wire.isComplete(part)) {
        break;
      }
      landing.copy(MpjWire.bytes(part));
      wire.recycle(part);
      landing.parts.remove();
      moved = true;
    }
    return moved;
  }

  @Override
  public boolean isIdle() {
    return slots.isEmpty() && landings.isEmpty();
  }

  @Override
  public void release(String reason) {
    for (Slot slot : slots) {
      fail(slot.receive, reason);
      slot.receive = null;
    }
    for (Landing landing : landings) {
      fail(landing.receive, reason);
      landing.receive = null;
    }
    // What has come is dropped.
    while (!slots.isEmpty() && mayOpen() && wire.isComplete(slots.element().opening)) {
      open(slots.remove());
      land();
    }
  }

  private static void fail(@Nullable Transfer receive, String reason) {
    if (receive != null) {
      receive.fail(reason);
    }
  }

  /** Forgets a receive that will not get its message any more; the next one takes its slot. */
  void giveUp(Transfer gone) {
    Slot free = null;
    for (Slot slot : slots) {
      if (free != null) {
        free.receive = slot.receive;
        slot.receive = null;
        free = slot;
      } else if (slot.receive == gone) {
        slot.receive = null;
        free = slot;
      }
    }
  }

  @Override
  public MpjAddress address() {
    return address;
  }
}
