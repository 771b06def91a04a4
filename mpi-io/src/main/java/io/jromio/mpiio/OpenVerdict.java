package io.jromio.mpiio;

import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What rank 0 tells the others once it has opened the file: how to open it too, and what all must
 * know alike.
 *
 * <pre>
 * 0   size of the file when it was opened  8
 * 8   alignment of the file                8
 * 16  number of aggregators                4
 * 20  their ranks                          4 each
 *     length of the handle                 4
 *     handle to attach to, often empty
 * </pre>
 */
final class OpenVerdict {
  private final long size;
  private final long alignment;
  private final int[] aggregators;
  private final byte[] handle;

  private OpenVerdict(long size, long alignment, int[] aggregators, byte[] handle) {
    this.size = size;
    this.alignment = alignment;
    this.aggregators = aggregators;
    this.handle = handle;
  }

  /** About a file that rank 0 has opened. */
  static OpenVerdict of(AdioFile file, int[] aggregators) throws MpiIoException {
    return new OpenVerdict(file.size(), file.alignment(), aggregators, file.share());
  }

  /** Bytes, as rank 0 saw it. */
  long size() {
    return size;
  }

  /** As {@link AdioFile#alignment}. */
  long alignment() {
    return alignment;
  }

  int[] aggregators() {
    return aggregators;
  }

  /** As {@link AdioFile#share}. */
  byte[] handle() {
    return handle;
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(size);
      out.writeLong(alignment);
      out.writeInt(aggregators.length);
      for (int rank : aggregators) {
        out.writeInt(rank);
      }
      out.writeInt(handle.length);
      out.write(handle);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  static OpenVerdict decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long size = in.readLong();
      long alignment = in.readLong();
      int[] aggregators = new int[in.readInt()];
      for (int i = 0; i < aggregators.length; i++) {
        aggregators[i] = in.readInt();
      }
      return new OpenVerdict(size, alignment, aggregators, in.readNBytes(in.readInt()));
    } catch (IOException e) {
      throw new IllegalStateException("no verdict: bytes=" + bytes.length, e);
    }
  }
}
