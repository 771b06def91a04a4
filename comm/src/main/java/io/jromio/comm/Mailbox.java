package io.jromio.comm;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of one source meet the receives posted for them, in order for equal context
 * and tag.
 */
final class Mailbox {
  private final ArrayDeque<Transfer> posted = new ArrayDeque<>();
  private final ArrayDeque<Message> unexpected = new ArrayDeque<>();

  /** Whether some receive waits for a message that has not begun to arrive. */
  boolean hasPosted() {
    return !posted.isEmpty();
  }

  /** Posts a receive; a message that came before is claimed at once. */
  void post(Transfer receive) {
    for (Iterator<Message> it = unexpected.iterator(); it.hasNext(); ) {
      Message message = it.next();
      if (message.matches(receive.context(), receive.tag())) {
        it.remove();
        message.claim(receive);
        return;
      }
    }
    posted.add(receive);
  }

  /** Opens a message that begins to arrive, for the first receive that it matches. */
  Message open(int context, int tag, long length) {
    Message message = new Message(context, tag, length);
    Transfer receive = take(context, tag);
    if (receive == null) {
      unexpected.add(message);
    } else {
      message.claim(receive);
    }
    return message;
  }

  /** A receive that will not get its message any more. */
  void remove(Transfer receive) {
    posted.remove(receive);
  }

  void release(int context, String reason) {
    posted.removeIf(
        receive -> {
          boolean gone = receive.context() == context;
          if (gone) {
            receive.fail(reason);
          }
          return gone;
        });
    unexpected.removeIf(
        message -> {
          boolean gone = message.context() == context;
          if (gone) {
            message.discard();
          }
          return gone;
        });
  }

  private @Nullable Transfer take(int context, int tag) {
    Transfer first = posted.peekFirst();
    if (first != null && first.matches(context, tag)) {
      return posted.pollFirst();
    }
    for (Iterator<Transfer> it = posted.iterator(); it.hasNext(); ) {
      Transfer receive = it.next();
      if (receive.matches(context, tag)) {
        it.remove();
        return receive;
      }
    }
    return null;
  }
}
