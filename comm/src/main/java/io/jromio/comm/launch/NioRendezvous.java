package io.jromio.comm.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Introduces the ranks of MPJ Express' {@code niodev} to each other, in the place of its {@code
 * mpjrun} and daemons.
 *
 * <p>Each rank connects and sends a greeting (UTF), its write port, its read port and its rank
 * (ints). When all have come, each gets one UTF text with the addresses of all, in rank order:
 *
 * <pre>
 *   #Peer Information;HOST@READ_PORT@WRITE_PORT@RANK@0;HOST@...
 * </pre>
 *
 * <p>Listens on the loopback interface only, for one job.
 *
 * @source MPJ Express 0.44, as its ranks behave; seen on the wire
 */
final class NioRendezvous implements AutoCloseable {
  private static final int PROTOCOL_SWITCH_BYTES = 128 * 1024;
  private static final int GREETING_TIMEOUT_MS = 10_000;

  private final ServerSocket server;
  private final int ranks;

  private NioRendezvous(ServerSocket server, int ranks) {
    this.server = server;
    this.ranks = ranks;
  }

  /** Begins to listen; ranks may be started now. */
  static NioRendezvous open(int ranks) throws IOException {
    NioRendezvous rendezvous =
        new NioRendezvous(new ServerSocket(0, ranks, InetAddress.getLoopbackAddress()), ranks);
    Thread thread = new Thread(rendezvous::introduce, "mpj rendezvous");
    thread.setDaemon(true);
    thread.start();
    return rendezvous;
  }

  /** What a rank gets as its second argument to find its way here. */
  String configuration() {
    return "#Number of Processes;%d;#Protocol Switch Limit;%d;#Server Name;%s;#Server Port;%d"
        .formatted(
            ranks,
            PROTOCOL_SWITCH_BYTES,
            server.getInetAddress().getHostAddress(),
            server.getLocalPort());
  }

  private void introduce() {
    @Nullable String[] peers = new @Nullable String[ranks];
    List<Socket> waiting = new ArrayList<>();
    try {
      while (waiting.size() < ranks) {
        Socket socket = server.accept();
        if (greet(socket, peers)) {
          waiting.add(socket);
        } else {
          socket.close();
        }
      }
      String all = "#Peer Information;" + String.join(";", peers);
      for (Socket socket : waiting) {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeUTF(all);
        out.flush();
      }
    } catch (IOException e) {
      if (!server.isClosed()) {
        System.err.printf("jromio: ranks of niodev cannot meet: %s%n", e.getMessage());
      }
    } finally {
      waiting.forEach(NioRendezvous::closeQuietly);
    }
  }

  /** Whether a rank that nobody has seen yet has introduced itself; strangers are turned away. */
  private boolean greet(Socket socket, @Nullable String[] peers) {
    try {
      socket.setSoTimeout(GREETING_TIMEOUT_MS);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readUTF();
      int writePort = in.readInt();
      int readPort = in.readInt();
      int rank = in.readInt();
      if (rank < 0 || rank >= ranks || peers[rank] != null) {
        return false;
      }
      String host = socket.getInetAddress().getHostAddress();
      peers[rank] = "%s@%d@%d@%d@0".formatted(host, readPort, writePort, rank);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The rank has what it needs, or is gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
