package io.jromio.dfs.transport;

final class LoopbackLinkTest extends EngineLinkContract {
  @Override
  Way open(SmallHandler to) {
    return new Way(new LoopbackLink(to, "unix:/nowhere"), () -> {});
  }
}
