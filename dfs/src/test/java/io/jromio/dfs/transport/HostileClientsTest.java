package io.jromio.dfs.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.wire.Bulk;
import io.jromio.dfs.wire.Frame;
import io.jromio.dfs.wire.FrameHeader;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import io.jromio.dfs.wire.RequestCodec;
import io.jromio.dfs.wire.Samples;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that say what they must not, say nothing, or go in the middle of a word. */
@Timeout(120)
final class HostileClientsTest {
  private static final int QUEUE = 8;
  private static final SocketServer.Limits LIMITS = new SocketServer.Limits(16, 1 << 20);

  private final Path folder;
  private final SmallHandler handler = new SmallHandler(QUEUE);
  private final List<SocketServer> servers = new ArrayList<>();

  /** Held, because the JDK forgets levels of loggers that nobody holds. */
  private final Logger log = Logger.getLogger(ServerConnection.class.getName());

  HostileClientsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void begin() throws StoreException {
    // Thousands of lines about what is done here on purpose.
    log.setLevel(Level.SEVERE);
    servers.add(
        SocketServer.open(
            handler, new Endpoint.Unix(folder.resolve("run/engine.sock")), null, LIMITS));
  }

  @AfterEach
  void end() {
    log.setLevel(null);
    handler.goOn();
    for (SocketServer server : servers) {
      server.close();
    }
    handler.close();
  }

  private SocketServer server() {
    return servers.getFirst();
  }

  private SocketLink link() {
    return new SocketLink(server().endpoint(), null);
  }

  /** A client that speaks bytes. */
  private SocketChannel raw() throws IOException {
    return SocketChannel.open(
        java.net.UnixDomainSocketAddress.of(folder.resolve("run/engine.sock")));
  }

  /** A client that the server has let in. */
  private SocketChannel welcomed() throws IOException {
    SocketChannel channel = raw();
    write(channel, Handshake.hello(new byte[Secret.NONCE_LENGTH], "raw").nioBuffer());
    skipFrame(channel);
    write(channel, Handshake.proof(new byte[0]).nioBuffer());
    skipFrame(channel);
    return channel;
  }

  private static void skipFrame(SocketChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(FrameHeader.LENGTH);
    while (header.hasRemaining() && channel.read(header) >= 0) {}
    ByteBuffer head = ByteBuffer.allocate(Integer.reverseBytes(header.getInt(0)));
    while (head.hasRemaining() && channel.read(head) >= 0) {}
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static byte[] frame(Request request) {
    Bulk bulk = Bulk.of(request);
    Frame frame = RequestCodec.encode(request, bulk.length());
    frame.finish(1, FrameHeader.INLINE);
    boolean comesBack = RequestCodec.bulkComesBack(frame.code());
    int length = frame.length() + (comesBack ? 0 : (int) bulk.length());
    byte[] bytes = Arrays.copyOf(Arrays.copyOf(frame.bytes(), frame.length()), length);
    if (!comesBack) {
      bulk.gather(MemorySegment.ofArray(bytes).asSlice(frame.length()));
    }
    return bytes;
  }

  /** Whether the server has hung up. */
  private static boolean isClosed(SocketChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    try {
      while (channel.read(bytes) >= 0) {
        bytes.clear();
      }
    } catch (IOException e) {
      // Reset, because it did not read everything.
    }
    return true;
  }

  private void writeAndRead(SocketLink link, Random random, long dkey) throws Exception {
    byte[] bytes = Calls.random(random, 1 + random.nextInt(100_000));
    byte[] found = new byte[bytes.length];
    Calls.get(link.call(Calls.write(dkey, Calls.whole(bytes))));
    Calls.get(link.call(Calls.read(dkey, Calls.whole(found))));
    assertArrayEquals(bytes, found);
  }

  @Test
  void shouldServeOthersWhenFramesAreRandomOrMutated() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> good = new CompletableFuture<>();
    Thread client =
        new Thread(
            () -> {
              try (SocketLink link = link()) {
                Random own = new Random(seed);
                int count = 0;
                for (; !stop.get(); count++) {
                  writeAndRead(link, own, 1000);
                }
                good.complete(count);
              } catch (Exception | AssertionError e) {
                good.completeExceptionally(e);
              }
            });
    client.start();
    for (int i = 0; i < 3000; i++) {
      try (SocketChannel channel = i % 3 == 0 ? raw() : welcomed()) {
        write(channel, ByteBuffer.wrap(bad(random)));
        if (i % 2 == 0) {
          channel.shutdownOutput();
          assertTrue(isClosed(channel));
        }
      } catch (IOException e) {
        // The server may hang up while we still write.
      }
    }
    stop.set(true);
    client.join();
    assertTrue(good.get() > 0);
    Calls.await("connections are gone", () -> server().connections() == 0);
  }

