package io.jromio.comm;

import java.util.stream.IntStream;

/** The world of a transport. Closing it closes the transport. */
final class MessageWorld extends MessageCommunicator implements World {
  private final Transport transport;
  private final String provider;
  private final String[] args;

  MessageWorld(Transport transport, String provider, String[] args) {
    super(
        transport,
        new ContextIds(Transport.CONTEXTS),
        0,
        IntStream.range(0, transport.size()).toArray(),
        transport.rank());
    this.transport = transport;
    this.provider = provider;
    this.args = args.clone();
  }

  @Override
  public String[] args() {
    return args.clone();
  }

  @Override
  public String provider() {
    return provider;
  }

  @Override
  void release() {
    transport.close();
  }
}
