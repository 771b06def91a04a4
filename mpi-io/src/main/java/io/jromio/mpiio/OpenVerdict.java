package io.jromio.mpiio;

import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
 *
 * <p>It travels in one broadcast of {@link #HEAD} bytes, whether the file could be opened or not;
 * only what does not fit there needs a second one.
 *
 * <pre>
 * 0  length of the verdict, 0 if rank 0 is against it  4
 * 4  its first bytes
 * </pre>
 */
final class OpenVerdict {
  /** Bytes of the broadcast; handles of object stores fit with some hundred aggregators. */
  static final int HEAD = 2048;

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

  /**
   * Collective.
   *
   * @param mine on rank 0 its verdict, null if it is against
   * @return the verdict of rank 0
   */
  static @Nullable OpenVerdict broadcast(Communicator comm, @Nullable OpenVerdict mine) {
    byte[] told = mine == null ? new byte[0] : mine.encode();
    MemorySegment head = MemorySegment.ofArray(new byte[HEAD]);
    int room = HEAD - Integer.BYTES;
    head.set(ValueLayout.JAVA_INT_UNALIGNED, 0, told.length);
    MemorySegment.copy(
        told, 0, head, ValueLayout.JAVA_BYTE, Integer.BYTES, Math.min(room, told.length));
    comm.bcast(head, 0);
    int length = head.get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    if (length == 0) {
      return null;
    }
    byte[] all = Arrays.copyOf(told, length);
    MemorySegment.copy(head, ValueLayout.JAVA_BYTE, Integer.BYTES, all, 0, Math.min(room, length));
    if (length > room) {
      comm.bcast(MemorySegment.ofArray(all).asSlice(room), 0);
    }
    return decode(all);
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
