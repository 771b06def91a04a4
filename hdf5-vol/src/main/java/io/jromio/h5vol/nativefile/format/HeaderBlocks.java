package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The blocks in which an object header lies, and its messages as bytes. The first block never moves
 * nor grows; each ends with where the next one is.
 *
 * <pre>
 * version 2, first block     "OHDR" 2 flags [times 16] [phase change 4] size messages checksum
 *            other blocks    "OCHK" messages checksum
 *            message         type 1, size 2, flags 1, [order 2], body
 * version 1, first block     1 0 count 2, references 4, size 4, 0 0 0 0, messages
 *            other blocks    messages
 *            message         type 2, size 2, flags 1, 0 0 0, body: a multiple of 8 bytes
 * </pre>
 *
 * @source HDF5 file format specification v3.0, section IV.A.1
 */
final class HeaderBlocks {
  /** Largest block that is taken for real. */
  private static final long MAX_BLOCK = 1L << 28;

  /** Least bytes for messages in a first block, so that it can always be continued. */
  private static final int MIN_CAPACITY = 22;

  private static final int SIGNATURE = 4;
  private static final int CHECKSUM = 4;

  private static final int ORDER_TRACKED = 0x04;
  private static final int ORDER_INDEXED = 0x08;
  private static final int HAS_PHASE_CHANGE = 0x10;
  private static final int HAS_TIMES = 0x20;

  /** Address and length of a continuation. */
  private static final int CONTINUATION_BODY = 16;

  /**
   * @param bytes of the whole block
   * @param capacity bytes for messages
   */
  private record Block(long address, long bytes, int capacity) {}

  private final long address;
  private final int version;
  private final int flags;
  private final byte[] extras;
  private long references = 1;
  private final List<Block> blocks = new ArrayList<>();
  private final List<RawMessage> messages = new ArrayList<>();

  private HeaderBlocks(long address, int version, int flags, byte[] extras) {
    this.address = address;
    this.version = version;
    this.flags = flags;
    this.extras = extras;
  }

  // Reading.

  static HeaderBlocks read(MetadataSource source, long address) throws H5Exception {
    String what = "object header at " + address;
    ByteReader start = new ByteReader(source.read(address, SIGNATURE, what), what);
    int first = start.u1();
    if (first == 1) {
      return readOld(source, address, what);
    }
    if (first != 'O') {
      throw start.bad("is none: first byte is " + first);
    }
    return readRecent(source, address, what);
  }

  private static HeaderBlocks readRecent(MetadataSource source, long address, String what)
      throws H5Exception {
    ByteReader in = new ByteReader(source.read(address, SIGNATURE + 2, what), what);
    in.expect("OHDR");
    int version = in.u1();
    int flags = in.u1();
    if (version != 2 || (flags & 0xc0) != 0) {
      throw in.bad("is of an unknown version: version=%d flags=%d".formatted(version, flags));
    }
    int prefix = SIGNATURE + 2 + extras(flags) + sizeWidth(flags);
    in = new ByteReader(source.read(address, prefix, what), what);
    in.skip(SIGNATURE + 2);
    HeaderBlocks header = new HeaderBlocks(address, version, flags, in.raw(extras(flags)));
    long capacity = in.uint(sizeWidth(flags));
    long bytes = checked(prefix + capacity + CHECKSUM, what);
    in = new ByteReader(source.read(address, bytes, what), what);
    in.skip(prefix);
    ByteReader body = in.slice(capacity);
    in.checksum(0);
    header.blocks.add(new Block(address, bytes, (int) capacity));
    header.readAll(source, body);
    return header;
  }

  private static HeaderBlocks readOld(MetadataSource source, long address, String what)
      throws H5Exception {
    ByteReader in = new ByteReader(source.read(address, 16, what), what);
    in.skip(4);
    HeaderBlocks header = new HeaderBlocks(address, 1, 0, new byte[0]);
    header.references = in.u4();
    long capacity = in.u4();
    long bytes = checked(16 + capacity, what);
    in = new ByteReader(source.read(address, bytes, what), what);
    in.skip(16);
    header.blocks.add(new Block(address, bytes, (int) capacity));
    header.readAll(source, in);
    return header;
  }