  private static byte[] bad(Random random) {
    if (random.nextInt(4) == 0) {
      return Calls.random(random, random.nextInt(500));
    }
    List<Request> samples = Samples.requests();
    byte[] bytes = frame(samples.get(random.nextInt(samples.size())));
    for (int j = random.nextInt(5); j > 0; j--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    if (random.nextBoolean() && bytes.length >= FrameHeader.LENGTH) {
      // With a sum that fits, so that the head itself is looked at.
      try {
        FrameHeader header = FrameHeader.read(bytes);
        if (FrameHeader.LENGTH + header.headLength() <= bytes.length) {
          header.write(bytes);
        }
      } catch (io.jromio.dfs.wire.FrameException e) {
        // Bad enough.
      }
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  @Test
  void shouldCloseWhenHeadOrBulkIsOversized() throws Exception {
    for (int which = 0; which < 3; which++) {
      try (SocketChannel channel = which == 2 ? raw() : welcomed()) {
        byte[] frame = new byte[FrameHeader.LENGTH];
        int head = which == 0 ? FrameHeader.MAX_HEAD + 1 : which == 2 ? Handshake.MAX_HEAD + 1 : 0;
        long bulk = which == 1 ? FrameHeader.MAX_BULK + 1 : 0;
        ByteBuffer fields = ByteBuffer.wrap(frame).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        fields.putInt(0, head).putShort(8, (short) 1).putLong(24, bulk).putLong(32, -1);
        write(channel, ByteBuffer.wrap(frame));
        assertTrue(isClosed(channel));
      }
    }
  }

  @Test
  void shouldReadNoMoreWhenAClientTakesNoReplies() throws Exception {
    try (SocketChannel slow = welcomed();
        SocketLink good = link()) {
      writeAndRead(good, new Random(1), 5);
      byte[] fetch = frame(Calls.read(5, Calls.whole(new byte[500_000])));
      slow.configureBlocking(false);
      long deadline = System.nanoTime() + 30_000_000_000L;
      long accepted = 0;
      int idle = 0;
      while (idle < 2000) {
        assertTrue(System.nanoTime() < deadline, "accepted=" + accepted);
        int now = slow.write(ByteBuffer.wrap(fetch));
        accepted += now;
        idle = now == 0 ? idle + 1 : 0;
        if (now < fetch.length) {
          Thread.onSpinWait();
          if (now > 0) {
            break;
          }
        }
      }
      // What it took lies in the socket, not in our memory.
      assertTrue(accepted < 4 << 20, "accepted=" + accepted);
      writeAndRead(good, new Random(2), 6);
    }
  }

  @Test
  void shouldRefuseBothWaysWhenSecretsDiffer() throws Exception {
    Secret right = Secret.create(folder.resolve("right"));
    Secret wrong = Secret.create(folder.resolve("wrong"));
    SocketServer tcp = SocketServer.open(handler, new Endpoint.Tcp("127.0.0.1", 0), right, LIMITS);
    servers.add(tcp);
    try (SocketLink stranger = new SocketLink(tcp.endpoint(), wrong)) {
      StoreException e = assertThrows(StoreException.class, stranger::connect);
      assertEquals(Der.UNREACH, e.der());
    }
    // One who does not look at the engine's proof is refused by the engine.
    try (SocketChannel channel = SocketChannel.open(((Endpoint.Tcp) tcp.endpoint()).address())) {
      write(channel, Handshake.hello(new byte[Secret.NONCE_LENGTH], "raw").nioBuffer());
      skipFrame(channel);
      write(channel, Handshake.proof(new byte[32]).nioBuffer());
      assertTrue(isClosed(channel));
    }
    try (SocketLink friend = new SocketLink(tcp.endpoint(), right)) {
      friend.connect();
    }
  }

  @Test
  void shouldNotTakeASecretThatOthersMayRead() throws Exception {
    Path file = folder.resolve("secret");
    var unused = Secret.create(file);
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    StoreException e = assertThrows(StoreException.class, () -> Secret.load(file));
    assertEquals(Der.NO_PERM, e.der());
  }

  @Test
  void shouldNotListenWhereOthersMayEnter() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(
        open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    StoreException e =
        assertThrows(
            StoreException.class,
            () -> SocketServer.open(handler, new Endpoint.Unix(open.resolve("s")), null, LIMITS));
    assertEquals(Der.NO_PERM, e.der());
  }

  @Test
  void shouldCloseContainersWhenTheClientThatOpenedThemIsGone() throws Exception {
    SocketLink first = link();
    try (SocketLink second = link()) {
      Request open = new Request.OpenContainer("tank", "ckpt", OpenMode.READ_WRITE);
      Calls.get(first.call(open));
      Reply.Opened kept = (Reply.Opened) Calls.get(second.call(open));
      assertEquals(2, handler.open.size());
      first.close();
      Calls.await("the first one's is closed", () -> handler.open.size() == 1);
      assertTrue(handler.open.contains(kept.handle()));
      Calls.get(second.call(new Request.CloseContainer(kept.handle())));
      assertEquals(0, handler.open.size());
    }
  }

  @Test
  void shouldCloseTheContainerWhenTheClientIsGoneBeforeTheReply() throws Exception {
    handler.hold();
    SocketLink link = link();
    CompletableFuture<Reply> opening =
        link.call(new Request.OpenContainer("tank", "ckpt", OpenMode.READ_WRITE));
    CompletableFuture<Reply> writing = link.call(Calls.write(3, Calls.whole(new byte[300_000])));
    link.close();
    assertThrows(ExecutionException.class, () -> Calls.get(opening));
    assertThrows(ExecutionException.class, () -> Calls.get(writing));
    handler.goOn();
    Calls.await("the client is forgotten", () -> server().connections() == 0);
    Calls.await("the container is closed", handler.open::isEmpty);
  }

  @Test
  void shouldFailAllCallsWhenTheEngineGoes() throws Exception {
    handler.hold();
    try (SocketLink link = link()) {
      List<CompletableFuture<Reply>> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        calls.add(link.call(Calls.write(i, Calls.whole(new byte[100_000]))));
      }
      Thread closing = new Thread(server()::close);
      closing.start();
      for (CompletableFuture<Reply> call : calls) {
        ExecutionException e = assertThrows(ExecutionException.class, () -> Calls.get(call));
        assertEquals(Der.UNREACH, assertInstanceOf(StoreException.class, e.getCause()).der());
      }
      handler.goOn();
      closing.join();
    }
  }

  @Test
  void shouldLeaveNoFilesWhenWindowsWereUsed() throws Exception {
    try (SocketLink link = link()) {
      writeAndRead(link, new Random(3), 7);
      Calls.get(link.call(Calls.write(8, Calls.whole(new byte[1 << 20]))));
      long mine = ProcessHandle.current().pid();
      String maps = Files.readString(Path.of("/proc/" + mine + "/maps"));
      assertTrue(maps.contains("jromio-window-"), "no window in use");
      assertTrue(
          maps.lines()
              .filter(line -> line.contains("jromio-window-"))
              .allMatch(line -> line.endsWith("(deleted)")));
    }
    Calls.await(
        "windows are unmapped",
        () -> {
          try {
            return !Files.readString(Path.of("/proc/self/maps")).contains("jromio-window-");
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
