package io.jromio.comm.mpj;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/**
 * How a message travels. It is opened by one MPJ message, whose length says the rest:
 *
 * <pre>
 *    0        8                       8 + length (at most 8 + INLINE)
 *    +--------+-----------------------+
 *    | length | the bytes, if few     |     opening
 *    +--------+-----------------------+
 *    | chunk | chunk | chunk ...      |     data, if more than INLINE bytes
 * </pre>
 *
 * <p>So the receiver knows the true size before it takes the bytes, and a message of a wrong size
 * does no harm. Chunks stay below what MPJ's devices can take, and few are under way at a time.
 * Staging arrays are used again; the object belongs to one transport and its lock.
 */
final class MpjWire {
  static final int HEADER = Long.BYTES;
  static final int INLINE = 4096;

  /** Chunks of one message that are under way. */
  static final int WINDOW = 4;

  private static final int MAX_POOLED = 64;
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final MpjMessages messages;
  private final int chunk;
  private final ArrayDeque<byte[]> pool = new ArrayDeque<>();

  /**
   * @param chunk bytes of one MPJ message
   */
  MpjWire(MpjMessages messages, int chunk) {
    this.messages = messages;
    this.chunk = chunk;
  }

  /** A part of a message under way. */
  static final class Part {
    private final Object request;
    private final byte[] bytes;
    private final int count;

    private Part(Object request, byte[] bytes, int count) {
      this.request = request;
      this.bytes = bytes;
      this.count = count;
    }
  }

  /** How many bytes the chunk at {@code position} of a message has. */
  int chunkAt(long position, long length) {
    return (int) Math.min(chunk, length - position);
  }

  Part sendOpening(MemorySegment data, MpjAddress address) {
    long length = data.byteSize();
    int inline = length <= INLINE ? (int) length : 0;
    byte[] bytes = new byte[HEADER + inline];
    MemorySegment.ofArray(bytes).set(LENGTH, 0, length);
    MemorySegment.copy(data, JAVA_BYTE, 0, bytes, HEADER, inline);
    Object request = messages.send(bytes, bytes.length, address.peer(), address.openingTag());
    return new Part(request, bytes, bytes.length);
  }

  Part receiveOpening(MpjAddress address) {
    byte[] bytes = new byte[HEADER + INLINE];
    Object request = messages.receive(bytes, bytes.length, address.peer(), address.openingTag());
    return new Part(request, bytes, bytes.length);
  }

  /** The length of the message that an opening has announced. */
  static long length(Part opening) {
    return MemorySegment.ofArray(opening.bytes).get(LENGTH, 0);
  }

  /** The bytes of a short message. */
  static MemorySegment inlined(Part opening) {
    return MemorySegment.ofArray(opening.bytes).asSlice(HEADER, length(opening));
  }

  Part sendChunk(MemorySegment data, long position, MpjAddress address) {
    int count = chunkAt(position, data.byteSize());
    byte[] bytes = take();
    MemorySegment.copy(data, JAVA_BYTE, position, bytes, 0, count);
    return new Part(messages.send(bytes, count, address.peer(), address.dataTag()), bytes, count);
  }

  Part receiveChunk(long position, long length, MpjAddress address) {
    int count = chunkAt(position, length);
    byte[] bytes = take();
    Object request = messages.receive(bytes, count, address.peer(), address.dataTag());
    return new Part(request, bytes, count);
  }

  /** Whether the part is complete; not to be asked again then. */
  boolean isComplete(Part part) {
    return messages.isComplete(part.request);
  }

  /** The bytes of a complete chunk. */
  static MemorySegment bytes(Part part) {
    return MemorySegment.ofArray(part.bytes).asSlice(0, part.count);
  }

  /** Takes a complete part's array back. */
  void recycle(Part part) {
    if (part.bytes.length == chunk && pool.size() < MAX_POOLED) {
      pool.push(part.bytes);
    }
  }

  private byte[] take() {
    byte[] bytes = pool.poll();
    return bytes == null ? new byte[chunk] : bytes;
  }
}
