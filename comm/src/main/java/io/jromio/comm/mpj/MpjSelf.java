package io.jromio.comm.mpj;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of a rank to itself: copies, which MPJ never sees (its own may wait for ever). */
final class MpjSelf {
  private final Map<MpjAddress, ArrayDeque<MemorySegment>> unexpected = new HashMap<>();
  private final Map<MpjAddress, ArrayDeque<MpjTransfer>> posted = new HashMap<>();

  /** Sends; complete at once. */
  void send(MpjTransfer send) {
    MemorySegment message = MpjTransfer.staging(send.segment().byteSize());
    message.copyFrom(send.segment());
    MpjTransfer receive = poll(posted, send.address());
    if (receive == null) {
      unexpected.computeIfAbsent(send.address(), a -> new ArrayDeque<>()).add(message);
    } else {
      receive.take(message);
    }
    send.complete();
  }

  void post(MpjTransfer receive) {
    MemorySegment message = poll(unexpected, receive.address());
    if (message == null) {
      posted.computeIfAbsent(receive.address(), a -> new ArrayDeque<>()).add(receive);
    } else {
      receive.take(message);
    }
  }

  void release(int context, String reason) {
    unexpected.keySet().removeIf(address -> address.context() == context);
    posted
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = entry.getKey().context() == context;
              if (gone) {
                entry.getValue().forEach(receive -> receive.fail(reason));
              }
              return gone;
            });
  }

  private static <T> @Nullable T poll(Map<MpjAddress, ArrayDeque<T>> map, MpjAddress address) {
    ArrayDeque<T> queue = map.get(address);
    if (queue == null) {
      return null;
    }
    T first = queue.poll();
    if (queue.isEmpty()) {
      map.remove(address);
    }
    return first;
  }
}
