package io.jromio.dfs.transport;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where an engine listens. */
public sealed interface Endpoint {
  /** Bytes of the longest path of a socket; Linux has room for 108 with a zero behind it. */
  int LONGEST_PATH = 107;

  /** A unix domain socket; whoever may enter its folder may connect. */
  record Unix(Path path) implements Endpoint {
    public Unix {
      int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
      if (!path.isAbsolute() || length > LONGEST_PATH) {
        throw new IllegalArgumentException(
            "no path of a socket: length=%d, limit=%d, want an absolute path (%s)"
                .formatted(length, LONGEST_PATH, path));
      }
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /**
   * A TCP socket; whoever connects must have the secret.
   *
   * @param port 0 for any that is free, when listening
   */
  record Tcp(String host, int port) implements Endpoint {
    public Tcp {
      if (host.isEmpty() || port < 0 || port > 0xffff) {
        throw new IllegalArgumentException(
            "no TCP endpoint: host=%s port=%d".formatted(host, port));
      }
    }

    InetSocketAddress address() {
      return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
      return "tcp:" + host + ":" + port;
    }
  }

  /**
   * Reads {@code unix:/path} or {@code tcp:host:port}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Endpoint parse(String text) {
    if (text.startsWith("unix:")) {
      return new Unix(Path.of(text.substring("unix:".length())));
    }
    int colon = text.lastIndexOf(':');
    if (text.startsWith("tcp:") && colon >= "tcp:".length()) {
      try {
        return new Tcp(
            text.substring("tcp:".length(), colon), Integer.parseInt(text.substring(colon + 1)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("no port: endpoint=" + text, e);
      }
    }
    throw new IllegalArgumentException(
        "no endpoint, want unix:/path or tcp:host:port: endpoint=" + text);
  }
}
