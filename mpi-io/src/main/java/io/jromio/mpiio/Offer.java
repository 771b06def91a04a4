package io.jromio.mpiio;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What every rank brings to rank 0 at open.
 *
 * <pre>
 * 0  digest of the arguments  8
 * 8  name of the node         UTF
 *    complaints               the rest, often empty
 * </pre>
 */
final class Offer {
  private final long digest;
  private final String node;
  private final Complaints complaints;

  private Offer(long digest, String node, Complaints complaints) {
    this.digest = digest;
    this.node = node;
    this.complaints = complaints;
  }

  /** What this rank brings. */
  static Offer of(Agreement agreement, String node) {
    return new Offer(agreement.digest(), node, agreement.complaints());
  }

  /** Where the rank runs. */
  String node() {
    return node;
  }

  Complaints complaints() {
    return complaints;
  }

  /** Whether both ranks claim the same and both or none failed. */
  boolean agreesWith(Offer other) {
    return digest == other.digest;
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(digest);
      out.writeUTF(node);
      out.write(complaints.encode());
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  static Offer decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long digest = in.readLong();
      String node = in.readUTF();
      return new Offer(digest, node, Complaints.decode(in.readAllBytes()));
    } catch (IOException e) {
      throw new IllegalStateException("no offer: bytes=" + bytes.length, e);
    }
  }
}
