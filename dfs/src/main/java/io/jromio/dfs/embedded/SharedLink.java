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
 * The link of this process to an engine of another process on this node: one for all who use that
 * engine. A link that nobody uses any more stays for a moment, since programs open one file after
 * the other, and then goes, since an engine may wait for it.
 */
final class SharedLink {
  private static final Map<Endpoint, SharedLink> LINKS = new HashMap<>();
  private static final long LINGER_MS = 500;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(LINGER_MS, TimeUnit.MILLISECONDS);

  private final Endpoint endpoint;
  private final SocketLink link;
  private int users;

  /** How often it was left without users. */
  private long left;

  private SharedLink(Endpoint endpoint, SocketLink link) {
    this.endpoint = endpoint;
    this.link = link;
  }

  /** Becomes a user of the link to an engine; it connects at the first request. */
  static CountedLink use(Endpoint.Unix endpoint) {
    return of(endpoint).user();
  }

  /** Becomes a user and connects now, so that it is known whether there is an engine. */
  static CountedLink connected(Endpoint.Unix endpoint) throws StoreException {
    SharedLink shared = of(endpoint);
    CountedLink user = shared.user();
    try {
      shared.link.connect();
      return user;
    } catch (StoreException e) {
      user.close();
      throw e;
    }
  }

  /** The link of an endpoint, with one user more. */
  private static SharedLink of(Endpoint.Unix endpoint) {
    synchronized (LINKS) {
      SharedLink shared = LINKS.get(endpoint);
      if (shared == null || shared.link.hasEnded()) {
        shared = new SharedLink(endpoint, new SocketLink(endpoint, null));
        LINKS.put(endpoint, shared);
      }
      shared.users++;
      return shared;
    }
  }

  private CountedLink user() {
    return new CountedLink(link, this::leave);
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
