package io.jromio.adio.mem;

import io.jromio.adio.AccessMode;
import io.jromio.adio.Errno;
import io.jromio.adio.MpiIoException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Named files in memory, and how many bytes all of them may take together. */
final class MemVolume {
  private final Map<String, MemContent> files = new HashMap<>();
  private final long capacity;
  private final AtomicLong used = new AtomicLong();

  MemVolume(long capacity) {
    this.capacity = capacity;
  }

  synchronized MemContent open(String name, Set<AccessMode> modes) throws MpiIoException {
    MemContent content = files.get(name);
    if (content == null) {
      if (name.isEmpty() || !modes.contains(AccessMode.CREATE)) {
        throw Errno.failure(Errno.ENOENT.number(), "open file=mem:" + name, 0);
      }
      content = new MemContent(this);
      files.put(name, content);
    } else if (modes.contains(AccessMode.CREATE) && modes.contains(AccessMode.EXCL)) {
      throw Errno.failure(Errno.EEXIST.number(), "open file=mem:" + name, 0);
    }
    content.link();
    return content;
  }

  synchronized void delete(String name) throws MpiIoException {
    MemContent content = files.remove(name);
    if (content == null) {
      throw Errno.failure(Errno.ENOENT.number(), "delete file=mem:" + name, 0);
    }
    content.unlink();
  }

  /** Takes space; false if there is not enough. */
  boolean reserve(long bytes) {
    long now;
    do {
      now = used.get();
      if (bytes > capacity - now) {
        return false;
      }
    } while (!used.compareAndSet(now, now + bytes));
    return true;
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }
}
