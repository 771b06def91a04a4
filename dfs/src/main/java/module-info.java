/** DFS, the DAOS file system, over an object store of our own: client, wire and engine. */
@SuppressWarnings("requires-automatic")
module io.jromio.dfs {
  requires static transitive org.jspecify;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.unix.common;
  requires rocksdbjni;

  exports io.jromio.dfs;
  exports io.jromio.dfs.embedded;
  exports io.jromio.dfs.object;
}
