package io.jromio.comm.mpj;

import io.jromio.comm.Transfer;
import io.jromio.comm.mpj.MpjWire.Part;
import java.util.ArrayDeque;

/** The sends of one address, in order: the parts of one are all posted before those of the next. */
final class MpjOutbound implements MpjStream {

  /** One send on its way: {@code posted} bytes are with MPJ, the parts not yet complete. */
  private static final class Departure {
    private final Transfer send;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private long posted = -1;

    private Departure(Transfer send) {
      this.send = send;
    }

    private boolean isPosted() {
      return posted == send.segment().byteSize();
    }
  }

  private final MpjWire wire;
  private final MpjAddress address;
  private final ArrayDeque<Departure> queue = new ArrayDeque<>();

  MpjOutbound(MpjWire wire, MpjAddress address) {
    this.wire = wire;
    this.address = address;
  }

  void add(Transfer send) {
    queue.add(new Departure(send));
    step();
  }

  @Override
  public boolean step() {
    boolean moved = false;
    for (Departure departure : queue) {
      moved |= complete(departure);
      moved |= post(departure);
      if (!departure.isPosted()) {
        break;
      }
    }
    for (Departure first = queue.peek(); first != null; first = queue.peek()) {
      if (!first.isPosted() || !first.parts.isEmpty()) {
        break;
      }
      first.send.complete();
      queue.remove();
    }
    return moved;
  }

  private boolean complete(Departure departure) {
    boolean moved = false;
    for (Part part = departure.parts.peek(); part != null; part = departure.parts.peek()) {
      if (!wire.isComplete(part)) {
        break;
      }
      wire.recycle(part);
      departure.parts.remove();
      moved = true;
    }
    return moved;
  }

  private boolean post(Departure departure) {
    Transfer send = departure.send;
    boolean moved = false;
    while (!departure.isPosted()
        && departure.parts.size() < MpjWire.WINDOW
        && send.isAccessible()) {
      long length = send.segment().byteSize();
      if (departure.posted < 0) {
        departure.parts.add(wire.sendOpening(send.segment(), address));
        departure.posted = length <= MpjWire.INLINE ? length : 0;
      } else {
        departure.parts.add(wire.sendChunk(send.segment(), departure.posted, address));
        departure.posted += wire.chunkAt(departure.posted, length);
      }
      moved = true;
    }
    return moved;
  }

  @Override
  public boolean isIdle() {
    return queue.isEmpty();
  }

  @Override
  public void release(String reason) {
    queue.removeIf(departure -> departure.posted < 0 && fail(departure, reason));
    for (Departure departure : queue) {
      if (!departure.isPosted()) {
        departure.send.detach(departure.posted);
      }
      fail(departure, reason);
    }
  }

  private static boolean fail(Departure departure, String reason) {
    departure.send.fail(reason);
    return true;
  }

  @Override
  public MpjAddress address() {
    return address;
  }
}
