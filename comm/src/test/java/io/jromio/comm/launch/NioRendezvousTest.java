package io.jromio.comm.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NioRendezvousTest {

  @Test
  void shouldTellAllRanksInOrderWhenTheyComeInAnyOrder() throws IOException {
    try (NioRendezvous rendezvous = NioRendezvous.open(3)) {
      String[] settings = rendezvous.configuration().split(";");
      assertEquals("#Number of Processes", settings[0]);
      assertEquals("3", settings[1]);
      assertEquals("#Server Port", settings[6]);
      int port = Integer.parseInt(settings[7]);
      try (Socket two = greet(port, 2);
          Socket zero = greet(port, 0);
          Socket stranger = greet(port, 3);
          Socket again = greet(port, 0);
          Socket one = greet(port, 1)) {
        assertEquals(-1, stranger.getInputStream().read());
        assertEquals(-1, again.getInputStream().read());
        String expected =
            "#Peer Information;127.0.0.1@2000@1000@0@0;127.0.0.1@2001@1001@1@0;127.0.0.1@2002@1002@2@0";
        for (Socket rank : new Socket[] {zero, one, two}) {
          assertEquals(expected, new DataInputStream(rank.getInputStream()).readUTF());
          assertEquals(-1, rank.getInputStream().read());
        }
      }
    }
  }

  private static Socket greet(int port, int rank) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeUTF("Sending Info");
    out.writeInt(1000 + rank);
    out.writeInt(2000 + rank);
    out.writeInt(rank);
    out.flush();
    return socket;
  }
}
