package io.jromio.dfs.embedded;

import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.transport.Endpoint;
import io.jromio.dfs.transport.SocketLink;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The links of this process to engines of other processes on this node: one for all who use the
 * same engine. A link that nobody uses any more stays for a moment, since programs open one file
 * after the other, and then goes, since an engine may wait for it.
 */
final class SharedLinks {
  private static final Map<Endpoint, SharedLinks> LINKS = new HashMap<>();
  private static final long LINGER_MS = 500;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(LINGER_MS, TimeUnit.MILLISECONDS);

  private final Endpoint endpoint;
  private final SocketLink link;
  private int users;

  /** How often it was left without users. */
  private long left;

  private SharedLinks(Endpoint endpoint, SocketLink link) {
    this.endpoint = endpoint;
    this.link = link;
  }

  /** Becomes a user of the link to an engine; it connects at the first request. */
  static CountedLink use(Endpoint.Unix endpoint) {
    synchronized (LINKS) {
      SharedLinks shared = LINKS.get(endpoint);
      if (shared == null || shared.link.hasEnded()) {
        shared = new SharedLinks(endpoint, new SocketLink(endpoint, null));
        LINKS.put(endpoint, shared);
      }
      shared.users++;
      return new CountedLink(shared.link, shared::leave);
    }
  }

  /** Connects now, so that it is known whether there is an engine. */
  static CountedLink connected(Endpoint.Unix endpoint) throws StoreException {
    CountedLink link = use(endpoint);
    try {
      SharedLinks shared;
      synchronized (LINKS) {
        shared = LINKS.get(endpoint);
      }
      if (shared != null) {
        shared.link.connect();
      }
      return link;
    } catch (StoreException e) {
      link.close();
      throw e;
    }
  }

  private void leave() {
    synchronized (LINKS) {
      users--;
      if (users > 0) {
        return;
      }
      left++;
      if (link.hasEnded()) {
        end();
        return;
      }
      long now = left;
      LATER.execute(() -> endUnlessUsed(now));
    }
  }

  private void endUnlessUsed(long then) {
    synchronized (LINKS) {
      if (users == 0 && left == then) {
        end();
      }
    }
  }

  private void end() {
    LINKS.remove(endpoint, this);
    link.close();
  }
}