  private static long checked(long bytes, String what) throws H5Exception {
    if (bytes < 0 || bytes > MAX_BLOCK) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "%s has a block that is too large: bytes=%d limit=%d".formatted(what, bytes, MAX_BLOCK));
    }
    return bytes;
  }

  private static int extras(int flags) {
    return ((flags & HAS_TIMES) != 0 ? 16 : 0) + ((flags & HAS_PHASE_CHANGE) != 0 ? 4 : 0);
  }

  private static int sizeWidth(int flags) {
    return 1 << (flags & 3);
  }

  private void readAll(MetadataSource source, ByteReader first) throws H5Exception {
    Set<Long> visited = new HashSet<>(Set.of(address));
    List<ByteReader> queue = new ArrayList<>(List.of(first));
    long total = 0;
    for (int next = 0; next < queue.size(); next++) {
      for (ByteReader continuation : readBlock(queue.get(next))) {
        long at = continuation.u8();
        long bytes = checked(continuation.u8(), continued(at));
        total += bytes;
        if (!visited.add(at) || total > source.end()) {
          throw new H5Exception(
              H5Error.BAD_FILE,
              "object header at %d goes in circles: continuation=%d".formatted(address, at));
        }
        queue.add(continuation(source, at, bytes));
      }
    }
  }

  private String continued(long at) {
    return "continuation at %d of the object header at %d".formatted(at, address);
  }

  private ByteReader continuation(MetadataSource source, long at, long bytes) throws H5Exception {
    ByteReader in = new ByteReader(source.read(at, bytes, continued(at)), continued(at));
    if (version == 1) {
      blocks.add(new Block(at, bytes, (int) bytes));
      return in;
    }
    in.expect("OCHK");
    long capacity = bytes - SIGNATURE - CHECKSUM;
    ByteReader body = in.slice(capacity);
    in.checksum(0);
    blocks.add(new Block(at, bytes, (int) capacity));
    return body;
  }

  /** Takes the messages of a block; returns where the header goes on. */
  private List<ByteReader> readBlock(ByteReader in) throws H5Exception {
    List<ByteReader> continuations = new ArrayList<>();
    while (in.left() >= messageHeader()) {
      int type = version == 1 ? in.u2() : in.u1();
      int size = in.u2();
      int messageFlags = in.u1();
      if (version == 1) {
        in.skip(3);
      }
      int order = isOrdered() ? in.u2() : 0;
      ByteReader body = in.slice(size);
      if (type == RawMessage.CONTINUATION) {
        continuations.add(body);
      } else if (type != RawMessage.NIL) {
        messages.add(new RawMessage(type, messageFlags, order, body.raw(size)));
      }
    }
    return continuations;
  }

  // What was read.

  long address() {
    return address;
  }

  int version() {
    return version;
  }

  /** Hard links, of version 1; version 2 has a message for it. */
  long references() {
    return references;
  }

  /** Without those that are empty or lead to other blocks. */
  List<RawMessage> messages() {
    return messages;
  }

  /** Whether the order in which attributes were created is kept. */
  boolean isOrdered() {
    return (flags & ORDER_TRACKED) != 0;
  }

  // Writing, version 2 only.

  /**
   * Takes space for the first block.
   *
   * @param reserve bytes for messages
   * @param tracked whether the order of attributes is kept, and {@code indexed} in a tree too
   */
  static HeaderBlocks create(MetadataSpace space, long reserve, boolean tracked, boolean indexed)
      throws H5Exception {
    long capacity = Math.max(MIN_CAPACITY, reserve);
    int code = capacity < 1 << 8 ? 0 : capacity < 1 << 16 ? 1 : 2;
    int flags = code | (tracked ? ORDER_TRACKED : 0) | (indexed ? ORDER_INDEXED : 0);
    long bytes = SIGNATURE + 2 + sizeWidth(flags) + capacity + CHECKSUM;
    checked(bytes, "new object header");
    HeaderBlocks header = new HeaderBlocks(space.allocate(bytes), 2, flags, new byte[0]);
    header.blocks.add(new Block(header.address, bytes, (int) capacity));
    return header;
  }

  /** Bytes of messages in a block. */
  static long bytes(List<RawMessage> messages, boolean ordered) {
    long bytes = 0;
    for (RawMessage message : messages) {
      bytes += (ordered ? 6 : 4) + message.body().length;
    }
    return bytes;
  }

  private int messageHeader() {
    return version == 1 ? 8 : isOrdered() ? 6 : 4;
  }

  /** Replaces all messages and puts the blocks, of which there may be more afterwards. */
  void store(MetadataSpace space, List<RawMessage> changed) throws H5Exception {
    int reserve = messageHeader() + CONTINUATION_BODY;
    dropUseless(space, reserve);
    long left = bytes(changed, isOrdered());
    long capacity = 0;
    int next = 0;
    for (int b = 0; b < blocks.size(); b++) {
      Block block = blocks.get(b);
      capacity += block.capacity();
      boolean last = b == blocks.size() - 1;
      if (last && left > block.capacity()) {
        grow(space, left, Math.max(left, capacity));
        last = false;
      }
      int room = last ? block.capacity() : block.capacity() - reserve;
      ByteWriter body = new ByteWriter();
      while (next < changed.size()
          && messageHeader() + changed.get(next).body().length <= room - body.size()) {
        write(body, changed.get(next++));
      }
      left -= body.size();
      if (!last) {
        Block following = blocks.get(b + 1);
        byte[] where = new ByteWriter().u8(following.address()).u8(following.bytes()).bytes();
        write(body, new RawMessage(RawMessage.CONTINUATION, 0, 0, where));
      }
      pad(body, block.capacity());
      put(space, block, b == 0, body.bytes());
    }
    messages.clear();
    messages.addAll(changed);
  }

  /** A block that cannot even say where the next one is would end the chain for ever. */
  private void dropUseless(MetadataSpace space, int reserve) {
    for (int b = blocks.size() - 1; b > 0; b--) {
      Block block = blocks.get(b);
      if (block.capacity() < reserve) {
        blocks.remove(b);
        space.free(block.address(), block.bytes());
      }
    }
  }

  private void grow(MetadataSpace space, long left, long wanted) throws H5Exception {
    int capacity = blocks.getLast().capacity();
    if (capacity < messageHeader() + CONTINUATION_BODY) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "object header at %d is too small to be continued: bytes=%d needs=%d"
              .formatted(address, capacity, left));
    }
    // Filling the block before may leave a gap, never more than there is to write.
    long bytes = checked(SIGNATURE + wanted + CHECKSUM, "continuation of an object header");
    blocks.add(new Block(space.allocate(bytes), bytes, (int) wanted));
  }

  private void write(ByteWriter out, RawMessage message) {
    out.u1(message.type()).u2(message.body().length).u1(message.flags());
    if (isOrdered()) {
      out.u2(message.order());
    }
    out.raw(message.body());
  }

  /** Empty messages; what is too short for one stays a gap of zeros, as the format wants it. */
  private void pad(ByteWriter body, int capacity) {
    while (capacity - body.size() >= messageHeader()) {
      int empty = Math.min(RawMessage.MAX_BODY, capacity - body.size() - messageHeader());
      body.u1(RawMessage.NIL).u2(empty).u1(0).zeros(messageHeader() - 4 + empty);
    }
    body.zeros(capacity - body.size());
  }

  void free(MetadataSpace space) {
    for (Block block : blocks) {
      space.free(block.address(), block.bytes());
    }
  }

  private void put(MetadataSpace space, Block block, boolean first, byte[] body) {
    ByteWriter out = new ByteWriter();
    if (first) {
      out.text("OHDR").u1(version).u1(flags).raw(extras);
      out.uint(block.capacity(), sizeWidth(flags));
    } else {
      out.text("OCHK");
    }
    space.put(block.address(), out.raw(body).checksum().bytes());
  }
}
